import { expect, test } from 'vitest';

import { guessMarket, purposesIn } from './start';

test('a sample is offered only where there is a sample brand', () => {
  expect(purposesIn('vn')).toContain('sample');
  expect(purposesIn('gb')).toContain('sample');
  expect(purposesIn('th')).not.toContain('sample');
});

test('the computer’s zone proposes the market, Vietnam when it says nothing', () => {
  expect(guessMarket('Asia/Ho_Chi_Minh', 'en-US')).toBe('vn');
  expect(guessMarket('Europe/London', 'en-GB')).toBe('gb');
  expect(guessMarket('America/Chicago', 'en-US')).toBe('us');
  expect(guessMarket('UTC', 'vi')).toBe('vn');
});
