/** What the desk draws, from the anchors the core gave and the time since; and what its keys mean. */
import type { LogEntry } from '$lib/ipc/bindings/LogEntry';
import type { OnAir } from '$lib/ipc/bindings/OnAir';
import type { OnAirSlot } from '$lib/ipc/bindings/OnAirSlot';
import { clock, money, offerText } from '$lib/format';
import { m } from '$lib/messages';

export interface Drawn {
  /** The core's time, UTC ms. */
  nowMs: number;
  /** Show time without pauses, ms. */
  elapsedMs: number;
  /** Left of what is on screen, ms, negative is over; null while nothing is. */
  remainingMs: number | null;
  /** How long it has been on screen, ms. */
  shownMs: number;
  /** From plan, ms; positive is late. */
  offsetMs: number;
  expectedEndMs: number;
  /** How long the take can still be undone, ms. */
  undoMs: number;
}

/** The state `sinceMs` after the core computed it. */
export function drawn(state: OnAir, sinceMs: number): Drawn {
  const running = state.clock === 'running' ? sinceMs : 0;
  const remaining = state.now ? state.now.remainingMs - running : null;
  // While paused, and while the product on screen is over its time, everything after it moves.
  const over = remaining === null ? 0 : Math.min(running, Math.max(0, -remaining));
  const moved = state.clock === 'paused' ? sinceMs : over;
  const nowMs = state.serverNowMs + sinceMs;
  return {
    nowMs,
    elapsedMs: state.elapsedMs + running,
    remainingMs: remaining,
    shownMs: (state.now?.shownMs ?? 0) + running,
    offsetMs: state.offsetMs + moved,
    expectedEndMs: state.expectedEndMs + moved,
    undoMs: Math.max(0, (state.now?.undoUntilMs ?? 0) - nowMs),
  };
}

const two = (figure: number) => String(figure).padStart(2, '0');

/** The giant clock: `06:28`, `1:06:28`; over time it counts up with a plus. */
export function face(ms: number): string {
  const seconds = ms > 0 ? Math.ceil(ms / 1000) : Math.floor(-ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const tail = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${ms <= -1000 ? '+' : ''}${hours > 0 ? `${hours}:` : ''}${tail}`;
}

export type Level = 'calm' | 'warn' | 'alert' | 'over';

/** How pressing the time left is: by share of the plan, and by seconds for short ones. */
export function level(remainingMs: number, plannedMs: number): Level {
  if (remainingMs <= -1000) return 'over';
  if (remainingMs <= Math.max(15_000, plannedMs * 0.1)) return 'alert';
  return remainingMs <= Math.max(30_000, plannedMs * 0.2) ? 'warn' : 'calm';
}

export type Act =
  | { kind: 'next' | 'previous' | 'take' | 'pause' | 'escape' | 'explain' | 'follow' | 'note' | 'openOffer' | 'closeOffer' | 'soldOut' }
  | { kind: 'digit'; digit: string };

const KEYS: Record<string, Exclude<Act['kind'], 'digit'>> = {
  space: 'next', arrowright: 'next', pagedown: 'next', 'shift+space': 'previous', arrowleft: 'previous', pageup: 'previous',
  enter: 'take', p: 'pause', escape: 'escape', f: 'follow', n: 'note',
  v: 'openOffer', 'shift+v': 'closeOffer', x: 'soldOut',
};

/**
 * What a key does at the desk. Unarmed, Space only explains itself and nothing else acts. Enter belongs to the button
 * that has the focus, unless that button is a product, which it takes.
 */
export function actOf(chord: string, armed: boolean, onControl: boolean): Act | null {
  if (!armed) return chord === 'space' && !onControl ? { kind: 'explain' } : null;
  if (/^\d$/.test(chord)) return { kind: 'digit', digit: chord };
  const kind = KEYS[chord];
  if (!kind || (kind === 'take' && onControl)) return null;
  return { kind };
}

/** What has been typed of a number after one more digit: the longer number if a product has one that begins so. */
export function typedNumber(typed: string, digit: string, numbers: readonly number[]): string {
  const fits = (text: string) => numbers.some((number) => String(number).startsWith(text));
  const longer = typed + digit;
  if (fits(longer)) return longer;
  return fits(digit) ? digit : '';
}

/** When a row begins: as measured, or as computed (with ≈ where that differs from the plan by a minute), or nothing. */
export function begins({ actualStartMs, expectedStartMs, plannedStartMs }: OnAirSlot, zone: string | undefined): string {
  if (actualStartMs !== null) return clock(actualStartMs, zone);
  if (expectedStartMs === null) return '';
  const text = clock(expectedStartMs, zone);
  return Math.abs(expectedStartMs - plannedStartMs) >= 60_000 ? `≈ ${text}` : text;
}

/** What the opening that an entry is, or that it ended, gave. */
function offered({ offer, openedSeq }: LogEntry, log: readonly LogEntry[]): string {
  const terms = offer ?? log.find(({ seq }) => seq === openedSeq)?.offer;
  return terms ? offerText(terms) : '';
}

/** One line of the log. What an undo took back is named by the take in `log` that it speaks of. */
export function logText(entry: LogEntry, log: readonly LogEntry[]): string {
  const { kind, number, price, text, undoesSeq } = entry;
  const about = undoesSeq === null ? number : (log.find(({ seq }) => seq === undoesSeq)?.number ?? null);
  const which = String(about ?? '');
  switch (kind) {
    case 'wentLive':
      return m.desk_log_live();
    case 'took':
      return price ? m.desk_log_took({ number: which, price: money(price) }) : m.desk_log_took_free({ number: which });
    case 'takeUndone':
      return m.desk_log_undone({ number: which });
    case 'repriced':
      return price ? m.desk_log_repriced({ number: which, price: money(price) }) : m.desk_log_changed({ number: which });
    case 'paused':
      return m.desk_log_paused();
    case 'resumed':
      return m.desk_log_resumed();
    case 'ended':
      return m.desk_log_ended();
    case 'reopened':
      return m.desk_log_reopened({ text: text ?? '' });
    case 'note':
      return m.desk_log_note({ text: text ?? '' });
    case 'offerOpened':
      return m.offer_log_opened({ number: which, what: offered(entry, log) });
    case 'offerClosed':
      return m.offer_log_closed({ number: which, what: offered(entry, log) });
    case 'offerExpired':
      return m.offer_log_expired({ number: which, what: offered(entry, log) });
    case 'offerWithdrawn':
      return m.offer_log_withdrawn({ number: which, what: offered(entry, log), text: text ?? '' });
    case 'offerUndone':
      return m.offer_log_undone({ number: which, what: offered(entry, log) });
    case 'soldOut':
      return m.offer_log_sold_out({ number: which });
    case 'onSale':
      return m.offer_log_on_sale({ number: which });
    case 'withdrawn':
      return m.offer_log_product_withdrawn({ number: which, text: text ?? '' });
  }
}
