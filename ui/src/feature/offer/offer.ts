/** The editor's draft of an offer, and which offers stand at the desk. */
import type { Offer } from '$lib/ipc/bindings/Offer';
import type { OfferOnAir } from '$lib/ipc/bindings/OfferOnAir';
import type { OfferTerms } from '$lib/ipc/bindings/OfferTerms';
import type { Money } from '$lib/format';

export type Kind = OfferTerms['kind'];

/** What is typed of an offer, of whatever kind. */
export interface Draft {
  kind: Kind;
  price: Money | null;
  code: string;
  amount: Money | null;
  percent: string;
  gift: string;
  lengthMs: number;
  reason: string;
}

/** How long an offer nobody has planned yet is open, ms. */
const USUAL_MS = 5 * 60_000;

/** What an editor begins with: an offer as it is planned, or an empty one. */
export function draftOf(offer: Offer | null): Draft {
  const empty: Draft = { kind: 'price', price: null, code: '', amount: null, percent: '', gift: '', lengthMs: USUAL_MS, reason: '' };
  if (!offer) return empty;
  const { terms, lengthMs, reason } = offer;
  const draft = { ...empty, kind: terms.kind, lengthMs, reason };
  switch (terms.kind) {
    case 'price':
      return { ...draft, price: terms.price };
    case 'amountOff':
      return { ...draft, code: terms.code, amount: terms.amount };
    case 'percentOff':
      return { ...draft, code: terms.code, percent: String(terms.percent) };
    case 'gift':
      return { ...draft, gift: terms.gift };
  }
}

/** What the draft says in the wire's words. What is missing is sent as nothing, and refused there in words. */
export function termsOf(draft: Draft, currency: string): OfferTerms {
  const nothing = { amount: '0', currency };
  switch (draft.kind) {
    case 'price':
      return { kind: 'price', price: draft.price ?? nothing };
    case 'amountOff':
      return { kind: 'amountOff', code: draft.code, amount: draft.amount ?? nothing };
    case 'percentOff':
      return { kind: 'percentOff', code: draft.code, percent: /^\d{1,3}$/.test(draft.percent.trim()) ? Number(draft.percent) : 0 };
    case 'gift':
      return { kind: 'gift', gift: draft.gift };
  }
}

/** How an opening stands at the core's time, whether or not the core has said so yet. */
export const isOpen = (onAir: OfferOnAir, nowMs: number): boolean => onAir.state === 'open' && nowMs < onAir.endsAtMs;

/** What is open, soonest over first; also of products that are on screen no more. */
export const openOffers = (onAir: readonly OfferOnAir[], nowMs: number): OfferOnAir[] =>
  onAir.filter((one) => isOpen(one, nowMs)).sort((one, other) => one.endsAtMs - other.endsAtMs);

/** The newest opening of an offer. */
export const openingOf = (onAir: readonly OfferOnAir[], offerId: string): OfferOnAir | null =>
  onAir.findLast((one) => one.offerId === offerId) ?? null;

/** What of the plan could be opened for a slot: neither open nor withdrawn; never opened first. */
export function openable(planned: readonly Offer[], onAir: readonly OfferOnAir[], slotId: string | null, nowMs: number): Offer[] {
  const fits = planned.filter((offer) => {
    const before = openingOf(onAir, offer.id);
    return offer.slotId === slotId && !(before && (isOpen(before, nowMs) || before.state === 'withdrawn'));
  });
  const was = (offer: Offer) => Number(openingOf(onAir, offer.id) !== null);
  return fits.sort((one, other) => was(one) - was(other));
}
