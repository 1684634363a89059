import { expect, test } from 'vitest';

import type { FeeRule } from '$lib/ipc/bindings/FeeRule';
import type { FeeTerms } from '$lib/ipc/bindings/FeeTerms';
import type { Missing } from '$lib/ipc/bindings/Missing';
import type { Waterfall } from '$lib/ipc/bindings/Waterfall';
import { chargeText, market, readRate } from '$lib/format';
import { language } from '$lib/messages';

import { borneByOthers, lacksOf, stepsOf } from './left';
import { revisionOf, totalsOf } from './whatIf';

const terms: FeeTerms = {
  name: 'Referral', purpose: 'fee', channel: 'tikTok', market: 'us', hostId: null, sellerType: null, category: null, programme: null, byAds: null, kind: 'percent', base: 'gmv', otherId: null,
  ratePpm: 60_000, steps: [], flat: null, least: null, cap: { amount: '5', currency: 'USD' }, capScope: 'product', taxPpm: 0, due: 'paid',
  onRefund: 'proportional', becomesId: null, payers: [{ payer: 'brand', sharePpm: 500_000 }, { payer: 'platform', sharePpm: 500_000 }],
  condition: 'none', validFrom: null, startsAt: null, validTo: null, endsAt: null, precedence: 0, group: null, per: 'line', rounding: 'halfUp',
  sourceNote: '', sourceSeenOn: null,
};
const rule: FeeRule = { ruleId: 'r', terms };
const waterfall: Waterfall = {
  currency: 'USD', gmv: '100', discounts: '10', refunds: '0', netSales: '90', fees: '3', commission: '0', borneByOthers: '3',
  taken: [{ ruleId: 'r', purpose: 'fee', amount: '6', by: [{ payer: 'brand', amount: '3' }, { payer: 'platform', amount: '3' }], lines: 4, openLines: 0, effectivePercent: 6.7 }],
  cost: '40', samples: null, spends: [], spent: '0', exchanges: [], margin: '47', marginPercent: 52.2, missing: [],
};
const lack = (more: Partial<Missing>): Missing => ({ kind: 'cost', lines: 1, ruleId: null, name: null, channel: null, productId: null, currency: null, toCurrency: null, day: null, expenseId: null, ...more });

test('each step begins where the one before it ended, and the margin is what is left', () => {
  const steps = stepsOf(waterfall, [rule], [], 'Mộc Lan');
  expect(steps.map(({ key, amount, from, width }) => [key, amount, from, width])).toEqual([
    ['gmv', '100', 0, 100], ['discounts', '10', 90, 10], ['refunds', '0', 90, 0], ['net', '90', 0, 90],
    ['r', '3', 87, 3], ['cost', '40', 47, 40], ['margin', '47', 0, 47],
  ]);
  expect(borneByOthers(waterfall, [rule], []).map(({ amount }) => amount)).toEqual(['3']);
});

test('what is not known is no number', () => {
  const open = { ...waterfall, margin: null, missing: [lack({ kind: 'cost', name: 'Toner' })] };
  const steps = stepsOf(open, [rule], [], '');
  expect(steps.find(({ key }) => key === 'cost')?.amount).toBeNull();
  expect(steps.find(({ key }) => key === 'margin')?.amount).toBeNull();
});

test('what is missing names the place to mend it', () => {
  language.set('en');
  const many = [1, 2, 3].map((one) => lack({ name: `P${String(one)}`, productId: String(one) }));
  expect(lacksOf(many, 's')).toEqual([{ key: 'cost', text: 'cost of 3 products', href: '#/products' }]);
  expect(lacksOf([lack({ kind: 'fees', channel: 'other' })], 's')[0]).toMatchObject({ text: 'what Own website charges', href: '#/fees?channel=other' });
  expect(lacksOf([lack({ kind: 'ruleRate', ruleId: 'r', name: 'By category' })], 's')[0]?.href).toBe('#/fees?rule=r');
  expect(lacksOf([lack({ kind: 'channel' })], 's')[0]?.href).toBe('#/sessions/s');
});

test('a rate is read by comma or dot, and never more than all', () => {
  expect([readRate('1,8'), readRate('4.5 %'), readRate(''), readRate('100'), readRate('100,1'), readRate('abc')]).toEqual(
    [18_000, 45_000, null, 1_000_000, 'notARate', 'notARate'],
  );
});

test('a rule says what it charges', () => {
  language.set('en');
  market.set('us');
  expect(chargeText(terms, () => '')).toBe('6\u00a0% of GMV, $5.00 at most per product of an order');
  expect(chargeText({ ...terms, ratePpm: null, cap: null }, () => '')).toBe('rate not entered, of GMV');
});

test('a rule that changes keeps what was not asked about', () => {
  const revision = revisionOf(rule, { payer: 'brand', ratePpm: 90_000, flat: null, fromDay: '2026-12-01' });
  expect(revision).toMatchObject({ ruleId: 'r', fromDay: '2026-12-01', terms: { ratePpm: 90_000, base: 'gmv', payers: [{ payer: 'brand', sharePpm: 1_000_000 }] } });
  expect(revisionOf(rule, { payer: '', ratePpm: 60_000, flat: null, fromDay: '' })).toEqual({ ruleId: 'r', terms });
});

test('differences add up exactly, one sum a currency', () => {
  const row = (currency: string, difference: string) => ({ before: { ...waterfall, currency }, difference }) as Parameters<typeof totalsOf>[0][number];
  expect(totalsOf([row('USD', '0.1'), row('USD', '0.2'), row('VND', '-3'), row('USD', '-1.05')])).toEqual([
    { currency: 'USD', difference: '-0.75' }, { currency: 'VND', difference: '-3' },
  ]);
});
