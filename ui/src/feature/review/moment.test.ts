import { expect, test } from 'vitest';

import type { Band } from '$lib/ipc/bindings/Band';
import type { ReviewLine } from '$lib/ipc/bindings/ReviewLine';
import type { ReviewStep } from '$lib/ipc/bindings/ReviewStep';

import { besideOf, shownIn, soldIn, viewersIn } from './moment';

const bands = [[0, 10], [10, 20], [30, 40]].map(([fromMs, toMs], at) => ({ slotNumber: at + 1, title: `P${String(at)}`, fromMs, toMs }) as Band);

test('a moment shows what was on screen in it, and leads to what was shown before and after', () => {
  expect(shownIn(bands, { fromMs: 5, toMs: 15 }).map(({ title }) => title)).toEqual(['P0', 'P1']);
  expect(shownIn(bands, { fromMs: 20, toMs: 30 })).toEqual([]);
  expect(besideOf(bands, { fromMs: 10, toMs: 20 }, 1)).toEqual({ fromMs: 30, toMs: 40 });
  expect(besideOf(bands, { fromMs: 10, toMs: 20 }, -1)).toEqual({ fromMs: 0, toMs: 10 });
  expect(besideOf(bands, { fromMs: 30, toMs: 40 }, 1)).toBeNull();
});

test('what sold is summed exactly by product, and what was given back is none of it', () => {
  const sold = (title: string, amount: string, quantity: number, kind = 'sale') => ({ title, amount, quantity, kind }) as ReviewLine;
  expect(soldIn([sold('A', '0.1', 1), sold('B', '5', 1), sold('A', '0.2', 2), sold('B', '-5', -1, 'refund')])).toEqual([
    { title: 'B', units: 1, gmv: '5' },
    { title: 'A', units: 3, gmv: '0.3' },
  ]);
});

test('viewers of a moment are the most there were at once, and unknown is not nought', () => {
  const step = (atMs: number, viewers: number | null) => ({ atMs, viewers }) as ReviewStep;
  const steps = [step(0, 10), step(10, 30), step(20, null)];
  expect(viewersIn(steps, 10, { fromMs: 0, toMs: 20 })).toBe(30);
  expect(viewersIn(steps, 10, { fromMs: 11, toMs: 13 })).toBe(30);
  expect(viewersIn(steps, 10, { fromMs: 20, toMs: 30 })).toBeNull();
});
