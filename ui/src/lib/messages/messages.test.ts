import { expect, test } from 'vitest';

import { gaps } from '../../../scripts/messages.mjs';
import { language, m } from '.';

test('both languages say everything, with the same blanks to fill', () => {
  expect(gaps()).toEqual([]);
});

test('a change of language changes the words at once', () => {
  language.set('vi');
  expect(m.product_count({ count: 1, shown: '1' })).toBe('1 sản phẩm');
  language.set('en');
  expect(m.product_count({ count: 1, shown: '1' })).toBe('1 product');
  expect(m.product_count({ count: 1200, shown: '1.200' })).toBe('1.200 products');
});
