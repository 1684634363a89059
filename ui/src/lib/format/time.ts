/** Instants, lengths and ages. Instants come as UTC milliseconds and are shown in a named zone, 24 hours. */
import { language, m } from '$lib/messages';

import { MINUS, NBSP } from './decimal';
import { market } from './market.svelte';

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
}

const readers = new Map<string, Intl.DateTimeFormat>();
const DAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function reader(zone: string): Intl.DateTimeFormat {
  let found = readers.get(zone);
  if (!found) {
    // Numbers only: names of days and months differ between systems' language data, so they are ours.
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', weekday: 'short',
      year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    readers.set(zone, found);
  }
  return found;
}

/** A zone as people read it: `Asia/Ho Chi Minh`. */
export const zoneName = (zone: string): string => zone.replaceAll('_', ' ');

/** What calendar and clock on the wall in `zone` show at `ms`. */
export function wall(ms: number, zone: string = market.zone): Wall {
  const parts = Object.fromEntries(reader(zone).formatToParts(ms).map(({ type, value }) => [type, value]));
  const figure = (name: string) => Number(parts[name] ?? 0);
  return {
    year: figure('year'), month: figure('month'), day: figure('day'),
    hour: figure('hour'), minute: figure('minute'), second: figure('second'),
    weekday: DAYS_EN.indexOf(parts['weekday'] ?? ''),
  };
}

const two = (figure: number): string => String(figure).padStart(2, '0');

/** `28/11/2026` */
export function date(ms: number, zone?: string): string {
  const at = wall(ms, zone);
  return `${two(at.day)}/${two(at.month)}/${at.year}`;
}
/** `28/11` */
export function dayMonth(ms: number, zone?: string): string {
  const at = wall(ms, zone);
  return `${two(at.day)}/${two(at.month)}`;
}
/** `20:47` */
export function clock(ms: number, zone?: string): string {
  const at = wall(ms, zone);
  return `${two(at.hour)}:${two(at.minute)}`;
}
/** `20:47:12` */
export function clockSeconds(ms: number, zone?: string): string {
  return `${clock(ms, zone)}:${two(wall(ms, zone).second)}`;
}
/** `28/11 09:14`, with the year when it is not this one. */
export function dateClock(ms: number, zone?: string, nowMs: number = Date.now()): string {
  const sameYear = wall(ms, zone).year === wall(nowMs, zone).year;
  return `${sameYear ? dayMonth(ms, zone) : date(ms, zone)} ${clock(ms, zone)}`;
}
/** `20:00–22:15` */
export const clockSpan = (fromMs: number, toMs: number, zone?: string): string =>
  `${clock(fromMs, zone)}–${clock(toMs, zone)}`;

const weekdays = () =>
  [m.weekday_sunday(), m.weekday_monday(), m.weekday_tuesday(), m.weekday_wednesday(), m.weekday_thursday(), m.weekday_friday(), m.weekday_saturday()];
const months = () =>
  [m.month_1(), m.month_2(), m.month_3(), m.month_4(), m.month_5(), m.month_6(), m.month_7(), m.month_8(), m.month_9(), m.month_10(), m.month_11(), m.month_12()];

/** `Thứ Bảy, 28 tháng 11` · `Saturday, 28 November`, with the year when it is not this one. */
export function dateWords(ms: number, zone?: string, nowMs: number = Date.now()): string {
  const at = wall(ms, zone);
  const words = { weekday: weekdays()[at.weekday] ?? '', day: at.day, month: months()[at.month - 1] ?? '' };
  return at.year === wall(nowMs, zone).year ? m.date_words(words) : m.date_words_year({ ...words, year: at.year });
}
/** `T7 28` · `Sat 28` */
export function dayShort(ms: number, zone?: string): string {
  const at = wall(ms, zone);
  const vi = ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'];
  return `${(language.current === 'vi' ? vi : DAYS_EN)[at.weekday] ?? ''} ${at.day}`;
}
/** The day of an instant in a zone as `2026-11-28`, to compare and to group by. */
export function dayKey(ms: number, zone?: string): string {
  const at = wall(ms, zone);
  return `${at.year}-${two(at.month)}-${two(at.day)}`;
}

function split(ms: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.floor(Math.abs(ms) / 1000);
  return { hours: Math.floor(total / 3600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 };
}

/** A running clock: `9:00`, `3:12:08`. */
export function timer(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  const tail = `${hours > 0 ? two(minutes) : minutes}:${two(seconds)}`;
  return `${ms < 0 ? MINUS : ''}${hours > 0 ? `${hours}:` : ''}${tail}`;
}
/** A planned length: `9:00` below an hour, `2 h 15` from there on. */
export function length(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  if (hours === 0) return `${minutes}:${two(seconds)}`;
  return minutes === 0 ? `${hours}${NBSP}h` : `${hours}${NBSP}h${NBSP}${two(minutes)}`;
}
/** The length of a whole session: `51 phút` below an hour, `2 h 15` from there on. */
export function sessionLength(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  return hours === 0 && seconds === 0 ? m.length_minutes({ n: minutes }) : length(ms);
}
/** A distance in time that nobody counts in seconds: `3 giờ 12 phút`, from a day on `1 ngày 15 giờ`. */
export function span(ms: number): string {
  const { hours, minutes } = split(ms);
  return hours >= 24 ? m.span_days({ days: Math.floor(hours / 24), hours: hours % 24 }) : m.span_hours({ hours, minutes });
}
/** How far from plan: `+1:40` is late, `−0:20` early, `0:00` on time. */
export function offset(ms: number): string {
  const text = timer(Math.abs(ms));
  if (Math.abs(ms) < 1000) return text;
  return `${ms > 0 ? '+' : MINUS}${text}`;
}
/** How long ago, in one unit: `2 s`, `3 phút`, `5 h`, `2 ngày`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}${NBSP}s`;
  if (seconds < 3600) return m.age_minutes({ n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}${NBSP}h`;
  return m.age_days({ n: Math.floor(seconds / 86_400) });
}
/** How long until, in words: `còn 3 giờ 12 phút` · `in 3 h 12 min`. */
export function until(ms: number): string {
  const { hours, minutes } = split(Math.max(0, ms));
  if (hours >= 24) return m.until_days({ days: Math.floor(hours / 24), hours: hours % 24 });
  if (hours > 0) return m.until_hours({ hours, minutes });
  return minutes > 0 ? m.until_minutes({ minutes }) : m.until_soon();
}
