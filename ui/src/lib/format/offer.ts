/** An offer in words. */
import type { OfferTerms } from '$lib/ipc/bindings/OfferTerms';
import { m } from '$lib/messages';

import { money } from './money';

/** What it gives, without how long. */
export function offerText(terms: OfferTerms): string {
  switch (terms.kind) {
    case 'price':
      return m.offer_say_price({ price: money(terms.price) });
    case 'amountOff':
      return m.offer_say_amount({ code: terms.code, amount: money(terms.amount) });
    case 'percentOff':
      return m.offer_say_percent({ code: terms.code, percent: terms.percent });
    case 'gift':
      return m.offer_say_gift({ gift: terms.gift });
  }
}
