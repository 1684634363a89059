/** A session as a platform tells it step by step: curves in the chart's units, and rates made of their parts. */
import type { ReviewStep } from '$lib/ipc/bindings/ReviewStep';
import type { ReviewStepProduct } from '$lib/ipc/bindings/ReviewStepProduct';
import { fold } from '$lib/format';

import { across, roundTop, type Frame, type Spot } from './review';

/** The frame that holds every step. */
export function frameOfSteps(steps: readonly ReviewStep[], stepMs: number, width: number, height: number, value: (step: ReviewStep) => number | null): Frame {
  const fromMs = steps[0]?.atMs ?? 0;
  const toMs = (steps.at(-1)?.atMs ?? fromMs) + stepMs;
  const most = Math.max(0, ...steps.map((step) => value(step) ?? 0));
  return { width, height, fromMs, toMs: Math.max(toMs, fromMs + stepMs), top: roundTop(most * 1.1) };
}

/** The spots of a curve, each in the middle of its step; a step without a value has none. */
export function spotsOfSteps(frame: Frame, steps: readonly ReviewStep[], stepMs: number, value: (step: ReviewStep) => number | null): Spot[] {
  return steps.flatMap((step) => {
    const own = value(step);
    if (own === null) return [];
    return [{ x: across(frame, step.atMs + stepMs / 2), y: frame.height - (own / frame.top) * frame.height, atMs: step.atMs, gmv: String(own) }];
  });
}

/** The highest spot; none where nothing is known. */
export const peakOf = (spots: readonly Spot[]): Spot | null => spots.reduce<Spot | null>((most, spot) => (!most || spot.y < most.y ? spot : most), null);

/** A part of a whole, only where both are known. */
export const rateOf = (part: number | null, whole: number | null): number | null => (part === null || whole === null || whole <= 0 ? null : part / whole);

export const ctr = (product: ReviewStepProduct): number | null => rateOf(product.clicks, product.impressions);
export const ctor = (product: ReviewStepProduct): number | null => rateOf(product.orders, product.clicks);

/** Products by their title as names are compared; two of one title tell of neither. */
export function byTitle(products: readonly ReviewStepProduct[]): ReadonlyMap<string, ReviewStepProduct> {
  const titles = products.map(({ title }) => fold(title));
  return new Map(products.flatMap((product, at) => {
    const title = titles[at] ?? '';
    return titles.filter((other) => other === title).length === 1 ? [[title, product] as const] : [];
  }));
}
