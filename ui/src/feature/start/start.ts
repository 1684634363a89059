/** What the first run asks, and which answers make sense together. */
import type { Market } from '$lib/ipc/bindings/Market';
import type { Purpose } from '$lib/ipc/bindings/Purpose';
import { m } from '$lib/messages';

/** Markets that have a sample brand. */
const SAMPLED: readonly Market[] = ['vn', 'gb'];

/** The purposes that work in a market; a sample is offered only where there is one. */
export const purposesIn = (market: Market): readonly Purpose[] =>
  SAMPLED.includes(market) ? ['planAndSell', 'reviewPast', 'sample'] : ['planAndSell', 'reviewPast'];

/** The market a system's language and zone speak for. */
export function guessMarket(zone: string, locale: string): Market {
  const byZone: Record<string, Market> = {
    'Asia/Ho_Chi_Minh': 'vn', 'Asia/Saigon': 'vn', 'Asia/Bangkok': 'th', 'Asia/Manila': 'ph', 'Asia/Kuala_Lumpur': 'my',
    'Asia/Kuching': 'my', 'Asia/Jakarta': 'id', 'Asia/Makassar': 'id', 'Asia/Singapore': 'sg', 'Europe/London': 'gb',
  };
  const byZoneFound = byZone[zone];
  if (byZoneFound) return byZoneFound;
  if (zone.startsWith('America/') && locale.startsWith('en')) return 'us';
  return locale.startsWith('en-GB') ? 'gb' : 'vn';
}

export const purposeWords = (purpose: Purpose): { title: string; note: string } =>
  ({
    planAndSell: { title: m.purpose_plan(), note: m.purpose_plan_note() },
    reviewPast: { title: m.purpose_review(), note: m.purpose_review_note() },
    sample: { title: m.purpose_sample(), note: m.purpose_sample_note() },
  })[purpose];
