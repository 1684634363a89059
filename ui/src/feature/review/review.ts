/** The figures of a recap in words, and the geometry of its curve. */
import type { Credit } from '$lib/ipc/bindings/Credit';
import type { Kpi } from '$lib/ipc/bindings/Kpi';
import type { Metric } from '$lib/ipc/bindings/Metric';
import type { OfferOnAir } from '$lib/ipc/bindings/OfferOnAir';
import type { ReviewFigures } from '$lib/ipc/bindings/ReviewFigures';
import { currencySign, moneyShortPieces, number } from '$lib/format';
import { m } from '$lib/messages';

/** What a figure is called and how it is defined, shown on hover. */
export const METRICS: Record<Metric, { name: () => string; what: () => string }> = {
  gmv: { name: () => m.metric_gmv(), what: () => m.metric_gmv_what() },
  netSales: { name: () => m.metric_net_sales(), what: () => m.metric_net_sales_what() },
  orders: { name: () => m.metric_orders(), what: () => m.metric_orders_what() },
  units: { name: () => m.metric_units(), what: () => m.metric_units_what() },
  aov: { name: () => m.metric_aov(), what: () => m.metric_aov_what() },
  gpm: { name: () => m.metric_gpm(), what: () => m.metric_gpm_what() },
  discounts: { name: () => m.metric_discounts(), what: () => m.metric_discounts_what() },
  refunds: { name: () => m.metric_refunds(), what: () => m.metric_refunds_what() },
};

/** Figures that head a recap, in this order. */
export const HEADLINE: readonly Metric[] = ['gmv', 'netSales', 'orders', 'units', 'aov', 'gpm'];

/** Why a line is or is not credited. */
export const CREDITS: Record<Credit, () => string> = {
  none: () => m.review_credit_none(),
  sessionId: () => m.review_credit_session_id(),
  onAir: () => m.review_credit_on_air(),
  severalSessions: () => m.review_credit_several(),
  unknownProduct: () => m.review_credit_unknown_product(),
  notInLineup: () => m.review_credit_not_in_lineup(),
  byHand: () => m.credit_said_by_hand(),
  noneByHand: () => m.credit_said_none(),
  room: () => m.review_credit_room(),
};

/** A figure with its unit apart; empty stays empty. */
export function figureOf(kpi: Pick<Kpi, 'money' | 'value'>, currency: string): { figure: string; unit: string } {
  if (kpi.value === null) return { figure: '', unit: '' };
  if (!kpi.money) return { figure: number(Number(kpi.value)), unit: '' };
  const { before, figure, after } = moneyShortPieces({ amount: kpi.value, currency });
  return { figure: before + figure, unit: after.trim() };
}

/** The figure of one metric. */
export const kpiOf = (kpis: readonly Kpi[], metric: Metric): Kpi | undefined => kpis.find((one) => one.metric === metric);

/** A place on the chart, in its own units. */
export interface Spot {
  x: number;
  y: number;
  atMs: number;
  gmv: string;
}

/** The frame of the curve: milliseconds across, money up, both in the chart's units. */
export interface Frame {
  width: number;
  height: number;
  fromMs: number;
  toMs: number;
  top: number;
}

/** A round number at or above `value` that three grid lines divide evenly. */
export function roundTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1.2, 1.5, 2.4, 3, 4.5, 6, 7.5, 9, 12].find((each) => each * power >= value) ?? 12;
  return step * power;
}

/** The unit a whole axis is written in, said once beside its title, and its figures without it. */
export function scaleOf(top: number, currency: string): { unit: string; written: (value: number) => string } {
  const [by, word] = top >= 1e9 ? [1e9, m.money_billion()] : top >= 1e6 ? [1e6, m.money_million()] : [1, ''];
  return { unit: [word, currencySign(currency)].filter(Boolean).join(' '), written: (value) => number(value / by, 2) };
}

/** How much of the height the highest point leaves free, so that its figure stands above the line. */
const HEADROOM = 1.1;

/** The frame that holds both curves and every band. */
export function frameOf(figures: ReviewFigures, bucketMs: number, width: number, height: number): Frame {
  const all = [...figures.curve, ...figures.previousCurve];
  const fromMs = figures.curve[0]?.atMs ?? 0;
  const lastMs = figures.curve.at(-1)?.atMs ?? fromMs;
  const most = Math.max(0, ...all.map((point) => Number(point.gmv)));
  return { width, height, fromMs, toMs: Math.max(lastMs + bucketMs, fromMs + bucketMs), top: roundTop(most * HEADROOM) };
}

/** The frame of a show that has sold nothing yet: its time on air. */
export function frameOver(windows: readonly { fromMs: number; toMs: number }[], width: number, height: number): Frame {
  const fromMs = Math.min(...windows.map((window) => window.fromMs));
  const toMs = Math.max(...windows.map((window) => window.toMs));
  return { width, height, fromMs, toMs: Math.max(toMs, fromMs + 60_000), top: 1 };
}

/** The number of a band's slot; empty when the slot has left the line-up since. */
export const numberOf = (band: { slotNumber: number | null }): string => (band.slotNumber === null ? '' : String(band.slotNumber));

/** Where an instant lies across the frame; held inside it. */
export function across(frame: Frame, atMs: number): number {
  const share = (atMs - frame.fromMs) / (frame.toMs - frame.fromMs);
  return Math.min(1, Math.max(0, share)) * frame.width;
}

/** The spots of a curve, each in the middle of its bucket. */
export function spots(frame: Frame, curve: readonly { atMs: number; gmv: string }[], bucketMs: number): Spot[] {
  return curve
    .filter(({ atMs }) => atMs >= frame.fromMs && atMs < frame.toMs)
    .map(({ atMs, gmv }) => ({
      x: across(frame, atMs + bucketMs / 2),
      y: frame.height - (Number(gmv) / frame.top) * frame.height,
      atMs,
      gmv,
    }));
}

/** The path through the spots. */
export const line = (through: readonly Spot[]): string =>
  through.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** Full clock steps to label under the curve: quarter, half or full hours, at most ten. */
export function ticks(frame: Frame): number[] {
  const span = frame.toMs - frame.fromMs;
  const minutes = [5, 10, 15, 30, 60, 120, 240].find((each) => span / (each * 60_000) <= 10) ?? 480;
  const step = minutes * 60_000;
  const first = Math.ceil(frame.fromMs / step) * step;
  return Array.from({ length: Math.floor((frame.toMs - first) / step) + 1 }, (_, at) => first + at * step);
}

/** Offers with the row each stands in, so that no two that were open at once lie over one another. */
export function offerRows(offers: readonly OfferOnAir[]): { offer: OfferOnAir; row: number }[] {
  const ends: number[] = [];
  return [...offers].sort((one, other) => one.opensAtMs - other.opensAtMs).map((offer) => {
    const free = ends.findIndex((endsAtMs) => endsAtMs <= offer.opensAtMs);
    const row = free < 0 ? ends.length : free;
    ends[row] = offer.endsAtMs;
    return { offer, row };
  });
}
