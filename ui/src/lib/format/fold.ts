/** Folds text for search the way the core does: `Đầm` and `dam` meet; Thai marks stay, there they are letters. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, (mark) => (/[\u0e00-\u0e7f]/.test(mark) ? mark : ''))
    .toLowerCase()
    .replaceAll('đ', 'd');

/** Whether every word of `typed` is found in `text`, in any order and without accents. */
export function matches(text: string, typed: string): boolean {
  const folded = fold(text);
  return fold(typed).split(/\s+/).every((word) => folded.includes(word));
}
