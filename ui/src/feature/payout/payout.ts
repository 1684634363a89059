/** The way from GMV to the payout in words: what each line is, and what is to be said of it. */
import type { PayoutMatch } from '$lib/ipc/bindings/PayoutMatch';
import type { PayoutState } from '$lib/ipc/bindings/PayoutState';
import type { PayoutStep } from '$lib/ipc/bindings/PayoutStep';
import type { PayoutWay } from '$lib/ipc/bindings/PayoutWay';
import { dateClock, number } from '$lib/format';
import { channelName, m } from '$lib/messages';

/** Where an order stands, those that need a look first. */
export const STATES: Record<PayoutState, () => string> = {
  overdue: () => m.payout_state_overdue(),
  differs: () => m.payout_state_differs(),
  noOrder: () => m.payout_state_no_order(),
  notDue: () => m.payout_state_not_due(),
  agrees: () => m.payout_state_agrees(),
  nothing: () => m.payout_state_nothing(),
};

/** One row of the table from GMV to the payout. */
export interface WayRow {
  key: string;
  name: string;
  ours: string | null;
  theirs: string | null;
  difference: string | null;
  finding: string;
  /** Whether somebody should look. */
  calls: boolean;
  /** Whether a rule for it could be entered. */
  wantsRule: boolean;
  kind: 'sold' | 'whole' | 'step';
}

const isNothing = (amount: string | null) => amount === null || Number(amount) === 0;
const less = (amount: string) => (isNothing(amount) ? '0' : amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** What a line of the way is called. */
export function stepName(step: PayoutStep): string {
  if (step.kind === 'revenue') return m.payout_net_revenue();
  if (step.kind === 'adjustment') return m.payout_adjustments();
  if (step.kind === 'notItemised') return m.payout_not_itemised();
  if (step.kind === 'uneven') return m.payout_uneven();
  return step.fee?.name ?? '';
}

/** What is to be said of a line. */
export function finding(step: PayoutStep): string {
  if (step.open > 0) return m.payout_open_rule({ count: step.open, shown: number(step.open) });
  if (step.kind === 'adjustment' || step.kind === 'notItemised' || step.kind === 'uneven') return m.payout_unexplained();
  if (Number(step.difference) === 0) return m.payout_agrees();
  if (step.kind === 'revenue') return m.payout_unexplained();
  if (step.ours === null) return m.payout_no_rule();
  if (isNothing(step.theirs)) return m.payout_no_charge();
  return Number(step.difference) < 0 ? m.payout_dearer() : m.payout_cheaper();
}

/** Every line from GMV to what was paid out. */
export function wayRows(way: PayoutWay): WayRow[] {
  const sold = (key: string, name: string, ours: string, kind: WayRow['kind']): WayRow => ({
    key, name, ours, theirs: null, difference: null, finding: '', calls: false, wantsRule: false, kind,
  });
  const steps = way.steps.map((step): WayRow => ({
    key: `${step.kind}:${step.fee?.by ?? ''}:${step.fee?.key ?? ''}`,
    name: stepName(step), ours: step.ours, theirs: step.theirs, difference: step.difference, finding: finding(step),
    calls: Number(step.difference) !== 0 || step.open > 0, wantsRule: step.kind === 'fee' && step.ours === null && step.open === 0, kind: 'step',
  }));
  return [
    sold('gmv', m.metric_gmv(), way.gmv, 'sold'),
    sold('discounts', m.metric_discounts(), less(way.discounts), 'sold'),
    sold('refunds', m.metric_refunds(), less(way.refunds), 'sold'),
    ...steps,
    { ...sold('paid', m.payout_paid(), way.expected, 'whole'), theirs: way.paid, difference: way.difference, calls: Number(way.difference) !== 0 },
  ];
}

/** The same for an order that waits for its payout: what is expected, compared with nothing. */
export function awaited(way: PayoutWay): WayRow[] {
  return wayRows(way).map((row) => ({
    ...row, theirs: null, difference: null, calls: false, wantsRule: false, finding: '',
    name: row.key === 'paid' ? m.payout_expected() : row.key.startsWith('revenue') ? m.metric_net_sales() : row.name,
  }));
}

/** Why a rule is compared with a column. */
export function matchedWhy({ by, agree, of }: PayoutMatch): string {
  if (by === 'chosen') return m.payout_rule_by_chosen();
  if (by === 'amounts') return m.payout_rule_by_amounts({ agree: number(agree ?? 0), of: number(of ?? 0) });
  return by === 'name' ? m.payout_rule_by_name() : m.payout_rule_by_nothing();
}

/** What a source of orders is called. */
export function sourceTitle(source: string): string {
  const known = { tiktok: 'tikTok', shopee: 'shopee', lazada: 'lazada' } as const;
  const channel = known[source as keyof typeof known];
  return channel ? channelName(channel) : source === 'douyin' ? 'Douyin' : source;
}

/** The files that answered, those that stand for one instant named together. */
export function filesText(files: readonly { fileName: string; asOfMs: number }[]): string {
  const whens = [...new Set(files.map(({ asOfMs }) => dateClock(asOfMs)))];
  return whens
    .map((when) => `${files.filter(({ asOfMs }) => dateClock(asOfMs) === when).map(({ fileName }) => fileName).join(', ')} · ${m.review_as_of({ when })}`)
    .join(' · ');
}
