import { describe, expect, it } from 'vitest';

import type { OfferOnAir } from '$lib/ipc/bindings/OfferOnAir';
import { language } from '$lib/messages';

import { across, frameOver, line, offerRows, roundTop, scaleOf, spots, ticks, type Frame } from './review';

const MINUTE = 60_000;
const frame: Frame = { width: 100, height: 50, fromMs: 0, toMs: 10 * MINUTE, top: 200 };

describe('the curve of a recap', () => {
  it('rises to a round number at or above its peak', () => {
    expect(roundTop(58.9)).toBe(60);
    expect(roundTop(101)).toBe(120);
    expect(roundTop(8_200_000)).toBe(9_000_000);
    expect(roundTop(9.5)).toBe(12);
    expect(roundTop(0)).toBe(1);
  });

  it('names the unit of its axis once', () => {
    language.set('vi');
    const { unit, written } = scaleOf(7_500_000, 'VND');
    expect([unit, written(2_500_000), written(7_500_000)]).toEqual(['tr ₫', '2,5', '7,5']);
    expect(scaleOf(900, 'GBP').unit).toBe('£');
  });

  it('puts each bucket in its middle and money upwards', () => {
    const [first, second] = spots(frame, [{ atMs: 0, gmv: '0' }, { atMs: 5 * MINUTE, gmv: '200' }], 5 * MINUTE);
    expect(first).toMatchObject({ x: 25, y: 50 });
    expect(second).toMatchObject({ x: 75, y: 0 });
    expect(line([first, second].filter((spot) => spot !== undefined))).toBe('M25.0 50.0L75.0 0.0');
  });

  it('leaves out what lies outside the show, and holds bands inside it', () => {
    expect(spots(frame, [{ atMs: -MINUTE, gmv: '9' }], MINUTE)).toEqual([]);
    expect(across(frame, 99 * MINUTE)).toBe(100);
  });

  it('spans the time on air of a show that sold nothing yet, also of one that was reopened', () => {
    const windows = [{ fromMs: 10 * MINUTE, toMs: 20 * MINUTE }, { fromMs: 30 * MINUTE, toMs: 50 * MINUTE }];
    expect(frameOver(windows, 100, 50)).toMatchObject({ fromMs: 10 * MINUTE, toMs: 50 * MINUTE });
    expect(across(frameOver(windows, 100, 50), 30 * MINUTE)).toBe(50);
  });

  it('labels full clock steps', () => {
    expect(ticks({ ...frame, fromMs: 3 * MINUTE, toMs: 93 * MINUTE })).toHaveLength(9);
  });
});

describe('offers along the curve', () => {
  const open = (seq: number, opensAtMs: number, endsAtMs: number) => ({ seq, opensAtMs, endsAtMs }) as OfferOnAir;

  it('gives those that were open at once a row each, and a free row to the next', () => {
    const rows = offerRows([open(1, 0, 10), open(2, 5, 20), open(3, 10, 15), open(4, 12, 14)]);
    expect(rows.map(({ offer, row }) => [offer.seq, row])).toEqual([[1, 0], [2, 1], [3, 0], [4, 2]]);
  });
});
