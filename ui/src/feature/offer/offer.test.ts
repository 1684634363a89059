import { expect, test } from 'vitest';

import type { Offer } from '$lib/ipc/bindings/Offer';
import type { OfferOnAir } from '$lib/ipc/bindings/OfferOnAir';

import { draftOf, openable, openOffers, termsOf } from './offer';

const dong = (amount: string) => ({ amount, currency: 'VND' });
const planned = (id: string, terms: Offer['terms'] = { kind: 'gift', gift: 'Túi' }): Offer => ({
  id, slotId: 's1', number: 1, terms, lengthMs: 300_000, reason: '', usual: dong('229000'), problem: null, onAir: null,
});
const opened = (offerId: string, state: OfferOnAir['state'], endsAtMs: number): OfferOnAir => ({
  offerId, slotId: 's1', number: 1, title: 'Kem', usual: dong('229000'), terms: { kind: 'gift', gift: 'Túi' }, seq: 2, opensAtMs: 0, endsAtMs, state,
  undoUntilMs: null,
});

test('a draft says what its kind needs and keeps nothing of another', () => {
  const kinds: Offer['terms'][] = [
    { kind: 'price', price: dong('199000') },
    { kind: 'amountOff', code: 'NANG50', amount: dong('50000') },
    { kind: 'percentOff', code: 'LIVE20', percent: 20 },
    { kind: 'gift', gift: 'Túi vải' },
  ];
  for (const terms of kinds) expect(termsOf(draftOf(planned('a', terms)), 'VND')).toEqual(terms);
  expect(termsOf({ ...draftOf(null), kind: 'percentOff', percent: '20,5' }, 'VND'), 'refused in words, not rounded').toMatchObject({ percent: 0 });
});

test('what is over by its time is open no more, whether or not the core said so', () => {
  const onAir = [opened('a', 'open', 2_000), opened('b', 'open', 1_000), opened('c', 'closed', 5_000)];
  expect(openOffers(onAir, 500).map(({ offerId }) => offerId)).toEqual(['b', 'a']);
  expect(openOffers(onAir, 1_000).map(({ offerId }) => offerId)).toEqual(['a']);
});

test('the next offer of a product is one that was not opened yet, and never one that was withdrawn', () => {
  const plan = [planned('a'), planned('b'), planned('c'), { ...planned('d'), slotId: 's2' }];
  const onAir = [opened('a', 'open', 2_000), opened('c', 'withdrawn', 1_000)];
  expect(openable(plan, onAir, 's1', 1_000).map(({ id }) => id)).toEqual(['b']);
  expect(openable(plan, onAir, 's1', 3_000).map(({ id }) => id)).toEqual(['b', 'a']);
});
