/** Choices of a fee rule in words, and what an editor begins with. */
import type { Channel } from '$lib/ipc/bindings/Channel';
import type { FeeByAds } from '$lib/ipc/bindings/FeeByAds';
import type { FeeCondition } from '$lib/ipc/bindings/FeeCondition';
import type { FeeDue } from '$lib/ipc/bindings/FeeDue';
import type { FeeKind } from '$lib/ipc/bindings/FeeKind';
import type { FeeOnRefund } from '$lib/ipc/bindings/FeeOnRefund';
import type { FeeTerms } from '$lib/ipc/bindings/FeeTerms';
import type { Market } from '$lib/ipc/bindings/Market';
import type { SellerType } from '$lib/ipc/bindings/SellerType';
import { dayKey, type Money } from '$lib/format';
import { m } from '$lib/messages';

export const CHANNELS: readonly Channel[] = ['tikTok', 'shopee', 'facebook', 'youTube', 'instagram', 'lazada', 'other'];
export const KINDS: Record<FeeKind, () => string> = {
  percent: m.fee_kind_percent, flatPerOrder: m.fee_kind_order, flatPerUnit: m.fee_kind_unit, percentOfFee: m.fee_kind_part,
};
export const DUES: Record<FeeDue, () => string> = {
  paid: m.fee_due_paid, delivered: m.fee_due_delivered, settled: m.fee_due_settled, refunded: m.fee_due_refunded,
};
export const REFUNDS: Record<FeeOnRefund, () => string> = {
  proportional: m.fee_refund_part, keep: m.fee_refund_keep, nullify: m.fee_refund_whole,
};
export const CONDITIONS: Record<FeeCondition, () => string> = {
  none: m.fee_condition_none, fromLive: m.fee_condition_live, byCreator: m.fee_condition_creator, withCode: m.fee_condition_code,
};

export const SELLERS: Record<SellerType, () => string> = { mall: m.shop_type_mall, normal: m.shop_type_normal };
export const ADS: Record<FeeByAds, () => string> = { only: m.fee_ads_only, not: m.fee_ads_not };

/** The entries of a list of choices. */
export const optionsOf = <Value extends string>(words: Record<Value, () => string>): { value: Value; text: string }[] =>
  (Object.entries(words) as [Value, () => string][]).map(([value, text]) => ({ value, text: text() }));

/** A new rule of a market: nothing said of its rate yet. */
export function blank(market: Market, channel: Channel | null): FeeTerms {
  return {
    name: '', purpose: 'fee', channel, market, hostId: null, sellerType: null, category: null, programme: null, byAds: null, kind: 'percent', base: 'afterSellerDiscount', otherId: null,
    ratePpm: null, steps: [], flat: null, least: null, cap: null, capScope: 'order', taxPpm: 0, due: 'paid',
    onRefund: 'proportional', becomesId: null, payers: [{ payer: 'brand', sharePpm: 1_000_000 }], condition: 'none', validFrom: null,
    startsAt: null, validTo: null, endsAt: null,
    precedence: 0, group: null, per: 'line', rounding: 'halfUp', sourceNote: '', sourceSeenOn: dayKey(Date.now()),
  };
}

/** What goes to the core: only what the kind of charge needs; amounts of another market are left out. */
export function tidied(terms: FeeTerms, currency: string): FeeTerms {
  const isRate = terms.kind === 'percent' || terms.kind === 'percentOfFee';
  const own = (amount: Money | null) => (amount?.currency === currency ? amount : null);
  return {
    ...terms,
    hostId: terms.purpose === 'commission' ? terms.hostId : null,
    otherId: terms.kind === 'percentOfFee' ? terms.otherId : null,
    ratePpm: isRate ? terms.ratePpm : null,
    steps: isRate ? terms.steps.filter(({ from }) => from.currency === currency) : [],
    flat: isRate ? null : own(terms.flat),
    least: own(terms.least),
    cap: own(terms.cap),
    group: terms.group?.trim() ? terms.group.trim() : null,
    payers: terms.payers.filter(({ sharePpm }) => sharePpm > 0),
  };
}
