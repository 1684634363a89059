import { beforeEach, expect, test } from 'vitest';

import type { LogEntry } from '$lib/ipc/bindings/LogEntry';
import type { OnAir } from '$lib/ipc/bindings/OnAir';
import type { OnAirSlot } from '$lib/ipc/bindings/OnAirSlot';
import { market } from '$lib/format';
import { language } from '$lib/messages';

import { actOf, begins, drawn, face, level, logText, typedNumber } from './desk';

const START = Date.UTC(2026, 10, 28, 13, 0);
const running: OnAir = {
  sessionId: 's', title: 't', status: 'live', clock: 'running', serverNowMs: START + 60_000, plannedStartMs: START,
  plannedEndMs: START + 600_000, expectedEndMs: START + 600_000, startedAtMs: START, endedAtMs: null, pausedAtMs: null,
  pausedTotalMs: 0, elapsedMs: 60_000, offsetMs: 0, nextSlotId: null, previousSlotId: null, slots: [], offers: [], logSeq: 2,
  now: {
    slotId: 'a', productId: 'p', number: 1, title: 'x', price: null, sinceMs: START, shownMs: 60_000, plannedMs: 90_000,
    remainingMs: 30_000, undoUntilMs: START + 65_000,
  },
};

beforeEach(() => {
  language.set('vi');
  market.set('vn');
});

test('while the show runs, time on screen grows and what is left shrinks', () => {
  expect(drawn(running, 10_000)).toEqual({
    nowMs: START + 70_000, elapsedMs: 70_000, remainingMs: 20_000, shownMs: 70_000, offsetMs: 0,
    expectedEndMs: START + 600_000, undoMs: 0,
  });
  expect(drawn(running, 2_000).undoMs).toBe(3_000);
});

test('a product over its time makes the show late by just that', () => {
  const late = drawn(running, 45_000);
  expect(late.remainingMs).toBe(-15_000);
  expect(late.offsetMs).toBe(15_000);
  expect(late.expectedEndMs).toBe(START + 615_000);
});

test('while paused the clock stands and the end moves', () => {
  const paused = drawn({ ...running, clock: 'paused' }, 20_000);
  expect(paused).toMatchObject({ elapsedMs: 60_000, remainingMs: 30_000, offsetMs: 20_000, expectedEndMs: START + 620_000 });
});

test('the clock counts down to nought and then up with a plus', () => {
  expect([face(388_000), face(387_001), face(1), face(0), face(-999), face(-1_000), face(-75_400), face(3_988_000)])
    .toEqual(['06:28', '06:28', '00:01', '00:00', '00:00', '+00:01', '+01:15', '1:06:28']);
});

test('time presses at a fifth and a tenth of the plan, or at 30 and 15 seconds', () => {
  const TEN_MINUTES = 600_000;
  expect([121_000, 120_000, 60_000, -1_000].map((left) => level(left, TEN_MINUTES))).toEqual(['calm', 'warn', 'alert', 'over']);
  expect([31_000, 30_000, 15_000].map((left) => level(left, 60_000))).toEqual(['calm', 'warn', 'alert']);
});

test('keys act only while they are armed, and Space explains itself', () => {
  expect(actOf('space', false, false)).toEqual({ kind: 'explain' });
  expect(actOf('space', false, true)).toBeNull();
  for (const chord of ['arrowright', 'pagedown', 'enter', 'p', '1', 'escape']) expect(actOf(chord, false, false), chord).toBeNull();
});

test('a presenter’s clicker, arrows and Space all lead on and back', () => {
  expect(['space', 'arrowright', 'pagedown'].map((chord) => actOf(chord, true, true))).toEqual(Array(3).fill({ kind: 'next' }));
  expect(['shift+space', 'arrowleft', 'pageup'].map((chord) => actOf(chord, true, false))).toEqual(Array(3).fill({ kind: 'previous' }));
  expect(actOf('p', true, false)).toEqual({ kind: 'pause' });
  expect(actOf('mod+p', true, false)).toBeNull();
});

test('Enter takes, unless a button has the focus', () => {
  expect(actOf('enter', true, false)).toEqual({ kind: 'take' });
  expect(actOf('enter', true, true)).toBeNull();
});

test('digits become the number of a product that exists', () => {
  const numbers = [1, 2, 3, 10, 11, 12];
  expect(typedNumber('', '1', numbers)).toBe('1');
  expect(typedNumber('1', '2', numbers)).toBe('12');
  expect(typedNumber('12', '3', numbers)).toBe('3');
  expect(typedNumber('1', '9', numbers)).toBe('');
});

test('a row says when it begins: measured, computed, or as planned', () => {
  const row: OnAirSlot = {
    slotId: 'a', number: 1, state: 'coming', plannedStartMs: START, plannedMs: 0, expectedStartMs: START + 59_000, actualStartMs: null,
    actualMs: null, availability: 'onSale',
  };
  expect(begins(row, undefined)).toBe('20:00');
  expect(begins({ ...row, expectedStartMs: START + 60_000 }, undefined)).toBe('≈ 20:01');
  expect(begins({ ...row, expectedStartMs: null }, undefined)).toBe('');
  expect(begins({ ...row, actualStartMs: START + 120_000 }, undefined)).toBe('20:02');
});

test('an undo in the log names the number it took back', () => {
  const took: LogEntry = {
    seq: 4, atMs: START, showMs: 0, kind: 'took', slotId: 'a', productId: 'p', number: 3, title: 'x', price: null, text: null,
    undoesSeq: null, offer: null, openedSeq: null, actor: 'owner', hash: '',
  };
  const undone: LogEntry = { ...took, seq: 5, kind: 'takeUndone', slotId: null, productId: null, number: null, title: null, undoesSeq: 4 };
  expect(logText(undone, [undone, took])).toBe('Hoàn lại: 3');
  expect(logText(took, [undone, took])).toBe('Lên màn hình: 3');
});

test('what was opened is named at its opening and at its end, and by no key while the keys are off', () => {
  const opened: LogEntry = {
    seq: 4, atMs: START, showMs: 0, kind: 'offerOpened', slotId: 'a', productId: 'p', number: 3, title: 'x', price: null, text: 'LIVE20', undoesSeq: null,
    offer: { kind: 'percentOff', code: 'LIVE20', percent: 20 }, openedSeq: null, actor: 'owner', hash: '',
  };
  const expired: LogEntry = { ...opened, seq: 5, kind: 'offerExpired', text: null, offer: null, openedSeq: 4, actor: 'clock' };
  for (const entry of [opened, expired]) expect(logText(entry, [expired, opened])).toMatch(/3.*LIVE20.*20/);
  expect(actOf('v', true, false)).toEqual({ kind: 'openOffer' });
  expect(actOf('shift+v', true, true)).toEqual({ kind: 'closeOffer' });
  expect(actOf('x', false, false)).toBeNull();
});
