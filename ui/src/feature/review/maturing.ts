/** The geometry of the curve on which a session's figures ripen over thirty days. */
import type { MaturePoint } from '$lib/ipc/bindings/MaturePoint';

export const DAYS = 30;

/** Steps through the points: what was known stands until more is known. Both in the chart's units. */
export function stairs(points: readonly MaturePoint[], value: (point: MaturePoint) => string, top: number, width: number, height: number): string {
  const x = (day: number) => ((day / DAYS) * width).toFixed(1);
  const y = (amount: string) => (height - (top > 0 ? Math.max(0, Number(amount)) / top : 0) * height).toFixed(1);
  return points.map((point, at) => (at === 0 ? `M${x(point.day)} ${y(value(point))}` : `H${x(point.day)}V${y(value(point))}`)).join('');
}

/** The days on which something became different, the first and the last one known. */
export function changes(points: readonly MaturePoint[]): MaturePoint[] {
  return points.filter((point, at) => {
    const before = points[at - 1];
    return !before || at === points.length - 1 || before.gmv !== point.gmv || before.netSales !== point.netSales || before.orders !== point.orders;
  });
}
