/** Rows of the recap across sessions: what they are put together by, what they are called, which days. */
import type { ReviewGrouping } from '$lib/ipc/bindings/ReviewGrouping';
import type { ReviewRow } from '$lib/ipc/bindings/ReviewRow';
import { dayBegins, dayEnds, dayKey, dayWritten } from '$lib/format';
import { channelName, m, marketName } from '$lib/messages';

/** What rows can be put together by, in the order they are offered. */
export const GROUPINGS: readonly ReviewGrouping[] = ['session', 'product', 'host', 'channel', 'market', 'hour', 'weekday', 'day', 'month', 'quarter'];

export const groupingName = (grouping: ReviewGrouping): string =>
  ({
    session: () => m.review_session(),
    product: () => m.across_product(),
    host: () => m.across_host(),
    channel: () => m.across_channel(),
    market: () => m.review_market(),
    hour: () => m.across_hour(),
    weekday: () => m.across_weekday(),
    day: () => m.across_day(),
    month: () => m.review_month(),
    quarter: () => m.across_quarter(),
  })[grouping]();

const two = (figure: number) => String(figure).padStart(2, '0');
const weekdays = () => [
  m.weekday_monday(), m.weekday_tuesday(), m.weekday_wednesday(), m.weekday_thursday(), m.weekday_friday(), m.weekday_saturday(), m.weekday_sunday(),
];

const PLATFORMS: Record<string, string> = { tiktok: 'tikTok', youtube: 'youTube' };

/** The channels of `tiktok+facebook` by name. */
export const channelsName = (key: string): string =>
  key === '' ? m.across_no_channel() : key.split('+').map((code) => channelName(PLATFORMS[code] ?? code)).join(' + ');

/** What the row of `key` is called. */
export function rowName(grouping: ReviewGrouping, key: string, title: string | null): string {
  switch (grouping) {
    case 'session':
    case 'product':
      return title ?? key;
    case 'host':
      return title ?? m.across_no_host();
    case 'channel':
      return channelsName(key);
    case 'market':
      return marketName(key.toLowerCase());
    case 'hour':
      return `${key}:00–${two((Number(key) + 1) % 24)}:00`;
    case 'weekday':
      return weekdays()[Number(key) - 1] ?? key;
    case 'day':
    case 'month':
      return dayWritten(key);
    case 'quarter': {
      const [year = '', quarter = ''] = key.split('-Q');
      return m.across_quarter_name({ quarter, year });
    }
  }
}

/** What a row is called. */
export const nameOf = (grouping: ReviewGrouping, row: ReviewRow): string =>
  rowName(grouping, row.key, row.session?.title ?? row.title);

/** Stretches of time that are asked for often. */
export const PERIODS = ['all', 'thisMonth', 'lastMonth', 'thisYear', 'lastYear', 'own'] as const;
export type Period = (typeof PERIODS)[number];

export const periodName = (period: Period): string =>
  ({
    all: () => m.across_period_all(),
    thisMonth: () => m.across_period_this_month(),
    lastMonth: () => m.across_period_last_month(),
    thisYear: () => m.across_period_this_year(),
    lastYear: () => m.across_period_last_year(),
    own: () => m.across_period_own(),
  })[period]();

/** First and last day of a period, as `2026-11-28`; what is open stays out. */
export function daysOf(period: Period, own: { from: string; to: string }, nowMs: number): { fromDay?: string; toDay?: string } {
  const [year = 0, month = 1] = dayKey(nowMs).split('-').map(Number);
  const whole = (of: number, at: number) => {
    // The day before the first of the next month.
    const last = new Date(Date.UTC(of, at, 0)).getUTCDate();
    return { fromDay: `${of}-${two(at)}-01`, toDay: `${of}-${two(at)}-${two(last)}` };
  };
  switch (period) {
    case 'all':
      return {};
    case 'thisMonth':
      return whole(year, month);
    case 'lastMonth':
      return month === 1 ? whole(year - 1, 12) : whole(year, month - 1);
    case 'thisYear':
      return { fromDay: `${year}-01-01`, toDay: `${year}-12-31` };
    case 'lastYear':
      return { fromDay: `${year - 1}-01-01`, toDay: `${year - 1}-12-31` };
    case 'own':
      return { ...(own.from ? { fromDay: own.from } : {}), ...(own.to ? { toDay: own.to } : {}) };
  }
}

/** The same period as instants, in the days of the home market: what is put together or sent out of several markets. */
export const instantsOf = ({ fromDay, toDay }: { fromDay?: string; toDay?: string }): { fromMs?: number; toMs?: number } => ({
  ...(fromDay ? { fromMs: dayBegins(fromDay) } : {}),
  ...(toDay ? { toMs: dayEnds(toDay) } : {}),
});
