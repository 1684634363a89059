/** Rates of exchange as they are typed, and the currencies they lead between. */
import type { Market } from '$lib/ipc/bindings/Market';
import { MARKETS, dialectOf, market } from '$lib/format';

/** Currencies of the markets, the yuan of Chinese files, and the euro others are reckoned through. */
export const CODES: readonly string[] = [...MARKETS.map((one) => dialectOf(one).currency), 'CNY', 'BRL', 'EUR'];

export const ownCurrency = (of: Market | undefined): string => dialectOf(of ?? 'vn').currency;

/** Reads a rate of any number of decimals, written as the market writes; null when it is none. */
export function readRateOf(typed: string): string | null {
  const { group, decimal } = market.dialect;
  const text = typed.replace(/[\s\u00a0]/g, '');
  const escaped = (mark: string) => `\\${mark}`;
  const found = new RegExp(`^(\\d{1,3}(?:${escaped(group)}\\d{3})+|\\d+)(?:${escaped(decimal)}(\\d{1,12}))?$`).exec(text);
  if (!found) return null;
  const [, whole = '', fraction] = found;
  const digits = whole.replaceAll(group, '');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}
