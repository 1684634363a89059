import { beforeEach, expect, test } from 'vitest';

import type { NextSession } from '$lib/ipc/bindings/NextSession';
import type { Readiness } from '$lib/ipc/bindings/Readiness';
import type { SessionSummary } from '$lib/ipc/bindings/SessionSummary';
import { market } from '$lib/format';
import { language } from '$lib/messages';

import { hoursOf, readinessOf, readinessText, summary, whenTitle, zoneWords } from './today';

const HOUR = 3_600_000;
/** 28 November 2026, 16:47 in Vietnam. */
const NOW = Date.UTC(2026, 10, 28, 9, 47);

const session = (startsAtMs: number, startLocal: string): SessionSummary => ({
  id: 's', title: 'Đêm chăm da', market: 'vn', zone: 'Asia/Ho_Chi_Minh', startLocal, startsAtMs, lengthMs: 2 * HOUR,
  status: 'scheduled', startedAtMs: null, endedAtMs: null, channels: [], hosts: [], slotCount: 12, goalGmv: null,
});
const next = (one: SessionSummary): NextSession => ({
  session: one, status: one.status, plannedEndMs: one.startsAtMs + one.lengthMs, readiness: [],
});

beforeEach(() => {
  language.set('vi');
  market.set('vn');
});

test('the next session is announced as people speak of it', () => {
  expect(whenTitle(next(session(Date.UTC(2026, 10, 28, 13), '2026-11-28T20:00')), NOW)).toBe('Tối nay');
  expect(whenTitle(next(session(Date.UTC(2026, 10, 29, 3), '2026-11-29T10:00')), NOW)).toBe('Ngày mai');
  expect(whenTitle(next(session(Date.UTC(2026, 11, 1, 12, 30), '2026-12-01T19:30')), NOW)).toBe('Thứ Ba, 1 tháng 12');
});

test('a session after midnight in its own zone is tomorrow’s, whatever day it is here', () => {
  expect(whenTitle(next(session(Date.UTC(2026, 10, 28, 17, 30), '2026-11-29T00:30')), NOW)).toBe('Ngày mai');
});

test('a check that is not met names the products it is about', () => {
  expect(readinessText({ check: 'priced', met: false, count: 10, total: 12, slots: [3, 7] })).toContain('3, 7');
});

test('an empty line-up is not praised for the prices of its products', () => {
  const check = (name: Readiness['check'], met: boolean): Readiness => ({ check: name, met, count: 0, total: 0, slots: [] });
  const all = [check('lineupFilled', false), check('priced', true), check('fitsLength', true), check('hosted', false)];
  expect(readinessOf(all).map((one) => one.check)).toEqual(['lineupFilled', 'hosted']);
  expect(readinessOf([check('lineupFilled', true), check('priced', true)])).toHaveLength(2);
});

test('the day is summed up in one sentence, in both languages', () => {
  expect(summary(1, 3)).toBe('Một phiên hôm nay, 3 việc cần xử lý.');
  expect(summary(1, 1)).toBe('Một phiên hôm nay, một việc cần xử lý.');
  language.set('en');
  expect(summary(1, 1)).toBe('One session today, one thing needs you.');
  expect(summary(0, 0)).toBe('No session today, nothing waits for you.');
});

test('the drawn day holds now and everything planned in it', () => {
  const { fromMs, toMs } = hoursOf([session(Date.UTC(2026, 10, 28, 13), '2026-11-28T20:00')], NOW);
  expect(fromMs).toBe(Date.UTC(2026, 10, 28, 9));
  expect(toMs).toBe(Date.UTC(2026, 10, 28, 15));
  const late = session(Date.UTC(2026, 10, 28, 16), '2026-11-28T23:00');
  expect(hoursOf([late], NOW).toMs).toBe(Date.UTC(2026, 10, 28, 18));
});

test('the clock of the day is named as people name it', () => {
  expect(zoneWords('Asia/Ho_Chi_Minh', 'vn')).toBe('giờ Việt Nam');
  expect(zoneWords('America/Los_Angeles', 'us')).toBe('giờ Los Angeles');
});
