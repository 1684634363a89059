import { describe, expect, it } from 'vitest';

import { daysOf, rowName } from './across';

describe('rows of the recap across sessions', () => {
  it('names hours, weekdays, quarters and channels in words', () => {
    expect(rowName('hour', '23', null)).toBe('23:00–00:00');
    expect(rowName('month', '2026-11', null)).toBe('11/2026');
    expect(rowName('channel', 'facebook+tiktok', null)).toBe('Facebook + TikTok');
    expect(rowName('host', 'x', 'Thu Hà')).toBe('Thu Hà');
    expect(rowName('quarter', '2026-Q4', null)).toMatch(/4.*2026/);
  });

  it('knows the days of a month and of a year by the market’s clock', () => {
    const now = Date.UTC(2026, 0, 31, 20); // 1 February in Vietnam
    expect(daysOf('thisMonth', { from: '', to: '' }, now)).toEqual({ fromDay: '2026-02-01', toDay: '2026-02-28' });
    expect(daysOf('lastMonth', { from: '', to: '' }, now)).toEqual({ fromDay: '2026-01-01', toDay: '2026-01-31' });
    expect(daysOf('lastYear', { from: '', to: '' }, now)).toEqual({ fromDay: '2025-01-01', toDay: '2025-12-31' });
    expect(daysOf('own', { from: '2026-03-05', to: '' }, now)).toEqual({ fromDay: '2026-03-05' });
  });
});
