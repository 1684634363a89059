/** The way from GMV to margin in steps, and what is missing on it in words with the place to mend it. */
import type { FeeRule } from '$lib/ipc/bindings/FeeRule';
import type { Missing } from '$lib/ipc/bindings/Missing';
import type { MissingKind } from '$lib/ipc/bindings/MissingKind';
import type { Waterfall } from '$lib/ipc/bindings/Waterfall';
import { number, payerName, placeName } from '$lib/format';
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
  open: 'all' | 'cost' | { rule: FeeRule } | null;
}

const isCost = ({ kind, ruleId }: Missing) => ruleId === null && (kind === 'cost' || kind === 'product' || kind === 'rate');

/** The steps, in order; those that take nothing from the brand are left out but where they are not known. */
export function stepsOf(waterfall: Waterfall, rules: readonly FeeRule[], brand: string): Step[] {
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
  steps.push({ key: 'margin', name: m.left_margin(), kind: 'kept', amount: waterfall.margin, from: 0, width: share(Number(waterfall.margin ?? 0)), payer: '', open: null });
  return steps;
}

/** What others than the brand bear, by rule and payer. */
export function borneByOthers(waterfall: Waterfall, rules: readonly FeeRule[]): { key: string; payer: string; name: string; amount: string }[] {
  return waterfall.taken.flatMap((taken) =>
    taken.by
      .filter(({ payer, amount }) => payer !== 'brand' && Number(amount) !== 0)
      .map(({ payer, amount }) => ({
        key: `${taken.ruleId}-${payer}`, payer: payerName(payer), amount,
        name: rules.find(({ ruleId }) => ruleId === taken.ruleId)?.terms.name ?? '',
      })),
  );
}

/** What is missing on a line, in words, as far as the kind alone tells it. */
export function missingText(kind: MissingKind, name = ''): string {
  const words: Record<MissingKind, () => string> = {
    fees: () => m.left_lacks_fees({ channel: placeName(null) }),
    channel: () => m.left_lacks_channel(),
    commission: () => m.left_lacks_commission({ name }),
    cost: () => m.left_lacks_cost_one({ name: name || m.left_cost() }),
    product: () => m.left_lacks_product_one({ name }),
    rate: () => m.left_lacks_rate({ currency: '' }),
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
  };
  return words[kind]();
}

/** One thing that is missing, and where it is mended. */
export interface Lack {
  key: string;
  text: string;
  href: string;
}

/** What is missing, products put together; each with the place to mend it. */
export function lacksOf(missing: readonly Missing[], sessionId: string): Lack[] {
  const lacks: Lack[] = [];
  for (const kind of ['cost', 'product'] as const) {
    const all = missing.filter((one) => one.kind === kind);
    const [only] = all;
    if (!only) continue;
    const several = kind === 'cost' ? m.left_lacks_cost : m.left_lacks_product;
    lacks.push({
      key: kind,
      text: all.length === 1 ? missingText(kind, only.name ?? '') : several({ count: all.length, shown: number(all.length) }),
      href: all.length === 1 && only.productId ? href('product', only.productId) : href('products'),
    });
  }
  for (const one of missing) {
    const { kind, ruleId, name, lines } = one;
    if (kind === 'cost' || kind === 'product') continue;
    const key = `${kind}-${ruleId ?? ''}-${one.channel ?? ''}-${name ?? ''}`;
    if (kind === 'fees') {
      const channel = one.channel ?? 'other';
      lacks.push({ key, text: m.left_lacks_fees({ channel: placeName(channel) }), href: href('fees', '', { channel }) });
    } else if (kind === 'channel') {
      lacks.push({ key, text: missingText(kind), href: href('session', sessionId) });
    } else if (kind === 'commission') {
      lacks.push({ key, text: missingText(kind, name ?? ''), href: href('fees') });
    } else if (kind === 'ruleRate' || kind === 'other') {
      lacks.push({ key, text: missingText(kind, name ?? ''), href: href('fees', '', ruleId ? { rule: ruleId } : {}) });
    } else if (kind === 'rate') {
      lacks.push({ key, text: m.left_lacks_rate({ currency: one.currency ?? '' }), href: ruleId ? href('fees', '', { rule: ruleId }) : href('products') });
    } else {
      const what = `${missingText(kind)} ${m.left_lacks_lines({ count: lines, shown: number(lines) })}`;
      // What a file did not say comes with a better file; what no file says is changed in the rule.
      const inFile = ['amount', 'discount', 'platformDiscount', 'tax', 'shipping', 'refund'].includes(kind);
      lacks.push({ key, text: name ? m.left_lacks_for({ what, name }) : what, href: inFile || !ruleId ? href('import') : href('fees', '', { rule: ruleId }) });
    }
  }
  return lacks;
}
