/** Where the window is, told by the address after `#`, so that it works from a file and from any server. */

/** Every place there is, with what it takes. */
export const PLACES = {
  today: '/today',
  products: '/products',
  product: '/products/:id',
  sessions: '/sessions',
  session: '/sessions/:id',
  lineup: '/sessions/:id/lineup',
  desk: '/desk/:id',
  recap: '/recap',
  recapOne: '/recap/:id',
  payouts: '/payouts',
  days: '/days',
  received: '/received',
  import: '/import',
  imported: '/import/:id',
  fees: '/fees',
  website: '/website',
  people: '/people',
  data: '/data',
  settings: '/settings',
  start: '/start',
  parts: '/parts',
} as const;

export type Place = keyof typeof PLACES;

export interface Route {
  place: Place;
  /** The id in the address, where the place takes one. */
  id: string;
  /** What stands after `?`. */
  query: Readonly<Record<string, string | undefined>>;
}

/** Reads an address; one that nobody knows leads to today. */
export function read(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read once and thrown away
  const query = Object.fromEntries(new URLSearchParams(search));
  const parts = path.split('/').filter(Boolean);
  for (const [place, pattern] of Object.entries(PLACES) as [Place, string][]) {
    const wanted = pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length) continue;
    if (!wanted.every((piece, at) => piece.startsWith(':') || piece === parts[at])) continue;
    const at = wanted.findIndex((piece) => piece.startsWith(':'));
    return { place, id: at < 0 ? '' : decodeURIComponent(parts[at] ?? ''), query };
  }
  return { place: 'today', id: '', query };
}

/** The address of a place. */
export function href(place: Place, id = '', query: Record<string, string> = {}): string {
  const search = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  return `#${PLACES[place].replace(':id', encodeURIComponent(id))}${search ? `?${search}` : ''}`;
}

let current = $state.raw(read(globalThis.location?.hash ?? ''));
globalThis.addEventListener?.('hashchange', () => {
  current = read(globalThis.location.hash);
});

export const route = {
  get current(): Route {
    return current;
  },
  /** Goes to a place, as a link would. */
  go(place: Place, id = '', query: Record<string, string> = {}) {
    globalThis.location.hash = href(place, id, query);
  },
};
