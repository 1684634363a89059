/** Fee rules in words: who pays, what is charged, when it is valid. */
import type { FeeBase } from '$lib/ipc/bindings/FeeBase';
import type { FeePayer } from '$lib/ipc/bindings/FeePayer';
import type { FeeScope } from '$lib/ipc/bindings/FeeScope';
import type { FeeShare } from '$lib/ipc/bindings/FeeShare';
import type { FeeTerms } from '$lib/ipc/bindings/FeeTerms';
import { channelName, m } from '$lib/messages';

import { dayWritten } from './day';
import { NBSP } from './decimal';
import { market } from './market.svelte';
import { money } from './money';
import { number } from './number';

const WHOLE = 1_000_000;

export const PAYERS: readonly FeePayer[] = ['brand', 'platform', 'creator', 'agency'];
const PAYER_NAMES: Record<FeePayer, () => string> = {
  brand: m.fee_payer_brand, platform: m.fee_payer_platform, creator: m.fee_payer_creator, agency: m.fee_payer_agency,
};
export const FEE_BASES: Record<FeeBase, () => string> = {
  gmv: m.fee_base_gmv,
  afterSellerDiscount: m.fee_base_after_discount,
  customerPayment: m.fee_base_payment,
  paidPlusPlatformDiscountLessTax: m.fee_base_paid_platform,
  netPlusShippingPlusPlatformDiscount: m.fee_base_net_shipping,
  afterDiscountsLessTax: m.fee_base_less_tax,
};
export const FEE_SCOPES: Record<FeeScope, () => string> = {
  line: m.fee_scope_line, product: m.fee_scope_product, order: m.fee_scope_order, session: m.fee_scope_session,
};

export const payerName = (payer: FeePayer): string => PAYER_NAMES[payer]();

/** A place orders are made; the platform nobody named is the brand's own website. */
export const placeName = (channel: string | null): string =>
  channel === null ? m.fee_all_channels() : channel === 'other' ? m.fee_own_shop() : channelName(channel);

/** `1,8 %` of 18,000 parts per million. */
export const rateText = (ppm: number): string => `${number(ppm / 10_000, 4)}${NBSP}%`;
/** What stands in a field for a rate. */
export const rateInField = (ppm: number | null): string => (ppm === null ? '' : number(ppm / 10_000, 4));

/** Reads a rate of 0 to 100 with at most four decimals, by comma or dot, in parts per million; null is none. */
export function readRate(typed: string): number | null | 'notARate' {
  const text = typed.replace(/[\s\u00a0%]/g, '');
  if (text === '') return null;
  const found = /^(\d{1,3})(?:[.,](\d{1,4}))?$/.exec(text);
  if (!found) return 'notARate';
  const ppm = Number(found[1]) * 10_000 + Number((found[2] ?? '').padEnd(4, '0'));
  return ppm <= WHOLE ? ppm : 'notARate';
}
/** A rate as an example of how to write one. */
export const rateExample = (): string => `4${market.dialect.decimal}5`;

/** Who pays, with shares where there are several. */
export function payersText(payers: readonly FeeShare[]): string {
  const all = payers.filter(({ sharePpm }) => sharePpm > 0);
  return all.map(({ payer, sharePpm }) => (all.length === 1 ? payerName(payer) : `${payerName(payer)} ${rateText(sharePpm)}`)).join(', ');
}

/** What a rule charges: `6 % of …, 5.00 at most per order`. */
export function chargeText(terms: FeeTerms, other: (id: string) => string): string {
  const rate = terms.ratePpm === null ? null : rateText(terms.ratePpm);
  const flat = terms.flat ? money(terms.flat) : '';
  const base = FEE_BASES[terms.base]();
  const says = {
    percent: () => (rate === null ? m.fee_says_unknown({ base }) : m.fee_says_percent({ rate, base })),
    flatPerOrder: () => m.fee_says_order({ amount: flat }),
    flatPerUnit: () => m.fee_says_unit({ amount: flat }),
    percentOfFee: () => m.fee_says_part({ rate: rate ?? '', other: other(terms.otherId ?? '') }),
  }[terms.kind]();
  const tax = terms.taxPpm > 0 ? m.fee_says_tax({ rate: rateText(terms.taxPpm) }) : '';
  const steps = terms.steps.map(({ from, ratePpm }) => m.fee_says_step({ amount: money(from), rate: rateText(ratePpm) })).join('');
  const cap = terms.cap ? m.fee_says_cap({ amount: money(terms.cap), scope: FEE_SCOPES[terms.capScope]() }) : '';
  const only = [
    terms.category ? m.fee_says_in({ what: terms.category }) : '',
    terms.sellerType ? m.fee_says_seller({ what: terms.sellerType === 'mall' ? m.shop_type_mall() : m.shop_type_normal() }) : '',
    terms.programme ? m.fee_says_with({ what: terms.programme }) : '',
    terms.byAds ? (terms.byAds === 'only' ? m.fee_ads_only() : m.fee_ads_not()) : '',
  ].filter(Boolean);
  return [says + tax + steps + cap, ...only].join(' · ');
}

/** When a rule is valid. */
export function validText(
  { validFrom, validTo, startsAt, endsAt }: Pick<FeeTerms, 'validFrom' | 'validTo'> & Partial<Pick<FeeTerms, 'startsAt' | 'endsAt'>>,
): string {
  const at = (day: string | null, hour: string | null | undefined) => (day ? [hour, dayWritten(day)].filter(Boolean).join(' ') : '');
  const [from, to] = [at(validFrom, startsAt), at(validTo, endsAt)];
  if (from && to) return m.fee_valid_both({ from, to });
  if (from) return m.fee_valid_from({ from });
  return to ? m.fee_valid_to({ to }) : m.fee_valid_always();
}
