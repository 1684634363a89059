/** What the first screen says, from what the core answered. */
import type { Need } from '$lib/ipc/bindings/Need';
import type { NextSession } from '$lib/ipc/bindings/NextSession';
import type { Readiness } from '$lib/ipc/bindings/Readiness';
import type { SessionSummary } from '$lib/ipc/bindings/SessionSummary';
import { dateClock, dateWords, dayKey, dialectOf, number, zoneName, type MarketCode } from '$lib/format';
import { m, marketName } from '$lib/messages';
import { href } from '$lib/route';

const DAY_MS = 86_400_000;

/** Heading over the next session: on air, tonight, today, tomorrow, or its date. */
export function whenTitle({ session, status }: NextSession, nowMs: number): string {
  if (status === 'live') return m.today_on_air();
  const day = dayKey(session.startsAtMs, session.zone);
  const evening = Number(session.startLocal.slice(11, 13)) >= 17;
  if (day === dayKey(nowMs, session.zone)) return evening ? m.today_tonight() : m.today_today();
  if (day === dayKey(nowMs + DAY_MS, session.zone)) return m.today_tomorrow();
  return dateWords(session.startsAtMs, session.zone);
}

/** The checklist without what an empty line-up cannot say: no product lacks a price where there is none. */
export function readinessOf(all: readonly Readiness[]): readonly Readiness[] {
  const OF_PRODUCTS = new Set(['priced', 'linked', 'pictured', 'stocked', 'fitsLength']);
  const isEmpty = all.some(({ check, met }) => check === 'lineupFilled' && !met);
  return isEmpty ? all.filter(({ check }) => !OF_PRODUCTS.has(check)) : all;
}

/** Where a line of the checklist is put right. */
export function readinessHref({ check }: Readiness, sessionId: string): string {
  if (check === 'targetsAnswered') return href('website');
  return check === 'channelsLinked' || check === 'hosted' ? href('session', sessionId) : href('lineup', sessionId);
}

/** One line of the checklist in words, with its numbers. */
export function readinessText({ check, met, count, total, slots }: Readiness): string {
  const counts = { count: number(count), total: number(total) };
  const which = { ...counts, slots: slots.slice(0, 6).join(', ') + (slots.length > 6 ? '…' : '') };
  switch (check) {
    case 'lineupFilled':
      return met ? m.ready_lineup({ count: number(count) }) : m.ready_lineup_not();
    case 'priced':
      return met ? m.ready_priced(counts) : m.ready_priced_not(which);
    case 'linked':
      return met ? m.ready_linked(counts) : m.ready_linked_not(which);
    case 'pictured':
      return met ? m.ready_pictured(counts) : m.ready_pictured_not(which);
    case 'stocked':
      return met ? m.ready_stocked(counts) : m.ready_stocked_not(which);
    case 'channelsLinked':
      return met ? m.ready_channels(counts) : total === 0 ? m.ready_channels_none() : m.ready_channels_not(counts);
    case 'hosted':
      return met ? m.ready_hosted({ count: number(count) }) : m.ready_hosted_not();
    case 'fitsLength':
      return met ? m.ready_length(counts) : m.ready_length_not(counts);
    case 'targetsAnswered':
      return met ? m.ready_targets(counts) : m.ready_targets_not(counts);
  }
}

/** What waits for the user, in words, and where it is put right. */
export function needWords({ kind, subject, id, sinceMs, count }: Need): { text: string; action: string; href: string } {
  const since = dateClock(sinceMs);
  const about = { subject, since, count: number(count) };
  switch (kind) {
    case 'sessionOverdue':
      return { text: m.need_overdue(about), action: m.need_open(), href: href('session', id ?? '') };
    case 'sessionOverrun':
      return { text: m.need_overrun(about), action: m.today_open_desk(), href: href('desk', id ?? '') };
    case 'viewsMissing':
      return { text: m.need_views(about), action: m.need_views_action(), href: href('recapOne', id ?? '') };
    case 'notReady':
      return { text: m.need_not_ready(about), action: m.need_fix(), href: href('session', id ?? '') };
    case 'deliveryDead':
      return { text: m.need_delivery(about), action: m.need_delivery_action(), href: href('website') };
    case 'importOpen':
      return { text: m.need_import(about), action: m.need_import_action(), href: href('import', '', id ? { id } : {}) };
    case 'sessionMoved':
      return { text: m.need_session_moved(about), action: m.need_session_moved_action(), href: href('imported', id ?? '') };
    case 'filesWait':
      return { text: m.watch_need_files({ subject, count, shown: number(count) }), action: m.watch_need_files_action(), href: href('import') };
    case 'watchGone':
      return { text: m.watch_need_gone({ subject }), action: m.watch_need_gone_action(), href: href('data') };
  }
}

/** The sentence under the date. */
export function summary(sessionsToday: number, needs: number): string {
  const left = m.today_needs({ count: needs, shown: number(needs) });
  if (sessionsToday === 0) return m.today_no_session({ left });
  return m.today_some_sessions({ sessions: m.today_sessions({ count: sessionsToday, shown: number(sessionsToday) }), left });
}

/** Whose clock a day is told by: the market's where it is the market's own, or the city's. */
export const zoneWords = (zone: string, of: MarketCode): string =>
  m.today_zone({ place: zone === dialectOf(of).zone ? marketName(of) : zoneName(zone.split('/').pop() ?? zone) });

/** The hours to draw a day in: from the hour before the earliest thing to the one after the latest, six at least. */
export function hoursOf(sessions: readonly SessionSummary[], nowMs: number): { fromMs: number; toMs: number } {
  const HOUR_MS = 3_600_000;
  const begun = (one: SessionSummary) => one.startedAtMs ?? one.startsAtMs;
  const first = Math.min(nowMs, ...sessions.map(begun));
  const last = Math.max(nowMs, ...sessions.map((one) => one.endedAtMs ?? begun(one) + one.lengthMs));
  const fromMs = Math.floor(first / HOUR_MS) * HOUR_MS;
  return { fromMs, toMs: Math.max(fromMs + 6 * HOUR_MS, Math.ceil(last / HOUR_MS) * HOUR_MS) };
}
