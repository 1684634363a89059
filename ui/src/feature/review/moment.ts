/** A moment of a show: a stretch of time somebody moved to, what was on screen in it, and what sold. */
import type { Band } from '$lib/ipc/bindings/Band';
import type { ReviewLine } from '$lib/ipc/bindings/ReviewLine';
import type { ReviewStep } from '$lib/ipc/bindings/ReviewStep';
import { plus } from '$lib/format';

export interface Moment {
  fromMs: number;
  toMs: number;
}

/** What was on screen in a moment, in the order of time. */
export const shownIn = (bands: readonly Band[], { fromMs, toMs }: Moment): Band[] => bands.filter((band) => band.fromMs < toMs && band.toMs > fromMs);

/** The stretch of the product shown before (−1) or after (1) a moment; none where there is no other. */
export function besideOf(bands: readonly Band[], { fromMs, toMs }: Moment, way: -1 | 1): Moment | null {
  const [before, after] = [bands.filter((band) => band.toMs <= fromMs), bands.filter((band) => band.fromMs >= toMs)];
  const found = way < 0 ? before.at(-1) : after[0];
  return found ? { fromMs: found.fromMs, toMs: found.toMs } : null;
}

export interface SoldIn {
  title: string;
  units: number;
  gmv: string;
}

/** The goods among lines of one currency, a row a product, the greatest GMV first. */
export function soldIn(lines: readonly ReviewLine[]): SoldIn[] {
  const products = new Map<string, SoldIn>();
  for (const { title, kind, quantity, amount } of lines) {
    if (kind !== 'sale') continue;
    const known = products.get(title) ?? { title, units: 0, gmv: '0' };
    products.set(title, { title, units: known.units + quantity, gmv: plus(known.gmv, amount) });
  }
  return [...products.values()].sort((one, other) => Number(other.gmv) - Number(one.gmv) || one.title.localeCompare(other.title));
}

/** Steps of a platform's file that lie in a moment, for the greater part of them. */
export const stepsIn = (steps: readonly ReviewStep[], stepMs: number, { fromMs, toMs }: Moment): ReviewStep[] =>
  steps.filter(({ atMs }) => atMs + stepMs / 2 >= fromMs && atMs + stepMs / 2 < toMs);

/** The most viewers a platform saw at once in a moment; none where it does not say. */
export function viewersIn(steps: readonly ReviewStep[], stepMs: number, moment: Moment): number | null {
  const own = stepsIn(steps, stepMs, moment);
  // A moment shorter than a step lies inside of one.
  const around = own.length > 0 ? own : steps.filter(({ atMs }) => atMs <= moment.fromMs && moment.fromMs < atMs + stepMs);
  const known = around.flatMap(({ viewers }) => (viewers === null ? [] : [viewers]));
  return known.length > 0 ? Math.max(...known) : null;
}
