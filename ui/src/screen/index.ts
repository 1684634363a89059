/** The screen of each place. A place without a screen is not in the rail. Screens are loaded when they are first seen. */
import type { Component } from 'svelte';

import type { Place } from '$lib/route';

/** A screen takes the id in the address; those of places without one take nothing. */
export type Screen = Component<{ id: string }>;
type Load<Shown> = () => Promise<{ default: Shown }>;

/** A place that is one of a kind. */
const plain = (load: Load<Component<Record<string, never>>>) => load as unknown as Load<Screen>;

export const SCREENS: Partial<Record<Place, Load<Screen>>> = {
  today: plain(() => import('./Today.svelte')),
  products: () => import('./Products.svelte'),
  product: () => import('./Products.svelte'),
  sessions: plain(() => import('./Sessions.svelte')),
  session: () => import('./Session.svelte'),
  recap: plain(() => import('./Recaps.svelte')),
  recapOne: () => import('./Recap.svelte'),
  payouts: plain(() => import('./Payouts.svelte')),
  days: plain(() => import('./Days.svelte')),
  received: plain(() => import('./Received.svelte')),
  lineup: () => import('./Lineup.svelte'),
  desk: () => import('./Desk.svelte'),
  import: plain(() => import('./Import.svelte')),
  imported: () => import('./Imported.svelte'),
  fees: plain(() => import('./Fees.svelte')),
  website: plain(() => import('./Website.svelte')),
  data: plain(() => import('./Data.svelte')),
  settings: plain(() => import('./Settings.svelte')),
  ...(import.meta.env.DEV ? { parts: plain(() => import('./Parts.svelte')) } : {}),
};
