import { expect, test } from 'vitest';

import type { MaturePoint } from '$lib/ipc/bindings/MaturePoint';

import { changes, stairs } from './maturing';

const point = (day: number, gmv: string, netSales = gmv): MaturePoint => ({ day, atMs: day, gmv, netSales, orders: 1 });

test('what was known stands until more is known', () => {
  expect(stairs([point(0, '50'), point(15, '50'), point(30, '100')], ({ gmv }) => gmv, 100, 300, 10)).toBe('M0.0 5.0H150.0V5.0H300.0V0.0');
});

test('days on which nothing became different are left out, the last one apart', () => {
  const days = changes([point(0, '1'), point(1, '1'), point(2, '3'), point(3, '3', '2'), point(4, '3', '2'), point(5, '3', '2')]).map(({ day }) => day);
  expect(days).toEqual([0, 2, 3, 5]);
});
