/** What stands out in a session, and what it teaches, in words with their numbers. */
import type { ComparedBy } from '$lib/ipc/bindings/ComparedBy';
import type { GoalFarAbove } from '$lib/ipc/bindings/GoalFarAbove';
import type { NextTime } from '$lib/ipc/bindings/NextTime';
import type { ReviewAnomaly } from '$lib/ipc/bindings/ReviewAnomaly';
import { clockSpan, length, moneyShort, number, percent } from '$lib/format';
import { m } from '$lib/messages';

export const comparedBy = (by: ComparedBy, count: number): string =>
  ({
    host: () => m.insight_by_host({ count, shown: number(count) }),
    channel: () => m.insight_by_channel({ count, shown: number(count) }),
    market: () => m.insight_by_market({ count, shown: number(count) }),
  })[by]();

/** A goal far above what comparable sessions reached. */
export function goalText(far: GoalFarAbove): string {
  const amount = (text: string) => moneyShort({ amount: text, currency: far.currency });
  return m.insight_goal({ goal: amount(far.goal), best: amount(far.best), usual: amount(far.usual), count: far.sessions, shown: number(far.sessions) });
}

/** One thing that stands out, as a sentence. */
export function anomalyText(one: ReviewAnomaly, currency: string, zone: string): string {
  const amount = (text: string) => moneyShort({ amount: text, currency });
  switch (one.kind) {
    case 'viewsUpSalesDown':
      return m.insight_views({ views: number(one.views), usualViews: number(one.usualViews), gmv: amount(one.gmv), usualGmv: amount(one.usualGmv) });
    case 'refundsHigh':
      return m.insight_refunds({ percent: percent(one.percent / 100), usual: percent(one.usualPercent / 100) });
    case 'shownUnsold':
      return m.insight_unsold({ title: one.title, length: length(one.onScreenMs) });
    case 'nothingShown':
      return m.insight_gap({ span: clockSpan(one.fromMs, one.toMs, zone), length: length(one.toMs - one.fromMs) });
    case 'soldBeforeShown':
      return m.insight_before({ title: one.title, units: number(one.units), of: number(one.ofUnits) });
    case 'goalFarAbove':
      return goalText(one);
  }
}

/** What to do otherwise, and why. */
export function proposalText(one: NextTime, currency: string): { what: string; why: string } {
  const amount = (text: string | null) => (text === null ? '' : moneyShort({ amount: text, currency }));
  const { title } = one;
  const rates = { rate: amount(one.perMinute), average: amount(one.average) };
  switch (one.what) {
    case 'first':
      return { what: m.next_first({ title, number: String(one.number ?? '') }), why: m.next_rate_why(rates) };
    case 'longer':
      return { what: m.next_longer({ title, was: length(one.wasMs ?? 0), to: length(one.toMs ?? 0) }), why: m.next_rate_why(rates) };
    case 'shorter':
      return { what: m.next_shorter({ title, was: length(one.wasMs ?? 0), to: length(one.toMs ?? 0) }), why: m.next_rate_why(rates) };
    case 'last':
      return { what: m.next_last({ title }), why: m.next_last_why({ length: length(one.wasMs ?? 0) }) };
    default:
      return {
        what: m.next_price({ title, now: amount(one.priceNow), then: amount(one.priceThen) }),
        why: m.next_price_why({ times: number(Number(one.times ?? 0), 1) }),
      };
  }
}
