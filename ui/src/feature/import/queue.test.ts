import { expect, test } from 'vitest';

import type { ImportPreview } from '$lib/ipc/bindings/ImportPreview';

import { difference } from './change';
import { stateOf } from './queue.svelte';

const preview = (changed: Partial<ImportPreview>) =>
  ({ kind: 'sales', questions: [], counts: { read: 1, new: 1, changed: 0, unchanged: 0, older: 0, rejected: 0 }, ready: true, ...changed }) as ImportPreview;
const question = (answer: string | null, blocks = true) => ({ key: 'zone', about: '', choices: [], answer, blocks });

test('only a file without questions and without refused rows comes in by one press', () => {
  expect(stateOf(preview({}))).toBe('ready');
  expect(stateOf(preview({ questions: [question('Asia/Ho_Chi_Minh'), question(null, false)] }))).toBe('ready');
  expect(stateOf(preview({ questions: [question(null)], ready: false }))).toBe('asks');
  expect(stateOf(preview({ kind: 'unclear', ready: false }))).toBe('asks');
  expect(stateOf(preview({ counts: { read: 2, new: 1, changed: 0, unchanged: 0, older: 0, rejected: 1 } }))).toBe('asks');
  expect(stateOf(preview({ ready: false }))).toBe('nothing');
});

test('a difference is exact, whatever the decimals', () => {
  const of = (before: string, after: string) => difference({ amount: before, currency: 'GBP' }, { amount: after, currency: 'GBP' }).amount;
  expect([of('0.3', '0.1'), of('10', '12.05'), of('-5', '5'), of('7', '7')]).toEqual(['-0.2', '2.05', '10', '0']);
});
