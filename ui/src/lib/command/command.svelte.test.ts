import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';

import { chordOf, commands, keysShown, listenToKeys, offer } from '.';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

function offering(run: () => void, enabled = true) {
  stops.push($effect.root(() => offer(() => [
    { id: 'history_undo', title: () => 'Hoàn tác', group: () => '', keys: 'mod+z', enabled: () => enabled, run },
  ])));
  flushSync();
  stops.push(listenToKeys());
}

const press = (target: EventTarget, init: KeyboardEventInit) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));

test('a chord runs its command, and only while it is offered', () => {
  const undo = vi.fn();
  offering(undo);
  press(document.body, { key: 'z', ctrlKey: true });
  expect(undo).toHaveBeenCalledOnce();
  stops.shift()?.();
  flushSync();
  expect(commands.list).toEqual([]);
});

test('keys do nothing while Vietnamese is composed or text is typed', () => {
  const undo = vi.fn();
  offering(undo);
  const field = document.body.appendChild(document.createElement('input'));
  press(document.body, { key: 'z', ctrlKey: true, isComposing: true });
  press(field, { key: 'z', ctrlKey: true });
  expect(undo).not.toHaveBeenCalled();
  field.remove();
});

test('a command that is not enabled leaves its keys alone', () => {
  const undo = vi.fn();
  offering(undo, false);
  expect(press(document.body, { key: 'z', ctrlKey: true })).toBe(true);
  expect(undo).not.toHaveBeenCalled();
});

test('a sign typed with Shift is its own key', () => {
  expect(chordOf(new KeyboardEvent('keydown', { key: '?', shiftKey: true }))).toBe('?');
  expect(chordOf(new KeyboardEvent('keydown', { key: 'Z', shiftKey: true, ctrlKey: true }))).toBe('shift+mod+z');
  expect(chordOf(new KeyboardEvent('keydown', { key: ' ' }))).toBe('space');
  expect(chordOf(new KeyboardEvent('keydown', { key: ' ', shiftKey: true })), 'back, not next').toBe('shift+space');
  expect(keysShown('shift+mod+z')).toBe('Ctrl Shift Z');
});
