import { expect, test } from 'vitest';

import type { FeeRule } from '$lib/ipc/bindings/FeeRule';

import { formsOf, partnersOf } from './share';

const rule = (ruleId: string, purpose: 'fee' | 'commission', hostId: string | null) =>
  ({ ruleId, terms: { name: `rule ${ruleId}`, purpose, hostId } }) as FeeRule;

test('a review file is of one session, and a statement only for who sees money', () => {
  expect(formsOf(true, true)).toContain('reviewFile');
  expect(formsOf(false, true)).not.toContain('reviewFile');
  expect(formsOf(true, false)).not.toContain('statement');
  expect(formsOf(false, false)).toEqual(['pdf', 'xlsx', 'linesCsv', 'sessionsCsv', 'parquet']);
});

test('a host with several commission rules is one partner, and a fee is none', () => {
  const rules = [rule('1', 'commission', 'lan'), rule('2', 'fee', null), rule('3', 'commission', 'lan'), rule('4', 'commission', null)];
  expect(partnersOf(rules, [{ id: 'lan', name: 'Lan', note: '' }])).toEqual([
    { value: '1', text: 'Lan' },
    { value: '4', text: 'rule 4' },
  ]);
});
