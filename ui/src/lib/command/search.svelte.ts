/** What the palette can find besides commands: products, sessions, whatever a part of the window offers. */
import { untrack } from 'svelte';

export interface Found {
  id: string;
  title: string;
  /** Beside the title, quiet: a code, a date. */
  note?: string;
  /** Where it leads; an address of this window. */
  href: string;
}

export interface SearchSource {
  id: string;
  group: () => string;
  /** At most a handful, best first; accents are the source's business. */
  find: (typed: string) => Promise<readonly Found[]>;
}

let offered = $state.raw<readonly SearchSource[]>([]);

export const searches = {
  get list(): readonly SearchSource[] {
    return offered;
  },
};

/** Offers a source while the component that calls this is shown. */
export function offerSearch(source: SearchSource): void {
  $effect(() => {
    untrack(() => (offered = [...offered.filter(({ id }) => id !== source.id), source]));
    return () => (offered = untrack(() => offered).filter((one) => one !== source));
  });
}
