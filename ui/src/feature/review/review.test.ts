import { describe, expect, it } from 'vitest';

import { across, frameOver, line, roundTop, spots, ticks, type Frame } from './review';

const MINUTE = 60_000;
const frame: Frame = { width: 100, height: 50, fromMs: 0, toMs: 10 * MINUTE, top: 200 };

describe('the curve of a recap', () => {
  it('rises to a round number at or above its peak', () => {
    expect(roundTop(58.9)).toBe(60);
    expect(roundTop(101)).toBe(150);
    expect(roundTop(0)).toBe(1);
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
