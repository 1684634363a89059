import { expect, test } from 'vitest';

import { href, read } from './route.svelte';

test('an address leads to its place and back', () => {
  expect(read('#/sessions/0192-a')).toMatchObject({ place: 'session', id: '0192-a' });
  expect(read('#/sessions/0192-a/lineup')).toMatchObject({ place: 'lineup', id: '0192-a' });
  expect(href('lineup', '0192-a')).toBe('#/sessions/0192-a/lineup');
  expect(href('session', '0192-a')).toBe('#/sessions/0192-a');
  expect(read(href('import', '', { file: 'đơn hàng.csv' })).query['file']).toBe('đơn hàng.csv');
});

test('an address nobody knows leads to today', () => {
  expect(read('').place).toBe('today');
  expect(read('#/nowhere/at/all').place).toBe('today');
});
