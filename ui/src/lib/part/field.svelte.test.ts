import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';

import { market } from '$lib/format';

import Field from './Field.svelte';
import MoneyInput from './MoneyInput.svelte';

let end = () => {};
afterEach(() => end());

function shown(show: (target: HTMLElement) => Record<string, unknown>): HTMLInputElement {
  const target = document.body.appendChild(document.createElement('div'));
  const part = show(target);
  flushSync();
  end = () => (void unmount(part), target.remove());
  const input = target.querySelector('input');
  if (!input) throw new Error('no field');
  return input;
}

function type(input: HTMLInputElement, text: string) {
  input.focus();
  input.dispatchEvent(new Event('focus'));
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

const leave = (input: HTMLInputElement) => {
  input.dispatchEvent(new Event('blur'));
  flushSync();
};

test('a field commits when it is left, once, and never while Vietnamese is composed', () => {
  const oncommit = vi.fn();
  const input = shown((target) => mount(Field, { target, props: { label: 'Tên', value: '', oncommit } }));
  type(input, 'chắc chắn');
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
  expect(oncommit).not.toHaveBeenCalled();
  leave(input);
  leave(input);
  expect(oncommit).toHaveBeenCalledExactlyOnceWith('chắc chắn');
  expect(input.value).toBe('chắc chắn');
});

test('a field that was only visited commits nothing', () => {
  const oncommit = vi.fn();
  const input = shown((target) => mount(Field, { target, props: { label: 'Tên', value: 'Mộc Lan', oncommit } }));
  input.dispatchEvent(new Event('focus'));
  leave(input);
  expect(oncommit).not.toHaveBeenCalled();
});

test('a price is read as it is said, and what cannot be read is told beside the field', () => {
  market.set('vn');
  const onchange = vi.fn();
  const input = shown((target) => mount(MoneyInput, { target, props: { label: 'Giá live', value: null, currency: 'VND', onchange } }));
  type(input, '229k');
  leave(input);
  expect(onchange).toHaveBeenLastCalledWith({ amount: '229000', currency: 'VND' });
  expect(input.value).toBe('229.000');
  type(input, 'hai trăm');
  leave(input);
  expect(onchange).toHaveBeenCalledOnce();
  expect(document.querySelector('[role=alert]')?.textContent).toContain('229.000');
  expect(input.getAttribute('aria-invalid')).toBe('true');
});
