/** Short reports at the foot of the window: what was done, what failed. */
export interface Notice {
  id: number;
  text: string;
  /** Failures stay until they are closed and interrupt readers; questions stay, too; reports leave by themselves. */
  kind: 'done' | 'failed' | 'asks';
  action: { text: string; run: () => void } | null;
}

/** How long a report stays, in milliseconds; long enough to read and to press its button. */
const STAYS_MS = 8_000;

let list = $state.raw<readonly Notice[]>([]);
let last = 0;

function add(kind: Notice['kind'], text: string, action: Notice['action']): number {
  last += 1;
  const id = last;
  // The same words twice are one notice, told again.
  list = [...list.filter((notice) => notice.text !== text).slice(-3), { id, text, kind, action }];
  if (kind === 'done') setTimeout(() => notices.close(id), STAYS_MS);
  return id;
}

export const notices = {
  get list(): readonly Notice[] {
    return list;
  },
  /** Says what was done, with one thing to do about it. */
  done: (text: string, action: Notice['action'] = null): number => add('done', text, action),
  /** Says what went wrong, in a sentence with its remedy. */
  failed: (text: string, action: Notice['action'] = null): number => add('failed', text, action),
  /** Asks whether to do one thing; unanswered or closed, it is not done. */
  asks: (text: string, action: NonNullable<Notice['action']>): number => add('asks', text, action),
  close(id: number) {
    list = list.filter((notice) => notice.id !== id);
  },
};
