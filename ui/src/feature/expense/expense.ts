/** Choices of an expense in words, what an editor begins with, and how what it takes was reckoned. */
import type { ExpenseHow } from '$lib/ipc/bindings/ExpenseHow';
import type { ExpenseKind } from '$lib/ipc/bindings/ExpenseKind';
import type { ExpenseTerms } from '$lib/ipc/bindings/ExpenseTerms';
import type { Market } from '$lib/ipc/bindings/Market';
import type { SessionExpense } from '$lib/ipc/bindings/SessionExpense';
import { MARKETS, dayKey, dayWritten, dialectOf, figure, money, rateText, sessionLength } from '$lib/format';
import { m } from '$lib/messages';

export const KINDS: Record<ExpenseKind, () => string> = {
  gift: m.expense_kind_gift, sample: m.expense_kind_sample, ads: m.expense_kind_ads, host: m.expense_kind_host,
  agency: m.expense_kind_agency, studio: m.expense_kind_studio, other: m.expense_kind_other,
};
export const HOWS: Record<ExpenseHow, () => string> = {
  perSession: m.expense_how_session, perHour: m.expense_how_hour, perPeriod: m.expense_how_period,
  percentGmv: m.expense_how_gmv, percentNmv: m.expense_how_nmv,
};
/** The same behind an amount: `350.000 ₫ mỗi giờ lên sóng`. */
const PER: Record<ExpenseHow, () => string> = {
  perSession: m.expense_per_session, perHour: m.expense_per_hour, perPeriod: m.expense_per_period,
  percentGmv: m.expense_per_gmv, percentNmv: m.expense_per_nmv,
};
/** Every currency an amount may be in; the yuan is no market's. */
export const CURRENCIES: readonly string[] = [...MARKETS.map((market) => dialectOf(market).currency), 'CNY', 'BRL'];

export const isRate = (how: ExpenseHow): boolean => how === 'percentGmv' || how === 'percentNmv';
/** What it is called: its own name behind what it is for. */
export const nameOf = ({ kind, name }: ExpenseTerms): string => (name ? `${KINDS[kind]()}: ${name}` : KINDS[kind]());

/** A new one: of one session, or a standing term when there is none. */
export function blank(sessionId: string | null, market: Market | null): ExpenseTerms {
  return {
    name: '', kind: sessionId ? 'gift' : 'host', how: sessionId ? 'perSession' : 'perHour', sessionId, market: sessionId ? null : market, hostId: null,
    amount: null, ratePpm: null, payer: 'brand', firstDay: sessionId ? dayKey(Date.now()) : null, lastDay: null, note: '',
  };
}

/** How an expense is reckoned, in words. */
export function saysText({ how, amount, ratePpm }: ExpenseTerms): string {
  const words = isRate(how) ? (ratePpm === null ? '' : rateText(ratePpm)) : amount ? money(amount) : '';
  return words ? `${words} ${PER[how]()}` : `${m.expense_due()} · ${HOWS[how]()}`;
}

const HOUR_MS = 3_600_000;
/** Hours of a reckoning as a length: nobody thinks in 1,8167 hours. */
const hoursText = (hours: string): string => sessionLength(Math.round((Number(hours) * HOUR_MS) / 60_000) * 60_000);

/** How what it takes of a session was reckoned: `2,5 giờ × 300.000 ₫`, with the rate of exchange where there was one. */
export function reckonedText({ expense: { terms }, base, rate, rateDay }: SessionExpense, currency: string): string {
  const amount = terms.amount ? money(terms.amount) : '';
  const parts: string[] = [];
  if (terms.how === 'perSession' && terms.amount && terms.amount.currency !== currency) parts.push(amount);
  if (base !== null && terms.how === 'perHour' && amount) parts.push(m.expense_says_hour({ hours: hoursText(base), amount }));
  if (base !== null && terms.how === 'perPeriod' && amount) parts.push(m.expense_says_period({ hours: hoursText(base), amount }));
  if (base !== null && isRate(terms.how) && terms.ratePpm !== null) {
    parts.push(m.expense_says_rate({ rate: rateText(terms.ratePpm), base: money({ amount: base, currency }) }));
  }
  if (rate !== null && rateDay !== null) parts.push(m.expense_says_exchange({ rate: figure(rate), day: dayWritten(rateDay) }));
  return parts.join(', ');
}
