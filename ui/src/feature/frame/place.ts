/** Names and drawings of the places in the rail, in the order of the work. */
import type { Component } from 'svelte';
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import Database from '@lucide/svelte/icons/database';
import Globe from '@lucide/svelte/icons/globe';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Package from '@lucide/svelte/icons/package';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Sun from '@lucide/svelte/icons/sun';
import Video from '@lucide/svelte/icons/video';

import { m } from '$lib/messages';
import type { Place } from '$lib/route';

export interface Stop {
  place: Place;
  name: () => string;
  icon: Component;
  /** Places that belong under this one. */
  within: readonly Place[];
}

export const STOPS: readonly Stop[] = [
  { place: 'today', name: () => m.place_today(), icon: Sun, within: [] },
  { place: 'products', name: () => m.place_products(), icon: Package, within: ['product'] },
  { place: 'sessions', name: () => m.place_sessions(), icon: Video, within: ['session', 'lineup', 'desk'] },
  { place: 'recap', name: () => m.place_recap(), icon: ChartNoAxesColumn, within: ['recapOne', 'payouts', 'days', 'received'] },
  { place: 'fees', name: () => m.place_fees(), icon: HandCoins, within: [] },
  { place: 'website', name: () => m.place_website(), icon: Globe, within: [] },
  { place: 'data', name: () => m.place_data(), icon: Database, within: ['import', 'imported'] },
  { place: 'settings', name: () => m.place_settings(), icon: SlidersHorizontal, within: [] },
];

/** What a place is called in the header. */
export function nameOf(place: Place): string {
  if (place === 'desk') return m.place_desk();
  if (place === 'import') return m.place_import();
  if (place === 'payouts') return m.payout_title();
  if (place === 'days') return m.figure_days();
  if (place === 'received') return m.share_received_title();
  return STOPS.find((stop) => stop.place === place || stop.within.includes(place))?.name() ?? m.app_name();
}
