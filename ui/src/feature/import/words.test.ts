import { beforeEach, expect, test } from 'vitest';

import { market } from '$lib/format';
import { language } from '$lib/messages';

import { inOrder, needs, noted, questionOf, sourceName, warns, why } from './words';

beforeEach(() => {
  language.set('vi');
  market.set('vn');
});

test('an answered question stays where it was asked', () => {
  const keys = (order: readonly string[]) => inOrder(order.map((key) => ({ key }))).map(({ key }) => key);
  expect(keys(['currency', 'zone'])).toEqual(['currency', 'zone']);
  expect(keys(['zone', 'currency'])).toEqual(['currency', 'zone']);
  expect(keys(['numbers:b', 'surprise', 'numbers:a', 'kind'])).toEqual(['kind', 'numbers:a', 'numbers:b', 'surprise']);
});

test('counts are written as the market writes them, names are left alone', () => {
  expect(why({ code: 'storedAsNumbers', params: { cells: '40000' } })).toBe('40.000 ô lưu sẵn dạng số');
  expect(needs({ code: 'skuElsewhere', params: { sku: '10002', title: 'Toner' } })).toBe('SKU 10002 đang thuộc “Toner”');
});

test('a day that does not exist, and a session still on air, are said in both languages', () => {
  expect(needs({ code: 'existingDate', params: {} })).toBe('ngày giờ có thật');
  expect(warns({ code: 'stillOnAir', params: {} })).toMatch(/đang live/);
  language.set('en');
  expect(needs({ code: 'existingDate', params: {} })).toBe('a day and a time that exist');
  expect(warns({ code: 'stillOnAir', params: {} })).toMatch(/still on air/);
});

test('one line is not lines', () => {
  language.set('en');
  expect(noted('refunds', 1)).toBe('1 refund line');
  expect(noted('refunds', 1200)).toBe('1.200 refund lines');
});

test('a described source brings its own name in each language', () => {
  const names = { en: 'Lazada orders', vi: 'Đơn hàng Lazada' };
  expect(sourceName('lazadaOrders', names)).toBe('Đơn hàng Lazada');
  language.set('en');
  expect(sourceName('lazadaOrders', names)).toBe('Lazada orders');
  expect(sourceName('shopifyOrders')).toBe('Shopify orders');
});

test('a question about a column names it even when its name holds a colon', () => {
  language.set('en');
  expect(questionOf('per:Fee: shipping', 'Fee: shipping')).toContain('Fee: shipping is the same');
  expect(questionOf('missing:Discount', 'Discount')).toContain('“Discount”');
});
