import { describe, expect, test } from 'vitest';

import type { PayoutStep } from '$lib/ipc/bindings/PayoutStep';
import type { PayoutWay } from '$lib/ipc/bindings/PayoutWay';
import { dateClock } from '$lib/format';
import { m } from '$lib/messages';

import { filesText, finding, wayRows } from './payout';

const fee = (ours: string | null, theirs: string | null, open = 0): PayoutStep => ({
  kind: 'fee', fee: { by: 'kind', key: 'transaction', name: 'Transaction fee' }, ours, theirs, open,
  difference: String(Number(theirs ?? 0) - Number(ours ?? 0)),
});

describe('what is said of a fee', () => {
  test('agrees only to the last unit', () => {
    expect(finding(fee('-10000', '-10000'))).toBe(m.payout_agrees());
    expect(finding(fee('-10000', '-10001'))).toBe(m.payout_dearer());
    expect(finding(fee('-10000', '-9999'))).toBe(m.payout_cheaper());
  });
  test('names a fee without a rule, a rule without a fee, and a rule that cannot be reckoned', () => {
    expect(finding(fee(null, '-5'))).toBe(m.payout_no_rule());
    expect(finding(fee('-5', null))).toBe(m.payout_no_charge());
    expect(finding(fee(null, '-5', 3))).toBe(m.payout_open_rule({ count: 3, shown: '3' }));
  });
});

test('the way begins with GMV and ends with what was paid out', () => {
  const way: PayoutWay = {
    gmv: '200000', discounts: '20000', refunds: '0', netSales: '180000', expected: '171000', paid: '170000', difference: '-1000',
    steps: [{ kind: 'revenue', fee: null, ours: '180000', theirs: '180000', difference: '0', open: 0 }, fee('-9000', '-10000')],
  };
  const rows = wayRows(way);
  expect(rows.map(({ key }) => key)).toEqual(['gmv', 'discounts', 'refunds', 'revenue::', 'fee:kind:transaction', 'paid']);
  expect(rows[1]?.ours).toBe('-20000');
  expect(rows.filter(({ calls }) => calls).map(({ key }) => key)).toEqual(['fee:kind:transaction', 'paid']);
});

test('files that stand for one instant are named together', () => {
  const [first, second] = [Date.UTC(2026, 10, 1, 8), Date.UTC(2026, 10, 2, 8)];
  const text = filesText([{ fileName: 'a.csv', asOfMs: first }, { fileName: 'b.csv', asOfMs: second }, { fileName: 'c.csv', asOfMs: first }]);
  expect(text.split(m.review_as_of({ when: dateClock(first) }))[0]).toBe('a.csv, c.csv · ');
  expect(text).toMatch(/ · b\.csv · /);
});
