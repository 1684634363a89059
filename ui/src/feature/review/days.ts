/** Days of channels and advertising: their months, and totals a currency that leave unknown what a day does not say. */
import type { ChannelDay } from '$lib/ipc/bindings/ChannelDay';

export interface DayTotal {
  currency: string;
  days: number;
  live: string | null;
  shop: string | null;
  refunds: string | null;
  cost: string | null;
  revenue: string | null;
  streams: number | null;
  views: number | null;
}

/** The month of a day of the channel's calendar: `2026-07`. */
export const monthOf = (day: ChannelDay): string => new Date(day.dayMs).toISOString().slice(0, 7);

/** Revenue over cost; none where nothing was spent or something is not known. */
export function roi(revenue: string | null, cost: string | null): number | null {
  if (revenue === null || cost === null || Number(cost) <= 0) return null;
  return Number(revenue) / Number(cost);
}

const SCALE = 4;
/** Amounts as whole units of 10⁻⁴, so that sums stay exact. */
function exact(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.replace('-', '').split('.');
  const units = BigInt(whole) * 10n ** BigInt(SCALE) + BigInt(decimals.padEnd(SCALE, '0').slice(0, SCALE));
  return amount.startsWith('-') ? -units : units;
}
function written(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
  const decimals = digits.slice(-SCALE).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -SCALE)}${decimals === '' ? '' : `.${decimals}`}`;
}

/** The sum of what days say; none where no day says anything. */
function sum(values: readonly (string | null | undefined)[]): string | null {
  const known = values.filter((value): value is string => typeof value === 'string');
  return known.length === 0 ? null : written(known.reduce((all, value) => all + exact(value), 0n));
}
function count(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value): value is number => typeof value === 'number');
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
}

/** One total a currency; days without a currency have no amounts to add. */
export function totalsOf(days: readonly ChannelDay[]): DayTotal[] {
  const currencies = [...new Set(days.flatMap(({ currency }) => (currency === null ? [] : [currency])))].toSorted();
  return currencies.map((currency) => {
    const own = days.filter((day) => day.currency === currency);
    return {
      currency,
      days: own.length,
      live: sum(own.map((day) => day.live?.gmv)),
      shop: sum(own.map((day) => day.shop?.gmv)),
      refunds: sum(own.map((day) => day.shop?.refunds)),
      cost: sum(own.map((day) => day.ads?.cost)),
      revenue: sum(own.map((day) => day.ads?.revenue)),
      streams: count(own.map((day) => day.live?.streams)),
      views: count(own.map((day) => day.live?.views)),
    };
  });
}
