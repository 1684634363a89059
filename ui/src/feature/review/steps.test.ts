import { expect, test } from 'vitest';

import type { ChannelDay } from '$lib/ipc/bindings/ChannelDay';
import type { ReviewStep } from '$lib/ipc/bindings/ReviewStep';

import { monthOf, roi, totalsOf } from './days';
import { byTitle, frameOfSteps, rateOf, spotsOfSteps } from './steps';

const step = (atMs: number, gmv: string | null): ReviewStep => ({
  atMs, gmv, orders: null, items: null, viewers: null, views: null, productImpressions: null, productClicks: null, comments: null, likes: null, newFollowers: null,
});

test('a step that says nothing has no point, which is not nought', () => {
  const steps = [step(0, '10'), step(300_000, null), step(600_000, '0')];
  const value = (one: ReviewStep) => (one.gmv === null ? null : Number(one.gmv));
  const frame = frameOfSteps(steps, 300_000, 900, 100, value);
  const spots = spotsOfSteps(frame, steps, 300_000, value);
  expect(spots.map(({ atMs, y }) => [atMs, Math.round(y)])).toEqual([[0, 17], [600_000, 100]]);
});

test('a rate is known only where both of its parts are', () => {
  expect([rateOf(1, 4), rateOf(null, 4), rateOf(1, null), rateOf(1, 0)]).toEqual([0.25, null, null, null]);
  expect([roi('300', '100'), roi('300', '0'), roi(null, '5')]).toEqual([3, null, null]);
});

test('days add up exactly, a currency each, and what no day says stays unknown', () => {
  const day = (dayMs: number, cost: string, currency = 'VND'): ChannelDay => ({ dayMs, channel: 'tikTok', currency, live: null, shop: null, ads: { cost, revenue: null, orders: null, campaigns: 0 } });
  const days = [day(Date.UTC(2026, 6, 31), '0.1'), day(Date.UTC(2026, 7, 1), '0.2'), day(Date.UTC(2026, 7, 1), '9', 'USD')];
  expect(days.map(monthOf)).toEqual(['2026-07', '2026-08', '2026-08']);
  expect(totalsOf(days).map(({ currency, cost, revenue }) => [currency, cost, revenue])).toEqual([['USD', '9', null], ['VND', '0.3', null]]);
});

test('a product is found by its title, and not where two share one', () => {
  const product = (title: string, productRef: string) => ({ productRef, title, gmv: null, orders: null, items: null, impressions: null, clicks: null, addedToCart: null, stock: null });
  const found = byTitle([product('Son Tint', '1'), product('Nến', '2'), product('nến', '3')]);
  expect([...found.values()].map(({ productRef }) => productRef)).toEqual(['1']);
});
