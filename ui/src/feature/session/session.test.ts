import { beforeEach, expect, test } from 'vitest';

import type { SessionSummary } from '$lib/ipc/bindings/SessionSummary';
import { market } from '$lib/format';
import { AppError } from '$lib/ipc';
import { language } from '$lib/messages';

import { fault, grouped, happensTwice, homeText, placeOf, playing, proposedStart, startText, zonesOf } from './session';

const HOME = { zone: 'Asia/Ho_Chi_Minh', market: 'vn' } as const;
/** 28 November 2026, 20:00 in London, which is the 29th in Vietnam. */
const LONDON_EVENING = Date.UTC(2026, 10, 28, 20, 0);

beforeEach(() => {
  language.set('vi');
  market.set('vn');
});

const session = (id: string, status: SessionSummary['status'], startsAtMs = 0): SessionSummary => ({
  id, status, startsAtMs, title: id, market: 'vn', zone: HOME.zone, startLocal: '', lengthMs: 0, startedAtMs: null, endedAtMs: null,
  channels: [], hosts: [], slotCount: 0, goalGmv: null,
});

test('sessions stand as on air, to come and over, the latest over first', () => {
  const groups = grouped([session('a', 'ended'), session('b', 'cancelled'), session('c', 'live'), session('d', 'draft')]);
  expect(groups.live.map(({ id }) => id)).toEqual(['c']);
  expect(groups.upcoming.map(({ id }) => id)).toEqual(['d']);
  expect(groups.past.map(({ id }) => id)).toEqual(['b', 'a']);
});

test('a session abroad shows its own time and the time at home, with the date where it differs', () => {
  const abroad = { startsAtMs: LONDON_EVENING, zone: 'Europe/London', market: 'gb' } as const;
  expect(startText(abroad, HOME)).toBe('28/11 20:00 UK');
  expect(homeText(abroad, HOME)).toBe('29/11 03:00 VN');
  expect(homeText({ ...abroad, startsAtMs: Date.UTC(2026, 10, 28, 13, 0) }, HOME)).toBe('20:00 VN');
  expect(homeText({ ...abroad, zone: HOME.zone, market: 'vn' }, HOME)).toBeNull();
});

test('a zone that is not the market’s own is named by its city', () => {
  expect(placeOf('America/Los_Angeles', 'us')).toBe('Los Angeles');
  expect(zonesOf('gb', HOME.zone)).toEqual(['Europe/London', HOME.zone]);
});

test('only a start in the hour that clocks repeat is asked about', () => {
  const london = (startsAtMs: number) => happensTwice({ startsAtMs, zone: 'Europe/London' });
  // Clocks go back at 02:00 on 25 October 2026: 01:30 comes at 00:30 and at 01:30 UTC.
  expect([0.5, 1.5].map((hour) => london(Date.UTC(2026, 9, 25, 0, hour * 60)))).toEqual([true, true]);
  expect([-0.5, 2.5].map((hour) => london(Date.UTC(2026, 9, 25, 0, hour * 60)))).toEqual([false, false]);
  expect(happensTwice({ startsAtMs: LONDON_EVENING, zone: HOME.zone })).toBe(false);
});

test('a new session is proposed for tomorrow evening of its place', () => {
  expect(proposedStart(Date.UTC(2026, 10, 27, 20, 0), HOME.zone)).toEqual({ day: '2026-11-29', time: '20:00' });
});

test('a refusal is said at its control, with the time as people write it', () => {
  const skipped = new AppError({ code: 'sessionTimeSkipped', params: { local: '2026-03-29T01:30', zone: 'Europe/London' } });
  const { part, text, twice } = fault(skipped, 'market');
  expect(part).toBe('start');
  expect(text).toContain('01:30 29/03/2026');
  expect(twice).toBe(false);
  expect(fault(new AppError({ code: 'sessionTimeTwice' }), 'start').twice).toBe(true);
  expect(fault(new AppError({ code: 'diskFull' }), 'note').part).toBe('note');
});

test('only what is known to play in a page says so', () => {
  expect([playing('youtube'), playing('link'), playing('tiktok'), playing(null)]).toEqual(['here', 'elsewhere', 'unproved', 'none']);
});
