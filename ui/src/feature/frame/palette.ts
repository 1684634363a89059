/** What the palette lists for what was typed: commands first, then whatever the sources find. */
import { matches } from '$lib/format';
import { type Found, type Offer, type SearchSource } from '$lib/command';

export interface Line {
  id: string;
  group: string;
  title: string;
  note: string;
  keys: string | null;
  href: string | null;
  run: (() => void) | null;
}

/** The commands whose title or heading holds what was typed, accents or not. */
export function commandLines(offers: readonly Offer[], typed: string): Line[] {
  return offers
    .filter((one) => !one.silent && one.enabled?.() !== false)
    .filter((one) => matches(`${one.group()} ${one.title()}`, typed))
    .map(({ id, title, group, keys, run }) => ({
      id, group: group(), title: title(), note: '', keys: keys ?? null, href: null, run,
    }));
}

const foundLine = (source: SearchSource, { id, title, note = '', href }: Found): Line => ({
  id: `${source.id}-${id}`, group: source.group(), title, note, keys: null, href, run: null,
});

/** Asks every source; one that fails finds nothing and holds nobody up. */
export async function foundLines(sources: readonly SearchSource[], typed: string): Promise<Line[]> {
  if (typed.trim() === '') return [];
  const answers = await Promise.allSettled(sources.map((source) => source.find(typed)));
  return answers.flatMap((answer, at) => {
    const source = sources[at];
    return answer.status === 'fulfilled' && source ? answer.value.map((found) => foundLine(source, found)) : [];
  });
}
