/** Credit in words: how far a correction goes, and a range with its reasons. */
import type { CreditScope } from '$lib/ipc/bindings/CreditScope';
import type { ReviewRange } from '$lib/ipc/bindings/ReviewRange';
import { moneyShort, number } from '$lib/format';
import { m } from '$lib/messages';

/** How far a correction goes. */
export const SCOPES: Record<CreditScope, () => string> = {
  line: () => m.credit_scope_line(),
  order: () => m.credit_scope_order(),
  product: () => m.credit_scope_product(),
};

/** `10,1 tr – 13 tr ₫` where the ends differ from the figure; empty where it is certain. */
export function rangeText(range: ReviewRange | null, gmv: string | null, currency: string): string {
  if (range === null || gmv === null) return '';
  if (Number(range.certain) === Number(gmv) && Number(range.possible) === Number(gmv)) return '';
  const text = (amount: string) => moneyShort({ amount, currency });
  return m.credit_range({ low: text(range.certain), high: text(range.possible) });
}

/** How the range comes about: what is certain, what is likely, what may be another session's. */
export function rangeReasons(range: ReviewRange | null, likelyLines: number): string[] {
  if (range === null) return [];
  const own = range.certainLines - range.byHand;
  return [
    own > 0 ? m.credit_by_id({ count: own, shown: number(own) }) : '',
    range.byHand > 0 ? m.credit_by_hand({ count: range.byHand, shown: number(range.byHand) }) : '',
    likelyLines > 0 ? m.credit_likely({ count: likelyLines, shown: number(likelyLines) }) : '',
    range.sharedLines > 0 ? m.credit_shared({ count: range.sharedLines, shown: number(range.sharedLines) }) : '',
  ].filter(Boolean);
}
