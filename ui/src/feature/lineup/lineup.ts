/** Orders, totals and words of a line-up. */
import type { Lineup } from '$lib/ipc/bindings/Lineup';
import type { LineupEdit } from '$lib/ipc/bindings/LineupEdit';
import type { Slot } from '$lib/ipc/bindings/Slot';
import type { SlotProblem } from '$lib/ipc/bindings/SlotProblem';
import { number } from '$lib/format';
import { m } from '$lib/messages';

/** What is sent to change one thing of a slot: the whole of it. */
export function editOf(sessionId: string, slot: Slot, change: Partial<LineupEdit> = {}): LineupEdit {
  const { id, showPrice, talkingPoints, plannedMs, note } = slot;
  return { sessionId, slotId: id, showPrice, talkingPoints, plannedMs, note, ...change };
}

/**
 * In front of which slot a slot lands that is moved to the place `to` (0 is the first); null is the end, and undefined
 * says that it stands there already.
 */
export function landing(slots: readonly { id: string }[], id: string, to: number): string | null | undefined {
  const from = slots.findIndex((slot) => slot.id === id);
  const place = Math.min(Math.max(to, 0), slots.length - 1);
  if (from < 0 || from === place) return undefined;
  const rest = slots.filter((slot) => slot.id !== id);
  return rest[place]?.id ?? null;
}

/** The row a pointer is over, by where the rows begin and end; the last one below them all. */
export function rowUnder(rows: readonly { top: number; bottom: number }[], y: number): number {
  const found = rows.findIndex(({ bottom }) => y < bottom);
  return found < 0 ? rows.length - 1 : found;
}

/** Units left over all slots that count them; null when none does. */
export function stockOf(slots: readonly Slot[]): number | null {
  const counted = slots.filter(({ stock }) => stock !== null);
  return counted.length === 0 ? null : counted.reduce((sum, { stock }) => sum + (stock ?? 0), 0);
}

/** How far the planned products fill the session, ms; positive is over. */
export const overfull = ({ plannedMs, lengthMs }: Lineup): number => plannedMs - lengthMs;

/** What a slot lacks, in words with the number. */
export function problemText(problem: SlotProblem, { stock }: Slot): string {
  switch (problem) {
    case 'noPrice':
      return m.lineup_no_price();
    case 'noLink':
      return m.lineup_no_link();
    case 'noImage':
      return m.lineup_no_image();
    case 'soldOut':
      return m.lineup_sold_out();
    case 'lowStock':
      return m.lineup_low_stock({ count: number(stock ?? 0) });
  }
}

const WORST_FIRST: readonly SlotProblem[] = ['noPrice', 'soldOut', 'lowStock', 'noLink', 'noImage'];
/** The one to show where there is room for one. */
export const worst = (problems: readonly SlotProblem[]): SlotProblem =>
  WORST_FIRST.find((one) => problems.includes(one)) ?? 'noImage';

/** The lines of a text as sentences for the host. */
export const pointsOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean);
