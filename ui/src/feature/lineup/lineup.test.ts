import { expect, test } from 'vitest';

import type { Slot } from '$lib/ipc/bindings/Slot';

import { editOf, landing, pointsOf, rowUnder, stockOf } from './lineup';

const slot = (id: string, stock: number | null = null): Slot => ({
  id, stock, productId: `p-${id}`, number: 1, title: id, image: null, link: null, listPrice: null, showPrice: null, price: null,
  talkingPoints: ['một'], plannedMs: 60_000, plannedStartMs: 0, note: 'n', problems: [], links: [],
});
const ORDER = [slot('a'), slot('b'), slot('c')];

test('a slot moved to a place lands in front of what stands there', () => {
  expect(landing(ORDER, 'a', 1)).toBe('c');
  expect(landing(ORDER, 'c', 0)).toBe('a');
  expect(landing(ORDER, 'a', 2)).toBeNull();
  expect(landing(ORDER, 'a', 99)).toBeNull();
});

test('a slot that stands there already is not moved', () => {
  expect(landing(ORDER, 'b', 1)).toBeUndefined();
  expect(landing(ORDER, 'a', -1)).toBeUndefined();
  expect(landing(ORDER, 'gone', 1)).toBeUndefined();
});

test('a pointer is over the row it stands in, and over the last one below', () => {
  const rows = [{ top: 0, bottom: 32 }, { top: 32, bottom: 64 }];
  expect([rowUnder(rows, -5), rowUnder(rows, 31), rowUnder(rows, 32), rowUnder(rows, 500)]).toEqual([0, 0, 1, 1]);
});

test('an edit of one thing sends the rest as it is', () => {
  expect(editOf('s', slot('a'), { plannedMs: 5 })).toEqual({
    sessionId: 's', slotId: 'a', showPrice: null, talkingPoints: ['một'], plannedMs: 5, note: 'n',
  });
});

test('stock that nobody counts is not nought', () => {
  expect(stockOf([slot('a'), slot('b')])).toBeNull();
  expect(stockOf([slot('a', 3), slot('b'), slot('c', 4)])).toBe(7);
});

test('each line with words is a sentence for the host', () => {
  expect(pointsOf(' Nhẹ, không bết \n\n Mua 2 tặng 1')).toEqual(['Nhẹ, không bết', 'Mua 2 tặng 1']);
});
