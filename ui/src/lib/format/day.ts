/** Reads days and clock times as people type them; keeps them as `2026-11-28` and `20:30`. */

const two = (figure: number): string => String(figure).padStart(2, '0');

/** `28/11/2026` of `2026-11-28`; empty stays empty. */
export const dayWritten = (key: string): string => key.split('-').reverse().join('/');

/**
 * The day of `28/11/2026`, `28.11.26`, `28-11`, `2026-11-28` or `28 11 2026`; null for what is no day. A day without a
 * year is the next one from `today` on, for sessions are planned ahead.
 */
export function readDay(typed: string, today: string): string | null {
  const parts = /^(\d{1,4})[\s./-]+(\d{1,2})(?:[\s./-]+(\d{1,4}))?$/.exec(typed.trim());
  if (!parts) return null;
  const [, first = '', month = '', last] = parts;
  if (first.length > 2) return last === undefined ? null : realDay(Number(first), Number(month), Number(last));
  if (last !== undefined) {
    if (last.length === 3) return null;
    return realDay(last.length <= 2 ? 2000 + Number(last) : Number(last), Number(month), Number(first));
  }
  const year = Number(today.slice(0, 4));
  const thisYear = realDay(year, Number(month), Number(first));
  return thisYear !== null && thisYear >= today ? thisYear : realDay(year + 1, Number(month), Number(first));
}

function realDay(year: number, month: number, day: number): string | null {
  const made = new Date(Date.UTC(year, month - 1, day));
  const real = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return real && year >= 2000 && year < 2100 ? `${year}-${two(month)}-${two(day)}` : null;
}

/** The time of `20:30`, `20h30`, `20h`, `2030`, `20` or `8:30 pm`; null for what is no time of day. */
export function readClock(typed: string): string | null {
  const text = typed.toLowerCase().replace(/[\s\u00a0.]/g, '').replace('giờ', 'h');
  const found = /^(\d{1,2})(?:[:h](\d{2})?|(\d{2}))?(am|pm)?$/.exec(text);
  if (!found) return null;
  const [, hour = '', after, joined, half] = found;
  const minutes = Number(after ?? joined ?? 0);
  const spoken = Number(hour);
  if (half && (spoken < 1 || spoken > 12)) return null;
  const hours = half ? (spoken % 12) + (half === 'pm' ? 12 : 0) : spoken;
  return hours < 24 && minutes < 60 ? `${two(hours)}:${two(minutes)}` : null;
}
