/** What the screens of sessions say and send, from what the core answered. */
import type { Component } from 'svelte';
import Ban from '@lucide/svelte/icons/ban';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import Check from '@lucide/svelte/icons/check';
import FilePen from '@lucide/svelte/icons/file-pen';

import type { Channel } from '$lib/ipc/bindings/Channel';
import type { Session } from '$lib/ipc/bindings/Session';
import type { SessionPlan } from '$lib/ipc/bindings/SessionPlan';
import type { SessionStatus } from '$lib/ipc/bindings/SessionStatus';
import type { SessionSummary } from '$lib/ipc/bindings/SessionSummary';
import { clock, date, dateClock, dayKey, dialectOf, zoneName, type MarketCode } from '$lib/format';
import { AppError, sentenceOf, type FailureCode } from '$lib/ipc';
import { m } from '$lib/messages';

export const CHANNELS: readonly Channel[] = ['tikTok', 'shopee', 'facebook', 'youTube', 'instagram', 'lazada', 'other'];

interface Look {
  word: () => string;
  tone: 'plain' | 'air' | 'ok' | 'line';
  icon?: Component;
}

/** How a status is shown: an icon and a word. */
export const STATUS: Record<SessionStatus, Look> = {
  draft: { word: () => m.session_draft(), tone: 'line', icon: FilePen },
  scheduled: { word: () => m.session_scheduled(), tone: 'ok', icon: CalendarCheck },
  live: { word: () => m.rail_on_air(), tone: 'air' },
  ended: { word: () => m.session_ended(), tone: 'plain', icon: Check },
  cancelled: { word: () => m.session_cancelled(), tone: 'plain', icon: Ban },
};

export interface Groups {
  live: SessionSummary[];
  upcoming: SessionSummary[];
  past: SessionSummary[];
}

/** What is on air, what is to come (earliest first), and what is over (latest first). */
export function grouped(sessions: readonly SessionSummary[]): Groups {
  const groups: Groups = { live: [], upcoming: [], past: [] };
  for (const one of sessions) {
    if (one.status === 'live') groups.live.push(one);
    else if (one.status === 'draft' || one.status === 'scheduled') groups.upcoming.push(one);
    else groups.past.push(one);
  }
  groups.past.reverse();
  return groups;
}

const SHORT: Partial<Record<MarketCode, string>> = { gb: 'UK' };

/** What a zone is called beside a time: the market where it is the market's own, or its city. */
export function placeOf(zone: string, of: MarketCode): string {
  if (zone === dialectOf(of).zone) return SHORT[of] ?? of.toUpperCase();
  return zoneName(zone.split('/').pop() ?? zone);
}

export interface Home {
  zone: string;
  market: MarketCode;
}
type Placed = Pick<SessionSummary, 'startsAtMs' | 'zone' | 'market'>;

/** `28/11 20:00`, with where when it is not home. */
export function startText({ startsAtMs, zone, market }: Placed, home: Home): string {
  const own = dateClock(startsAtMs, zone);
  return zone === home.zone ? own : `${own} ${placeOf(zone, market)}`;
}

/** The same instant at home, with its date where that differs; null when the session is at home. */
export function homeText({ startsAtMs, zone }: Placed, home: Home): string | null {
  if (zone === home.zone) return null;
  const sameDay = dayKey(startsAtMs, zone) === dayKey(startsAtMs, home.zone);
  return `${sameDay ? clock(startsAtMs, home.zone) : dateClock(startsAtMs, home.zone)} ${placeOf(home.zone, home.market)}`;
}

const HOUR_MS = 3_600_000;

/** Whether the wall of its place shows a session's start twice that day, as on the night when clocks go back. */
export function happensTwice({ startsAtMs, zone }: Pick<SessionSummary, 'startsAtMs' | 'zone'>): boolean {
  const shown = (ms: number) => `${dayKey(ms, zone)} ${clock(ms, zone)}`;
  return [-HOUR_MS, HOUR_MS].some((by) => shown(startsAtMs + by) === shown(startsAtMs));
}

/** The hour proposed for a new session: eight in the evening tomorrow, where it takes place. */
export function proposedStart(nowMs: number, zone: string): { day: string; time: string } {
  return { day: dayKey(nowMs + 86_400_000, zone), time: '20:00' };
}

const ZONES: Partial<Record<MarketCode, readonly string[]>> = {
  id: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
  us: ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu'],
};

/** The zones to choose from: the market's, home, and the one it has. */
export function zonesOf(of: MarketCode, ...others: readonly string[]): string[] {
  return [...new Set([...(ZONES[of] ?? [dialectOf(of).zone]), ...others])];
}

/** What is planned of a session, to send back with one thing changed. */
export function planOf(session: Session): SessionPlan {
  const { title, market, zone, startLocal, overlap, lengthMs, channels, hosts, goal, note } = session;
  return {
    title, market, zone, startLocal, overlap, lengthMs, goal, note,
    channels: channels.map(({ channel, url }) => ({ channel, url })),
    hostIds: hosts.map(({ id }) => id),
  };
}

export type Part = 'title' | 'market' | 'start' | 'length' | 'channels' | 'hosts' | 'goal' | 'note';

const PART_OF: Partial<Record<FailureCode, Part>> = {
  sessionNoTitle: 'title', sessionCurrencyInUse: 'market', sessionNotATime: 'start', sessionNoSuchZone: 'start',
  sessionTimeSkipped: 'start', sessionTimeTwice: 'start', sessionLength: 'length', sessionChannelTwice: 'channels',
  sessionHostTwice: 'hosts', sessionGoalNotPositive: 'goal', sessionGoalCurrency: 'goal',
};

/** At which control a refusal is shown, and its sentence; `edited` is what the user was at. */
export function fault(cause: unknown, edited: Part): { part: Part; text: string; twice: boolean } {
  const { code, params } = AppError.from(cause);
  // The core names the time as it is stored; people read it as they typed it.
  const local = params['local'];
  const spoken = local ? new AppError({ code, params: { ...params, local: spokenLocal(local) } }) : cause;
  return { part: PART_OF[code] ?? edited, text: sentenceOf(spoken), twice: code === 'sessionTimeTwice' };
}

function spokenLocal(local: string): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d)/.exec(local);
  return found ? `${found[4]} ${date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])), 'UTC')}` : local;
}

/** Whether a shop can show the video inside its own page. */
export function playing(player: string | null): 'here' | 'elsewhere' | 'unproved' | 'none' {
  if (player === null) return 'none';
  if (player === 'link') return 'elsewhere';
  return player === 'youtube' || player === 'file' ? 'here' : 'unproved';
}
