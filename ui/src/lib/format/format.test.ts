import { beforeEach, describe, expect, test } from 'vitest';

import { language } from '$lib/messages';

import {
  age, bytes, clock, date, dateWords, dayShort, figure, fold, length, market, matches, money, moneyInField, moneyShort, number,
  offset, percent, points, readMoney, sessionLength, signedPercent, span, timer, until,
} from '.';

const vnd = (amount: string) => ({ amount, currency: 'VND' });
const gbp = (amount: string) => ({ amount, currency: 'GBP' });
/** 28 November 2026, 20:05:09 in Vietnam. */
const EVENING = Date.UTC(2026, 10, 28, 13, 5, 9);

beforeEach(() => {
  language.set('vi');
  market.set('vn');
});

describe('money', () => {
  test('đồng have dots, no decimals, and a sign that is never torn off', () => {
    expect(money(vnd('1234567'))).toBe('1.234.567\u00a0₫');
    expect(money(vnd('-264017'))).toBe('−264.017\u00a0₫');
    expect(money(vnd('6830000.01'))).toBe('6.830.000\u00a0₫');
  });

  test('an amount beyond what a float can hold is exact', () => {
    expect(money(vnd('90071992547409931'))).toBe('90.071.992.547.409.931\u00a0₫');
  });

  test('the English window in Vietnam keeps the Vietnamese way', () => {
    language.set('en');
    expect(money(vnd('1234567'))).toBe('1.234.567\u00a0₫');
    expect(moneyShort(vnd('486320000'))).toBe('486,32\u00a0m\u00a0₫');
  });

  test('other markets write their own', () => {
    market.set('gb');
    expect(money(gbp('1234.5'))).toBe('£1,234.50');
    expect(money(gbp('-0.004'))).toBe('£0.00');
    market.set('id');
    expect(money({ amount: '125000.00', currency: 'IDR' })).toBe('Rp\u00a0125.000');
  });

  test('millions and billions are short, and rounding over a billion says so', () => {
    expect(moneyShort(vnd('486320000'))).toBe('486,32\u00a0tr\u00a0₫');
    expect(moneyShort(vnd('432700000'))).toBe('432,70\u00a0tr\u00a0₫');
    expect(moneyShort(vnd('25000000'))).toBe('25,00\u00a0tr\u00a0₫');
    expect(moneyShort(vnd('1840000000'))).toBe('1,84\u00a0tỷ\u00a0₫');
    expect(moneyShort(vnd('999999999'))).toBe('1,00\u00a0tỷ\u00a0₫');
    expect(moneyShort(vnd('999999'))).toBe('999.999\u00a0₫');
  });

  test('what people type is read in the market’s way, and a doubtful separator is refused', () => {
    expect(readMoney('229.000', 'VND')).toEqual(vnd('229000'));
    expect(readMoney(' 229000 ₫', 'VND')).toEqual(vnd('229000'));
    expect(readMoney('229k', 'VND')).toEqual(vnd('229000'));
    expect(readMoney('1,2tr', 'VND')).toEqual(vnd('1200000'));
    expect(readMoney('229.5', 'VND')).toBe('notANumber');
    expect(readMoney('229,5', 'VND')).toBe('tooManyDecimals');
    market.set('gb');
    expect(readMoney('1,234.50', 'GBP')).toEqual(gbp('1234.5'));
    expect(readMoney('1.234,50', 'GBP')).toBe('notANumber');
  });

  test('a field shows what was kept, so that leaving it changes nothing', () => {
    for (const amount of ['229000', '0', '90071992547409931']) {
      expect(readMoney(moneyInField(vnd(amount)), 'VND')).toEqual(vnd(amount));
    }
  });
});

describe('numbers', () => {
  test('counts, shares and changes follow the dialect', () => {
    expect(number(1842)).toBe('1.842');
    expect(percent(0.398)).toBe('39,8\u00a0%');
    expect(percent(-0.05)).toBe('−5,0\u00a0%');
    expect(signedPercent(0.124)).toBe('+12,4\u00a0%');
    expect(points(-0.045)).toBe('−4,5\u00a0điểm');
    expect(bytes(1_536_000)).toBe('1,5\u00a0MB');
  });
});

describe('time', () => {
  test('an instant is shown in the zone of its session', () => {
    expect(date(EVENING)).toBe('28/11/2026');
    expect(clock(EVENING)).toBe('20:05');
    expect(clock(EVENING, 'Europe/London')).toBe('13:05');
    expect(dateWords(EVENING, undefined, EVENING)).toBe('Thứ Bảy, 28 tháng 11');
    expect(dateWords(EVENING, undefined, Date.UTC(2027, 5, 1))).toBe('Thứ Bảy, 28 tháng 11, 2026');
    expect(dayShort(EVENING)).toBe('T7 28');
    language.set('en');
    expect(dateWords(EVENING, undefined, EVENING)).toBe('Saturday, 28 November');
    expect(dayShort(EVENING)).toBe('Sat 28');
  });

  test('midnight is 00, not 24', () => {
    expect(clock(Date.UTC(2026, 10, 27, 17, 0, 0))).toBe('00:00');
  });

  test('lengths, clocks and distances from plan', () => {
    expect(length(9 * 60_000)).toBe('9:00');
    expect(length(135 * 60_000)).toBe('2\u00a0h\u00a015');
    expect(sessionLength(51 * 60_000)).toBe('51 phút');
    expect(sessionLength(135 * 60_000)).toBe('2\u00a0h\u00a015');
    expect(sessionLength(90_000)).toBe('1:30');
    expect(timer(11_528_000)).toBe('3:12:08');
    expect(offset(100_000)).toBe('+1:40');
    expect(offset(-20_000)).toBe('−0:20');
    expect(offset(0)).toBe('0:00');
  });

  test('ages and waits are told in words', () => {
    expect(age(2_400)).toBe('2\u00a0s');
    expect(age(190_000)).toBe('3\u00a0phút');
    expect(until(11_528_000)).toBe('còn 3 giờ 12 phút');
    expect(span(11_528_000)).toBe('3 giờ 12 phút');
    expect(span(142_045_000)).toBe('1 ngày 15 giờ');
  });
});

test('search folds as the core does', () => {
  expect(fold('Áo thun Đầm')).toBe('ao thun dam');
  expect(fold('จัดส่ง')).toBe('จัดส่ง');
  expect(matches('Đêm chăm da Black Friday', 'black dem')).toBe(true);
  expect(matches('Đêm chăm da', 'dam')).toBe(false);
});

test('an exact figure of a file keeps its digits and takes the market’s separators', () => {
  market.set('vn');
  expect(figure('706922.421')).toBe('706.922,421');
  expect(figure('-4318000')).toBe('−4.318.000');
  expect(figure('12 cái')).toBe('12 cái');
});
