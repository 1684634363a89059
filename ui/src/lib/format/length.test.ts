import { expect, test } from 'vitest';

import { length, readLength, sessionLength } from '.';

const MINUTE = 60_000;

test('a length is read the way people type it', () => {
  expect(readLength('90')).toBe(90 * MINUTE);
  expect(readLength('1h30')).toBe(90 * MINUTE);
  expect(readLength('2 h 15')).toBe(135 * MINUTE);
  expect(readLength('1 giờ 30 phút')).toBe(90 * MINUTE);
  expect(readLength('1,5h')).toBe(90 * MINUTE);
  expect(readLength('8p')).toBe(8 * MINUTE);
  expect(readLength('45s')).toBe(45_000);
  expect(readLength('9:30')).toBe(9.5 * MINUTE);
  expect(readLength('1:30:00')).toBe(90 * MINUTE);
});

test('what is no length is refused, not guessed', () => {
  for (const typed of ['', 'abc', '1h30h', '20:99', '-5']) expect(readLength(typed), typed).toBeNull();
});

test('a field shows what was kept, so that leaving it changes nothing', () => {
  for (const ms of [45_000, 9 * MINUTE, 60 * MINUTE, 135 * MINUTE]) {
    expect(readLength(length(ms))).toBe(ms);
    expect(readLength(sessionLength(ms))).toBe(ms);
  }
});
