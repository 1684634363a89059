/** Creators' commissions in words: what is to be said of a row. */
import type { CreatorCommission } from '$lib/ipc/bindings/CreatorCommission';
import { number } from '$lib/format';
import { m } from '$lib/messages';

export interface Finding {
  text: string;
  /** Whether somebody should look. */
  calls: boolean;
  /** Whether a rule for it could be entered. */
  wantsRule: boolean;
}

/** Files against rules, and what is still to come. */
export function commissionFinding(row: CreatorCommission): Finding {
  const of = (text: string, calls: boolean, wantsRule = false): Finding => ({ text, calls, wantsRule });
  if (row.ours === null) return of(m.commission_no_rule(), true, true);
  if (row.open > 0) return of(m.commission_open_rule({ count: row.open, shown: number(row.open) }), true);
  if (row.difference === null) return of('', false);
  if (Number(row.difference) > 0) return of(m.commission_dearer(), true);
  if (Number(row.difference) < 0) return of(m.commission_cheaper(), true);
  if (row.waiting > 0) return of(m.commission_waiting({ count: row.waiting, shown: number(row.waiting) }), false);
  return of(m.payout_agrees(), false);
}
