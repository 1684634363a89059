/** The way from GMV to margin in steps, and what is missing on it in words with the place to mend it. */
import type { Expense } from '$lib/ipc/bindings/Expense';
import type { ExpenseKind } from '$lib/ipc/bindings/ExpenseKind';
import type { FeeRule } from '$lib/ipc/bindings/FeeRule';
import type { Missing } from '$lib/ipc/bindings/Missing';
import type { MissingKind } from '$lib/ipc/bindings/MissingKind';
import type { Waterfall } from '$lib/ipc/bindings/Waterfall';
import { dayWritten, number, payerName, placeName } from '$lib/format';
import { m } from '$lib/messages';
import { href } from '$lib/route';

/** One bar of the waterfall. */
export interface Step {
  key: string;
  name: string;
  kind: 'whole' | 'away' | 'kept';
  /** Decimal text; null while it is not known. */
  amount: string | null;
  /** Where its bar begins and how long it is, in per cent of GMV. */
  from: number;
  width: number;
  payer: string;
  /** What its lines are asked for by. */
  open: 'all' | 'cost' | 'samples' | { rule: FeeRule } | { expense: string } | null;
}

const isCost = ({ kind, ruleId, lines }: Missing) => ruleId === null && lines > 0 && (kind === 'cost' || kind === 'product' || kind === 'rate');
const EXPENSES: Record<ExpenseKind, () => string> = {
  gift: m.expense_kind_gift, sample: m.expense_kind_sample, ads: m.expense_kind_ads, host: m.expense_kind_host,
  agency: m.expense_kind_agency, studio: m.expense_kind_studio, other: m.expense_kind_other,
};
/** What an expense is called: its own name, else what it is for. */
export const expenseName = ({ terms: { kind, name } }: Expense): string => name || EXPENSES[kind]();

/** The steps, in order; those that take nothing from the brand are left out but where they are not known. */
export function stepsOf(waterfall: Waterfall, rules: readonly FeeRule[], expenses: readonly Expense[], brand: string): Step[] {
  const gmv = Number(waterfall.gmv);
  const share = (amount: number) => (gmv > 0 ? Math.min(100, Math.max(0, (amount / gmv) * 100)) : 0);
  let left = gmv;
  const whole = (key: string, name: string, amount: string): Step => ({
    key, name, kind: 'whole', amount, from: 0, width: share(Number(amount)), payer: '', open: null,
  });
  const away = (key: string, name: string, amount: string | null, payer: string, open: Step['open']): Step => {
    left -= Number(amount ?? 0);
    return { key, name, kind: 'away', amount, from: share(left), width: share(Number(amount ?? 0)), payer, open };
  };
  const steps = [
    whole('gmv', m.metric_gmv(), waterfall.gmv),
    away('discounts', m.metric_discounts(), waterfall.discounts, brand, 'all'),
    away('refunds', m.metric_refunds(), waterfall.refunds, '', 'all'),
    whole('net', m.metric_net_sales(), waterfall.netSales),
  ];
  for (const purpose of ['fee', 'commission'] as const) {
    for (const taken of waterfall.taken) {
      const rule = rules.find(({ ruleId }) => ruleId === taken.ruleId);
      if (!rule || taken.purpose !== purpose) continue;
      const own = taken.by.find(({ payer }) => payer === 'brand')?.amount ?? '0';
      if (Number(own) === 0 && taken.openLines === 0) continue;
      steps.push(away(taken.ruleId, rule.terms.name, taken.openLines > 0 ? null : own, brand, { rule }));
    }
  }
  const cost = waterfall.missing.some(isCost) ? null : waterfall.cost;
  steps.push(away('cost', m.left_cost(), cost, '', 'cost'));
  if (waterfall.samples) steps.push(away('samples', m.left_samples(), cost === null ? null : waterfall.samples.cost, '', 'samples'));
  for (const { expenseId, payer, amount } of waterfall.spends) {
    const expense = expenses.find((one) => one.expenseId === expenseId);
    if (!expense || (payer !== 'brand' && amount !== null)) continue;
    steps.push(away(expenseId, expenseName(expense), amount, payer === 'brand' ? brand : payerName(payer), { expense: expenseId }));
  }
  steps.push({ key: 'margin', name: m.left_margin(), kind: 'kept', amount: waterfall.margin, from: 0, width: share(Number(waterfall.margin ?? 0)), payer: '', open: null });
  return steps;
}

/** What others than the brand bear, by rule and payer. */
export function borneByOthers(
  waterfall: Waterfall, rules: readonly FeeRule[], expenses: readonly Expense[],
): { key: string; payer: string; name: string; amount: string }[] {
  const charged = waterfall.taken.flatMap((taken) =>
    taken.by
      .filter(({ payer, amount }) => payer !== 'brand' && Number(amount) !== 0)
      .map(({ payer, amount }) => ({
        key: `${taken.ruleId}-${payer}`, payer: payerName(payer), amount,
        name: rules.find(({ ruleId }) => ruleId === taken.ruleId)?.terms.name ?? '',
      })),
  );
  const spent = waterfall.spends.flatMap(({ expenseId, payer, amount }) => {
    const expense = expenses.find((one) => one.expenseId === expenseId);
    return expense && payer !== 'brand' && amount !== null && Number(amount) !== 0
      ? [{ key: expenseId, payer: payerName(payer), amount, name: expenseName(expense) }]
      : [];
  });
  return [...charged, ...spent];
}

/** What is missing on a line, in words, as far as the kind alone tells it. */
export function missingText(kind: MissingKind, name = ''): string {
  const words: Record<MissingKind, () => string> = {
    fees: () => m.left_lacks_fees({ channel: placeName(null) }),
    channel: () => m.left_lacks_channel(),
    commission: () => m.left_lacks_commission({ name }),
    cost: () => m.left_lacks_cost_one({ name: name || m.left_cost() }),
    product: () => m.left_lacks_product_one({ name }),
    rate: () => m.left_lacks_rate({ currency: '' }).trim(),
    amount: () => m.left_lacks_amount(),
    discount: () => m.left_lacks_discount(),
    platformDiscount: () => m.left_lacks_platform(),
    tax: () => m.left_lacks_tax(),
    shipping: () => m.left_lacks_shipping(),
    refund: () => m.left_lacks_refund(),
    creator: () => m.left_lacks_creator(),
    code: () => m.left_lacks_code(),
    delivery: () => m.left_lacks_delivery(),
    other: () => m.left_lacks_other({ name }),
    ruleRate: () => m.left_lacks_rule_rate({ name }),
    ruleCurrency: () => m.left_lacks_rule_currency({ name }),
    sellerType: () => m.left_lacks_seller_type({ channel: placeName(null) }),
    category: () => m.left_lacks_category_one({ name }),
    ads: () => m.left_lacks_ads(),
    expense: () => m.left_lacks_expense({ name: name || m.expense_title() }),
    onAir: () => m.left_lacks_on_air(),
  };
  return words[kind]();
}

/** One thing that is missing, and where it is mended. */
export interface Lack {
  key: string;
  text: string;
  href: string;
}

const WORDS_OF_SEVERAL = { cost: m.left_lacks_cost, product: m.left_lacks_product, category: m.left_lacks_category };
const isOfProducts = (kind: MissingKind): kind is keyof typeof WORDS_OF_SEVERAL => kind in WORDS_OF_SEVERAL;
/** What only a better file can tell. */
const IN_FILE: readonly MissingKind[] = ['amount', 'discount', 'platformDiscount', 'tax', 'shipping', 'refund'];

/** What is missing of products, those of one kind put together. */
function lacksOfProducts(missing: readonly Missing[]): Lack[] {
  return (['cost', 'product', 'category'] as const).flatMap((kind) => {
    const all = missing.filter((one) => one.kind === kind);
    const [only] = all;
    if (!only) return [];
    const ids = new Set(all.map(({ productId, name }) => productId ?? name));
    const text = ids.size === 1 ? missingText(kind, only.name ?? '') : WORDS_OF_SEVERAL[kind]({ count: ids.size, shown: number(ids.size) });
    const where = kind === 'category' ? href('fees', '', { part: 'shops' }) : ids.size === 1 && only.productId ? href('product', only.productId) : href('products');
    return [{ key: kind, text, href: where }];
  });
}

/** The rates of exchange that are missing, those of one pair put together. */
function lacksOfRates(missing: readonly Missing[]): Lack[] {
  const rates = missing.filter(({ kind }) => kind === 'rate');
  const pairs = new Set(rates.map(({ currency, toCurrency }) => `${currency}→${toCurrency}`));
  return [...pairs].map((pair) => {
    const [from = '', to = ''] = pair.split('→');
    const days = [...new Set(rates.filter((one) => one.currency === from && one.toCurrency === to).map(({ day }) => day ?? ''))].sort();
    const day = dayWritten(days[0] ?? '');
    const text = days.length === 1 ? m.left_lacks_exchange({ from, to, day }) : m.left_lacks_exchanges({ pair, count: days.length, shown: number(days.length), day });
    return { key: `rate-${pair}`, text, href: href('fees', '', { part: 'rates', from, to, day: days[0] ?? '' }) };
  });
}

/** One thing that is missing, of neither products nor rates. */
function lackOf(one: Missing, sessionId: string): Lack {
  const { kind, ruleId, name, lines } = one;
  const key = `${kind}-${ruleId ?? ''}-${one.channel ?? ''}-${one.expenseId ?? ''}-${name ?? ''}`;
  const rule = href('fees', '', ruleId ? { rule: ruleId } : {});
  switch (kind) {
    case 'fees': {
      const channel = one.channel ?? 'other';
      return { key, text: m.left_lacks_fees({ channel: placeName(channel) }), href: href('fees', '', { channel }) };
    }
    case 'channel':
      return { key, text: missingText(kind), href: href('session', sessionId) };
    case 'commission':
      return { key, text: missingText(kind, name ?? ''), href: href('fees') };
    case 'ruleRate':
    case 'ruleCurrency':
    case 'other':
      return { key, text: missingText(kind, name ?? ''), href: rule };
    case 'sellerType':
      return { key, text: m.left_lacks_seller_type({ channel: placeName(one.channel) }), href: href('fees', '', { part: 'shops' }) };
    case 'expense':
    case 'onAir':
      return { key, text: missingText(kind, name ?? ''), href: href('session', sessionId) };
    default: {
      const what = `${missingText(kind)} ${m.left_lacks_lines({ count: lines, shown: number(lines) })}`;
      // What a file did not say comes with a better file; what no file says is changed in the rule.
      return { key, text: name ? m.left_lacks_for({ what, name }) : what, href: IN_FILE.includes(kind) || !ruleId ? href('import') : rule };
    }
  }
}

/** What is missing, products and rates put together; each with the place to mend it. */
export function lacksOf(missing: readonly Missing[], sessionId: string): Lack[] {
  const others = missing.filter(({ kind }) => !isOfProducts(kind) && kind !== 'rate');
  return [...lacksOfProducts(missing), ...lacksOfRates(missing), ...others.map((one) => lackOf(one, sessionId))];
}
