import { expect, test } from 'vitest';

import type { CreatorCommission } from '$lib/ipc/bindings/CreatorCommission';

import { commissionFinding } from './creators';

const ROW: CreatorCommission = {
  creator: 'moclan.live', currency: 'VND', orders: 2, commissions: 3, returned: 0, waiting: 0, expected: '30000', actual: '30000', ads: '0',
  bonus: null, file: '30000', ours: '30000', open: 0, difference: '0',
};

test('a creator whose commission is what the rule says agrees, and is not looked at', () => {
  expect(commissionFinding(ROW)).toMatchObject({ calls: false, wantsRule: false });
});

test('without a rule the row offers one, and a difference either way calls', () => {
  expect(commissionFinding({ ...ROW, ours: null, difference: null })).toMatchObject({ calls: true, wantsRule: true });
  const [dearer, cheaper] = ['5000', '-5000'].map((difference) => commissionFinding({ ...ROW, difference }));
  expect(dearer?.calls && cheaper?.calls).toBe(true);
  expect(dearer?.text).not.toBe(cheaper?.text);
});

test('a rule that does not know a line is named before any difference', () => {
  expect(commissionFinding({ ...ROW, open: 2, difference: null }).calls).toBe(true);
  expect(commissionFinding({ ...ROW, waiting: 1 }).calls).toBe(false);
});
