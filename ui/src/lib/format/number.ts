/** Counts and shares as the market writes them. */
import { m } from '$lib/messages';

import { MINUS, NBSP, grouped, parseDecimal, rounded, trimmed } from './decimal';
import { market } from './market.svelte';

/** A float of ours (a share, a rate) as a decimal with at most `digits` decimals. */
function written(value: number, digits: number, keepZeros: boolean): string {
  const exact = rounded(parseDecimal(value.toFixed(Math.max(digits, 6))), digits);
  const shown = keepZeros ? exact : trimmed(exact);
  return (shown.negative && shown.units !== 0n ? MINUS : '') + grouped(shown, market.dialect);
}

/** `1.842`; decimals only where they are. */
export const number = (value: number, digits = 0): string => written(value, digits, false);
/** An exact figure of a file (`706922.421`), every digit kept; what is no figure stays as it is. */
export const figure = (exact: string): string => {
  if (!/^-?\d+(\.\d+)?$/.test(exact)) return exact;
  const value = trimmed(parseDecimal(exact));
  return (value.negative && value.units !== 0n ? MINUS : '') + grouped(value, market.dialect);
};
/** `39,8 %` from 0.398. */
export const percent = (share: number, digits = 1): string => `${written(share * 100, digits, true)}${NBSP}%`;
/** A multiple, such as what advertising brought for what it cost: `3,90`. */
export const multiple = (value: number): string => written(value, 2, true);
/** A number that is a change: `+12`, `−3`, `0`. */
export const signedNumber = (value: number, digits = 0): string =>
  (value > 0 ? '+' : '') + written(value, digits, false);
/** A change in per cent: `+12,4 %`. */
export const signedPercent = (share: number, digits = 1): string =>
  (share > 0 ? '+' : '') + percent(share, digits);
/** A change of a per cent, in points: `+4,5 điểm`. */
export const points = (difference: number): string =>
  `${difference > 0 ? '+' : ''}${written(difference * 100, 1, true)}${NBSP}${m.number_points()}`;
/** Bytes in the unit people use for files. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let left = size;
  while (left >= 1000 && at < units.length - 1) {
    left /= 1000;
    at += 1;
  }
  return `${written(left, at === 0 || left >= 100 ? 0 : 1, false)}${NBSP}${units[at] ?? 'B'}`;
}
