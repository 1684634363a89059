/** One fee rule as it would be, and what that makes of past sessions together. */
import type { FeePayer } from '$lib/ipc/bindings/FeePayer';
import type { FeeRevision } from '$lib/ipc/bindings/FeeRevision';
import type { FeeRule } from '$lib/ipc/bindings/FeeRule';
import type { WhatIfRow } from '$lib/ipc/bindings/WhatIfRow';
import { parseDate } from '@internationalized/date';

import { market, plus, type Money } from '$lib/format';

interface Wish {
  /** Who would pay all of it; empty leaves the shares as they are. */
  payer: FeePayer | '';
  ratePpm: number | null;
  flat: Money | null;
  /** `2026-12-01`, or empty for always. */
  fromDay: string;
}

/** The rule as it would be. */
export const revisionOf = ({ ruleId, terms }: FeeRule, { payer, ratePpm, flat, fromDay }: Wish): FeeRevision => ({
  ruleId,
  terms: {
    ...terms,
    ratePpm,
    flat,
    payers: payer === '' ? terms.payers : [{ payer, sharePpm: 1_000_000 }],
  },
  ...(fromDay ? { fromDay } : {}),
});

/** The differences of all sessions together, one sum a currency. */
export function totalsOf(rows: readonly WhatIfRow[]): { currency: string; difference: string }[] {
  const totals: { currency: string; difference: string }[] = [];
  for (const { before, difference } of rows) {
    const total = totals.find(({ currency }) => currency === before.currency);
    if (total) total.difference = plus(total.difference, difference);
    else totals.push({ currency: before.currency, difference });
  }
  return totals;
}

/** The instants of a choice of days, in the market's zone; an empty one is open. */
export function spanOf(firstDay: string, lastDay: string): { fromMs?: number; toMs?: number } {
  const zone = market.zone;
  const fromMs = firstDay ? parseDate(firstDay).toDate(zone).getTime() : null;
  const toMs = lastDay ? parseDate(lastDay).add({ days: 1 }).toDate(zone).getTime() : null;
  return { ...(fromMs === null ? {} : { fromMs }), ...(toMs === null ? {} : { toMs }) };
}
