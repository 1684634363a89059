import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { language } from '$lib/messages';

import { AppError, call, changes, reading, sentenceOf, workspace, type Reading } from '.';
import type { HistoryState } from './bindings/HistoryState';

/** A WebSocket of the test's own: what the core would tell, the test tells. */
class Wire {
  static last: Wire | null = null;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    Wire.last = this;
  }
  tell(change: string) {
    this.onmessage?.({ data: JSON.stringify({ change, id: null }) });
  }
  close() {}
}

const answers: { resolve: (value: unknown) => void; body: unknown }[] = [];
let stop = () => {};

beforeEach(() => {
  vi.stubGlobal('WebSocket', Wire);
  vi.stubGlobal('fetch', (_url: string, { body }: { body: string }) =>
    new Promise((resolve) => {
      answers.push({ body: JSON.parse(body), resolve: (value) => resolve(new Response(JSON.stringify(value))) });
    }));
});
afterEach(() => {
  stop();
  answers.length = 0;
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const state = (verb: string): HistoryState => ({ undo: { verb, subject: '', atMs: 1 }, redo: null });

function read(on: readonly string[] | 'any' = ['catalogue']): Reading<HistoryState> {
  let found: Reading<HistoryState> | null = null;
  stop = $effect.root(() => {
    found = reading('history_state', () => ({}), on);
  });
  flushSync();
  if (!found) throw new Error('nothing was read');
  return found;
}

test('a refusal of the core becomes a sentence in the language of the window', async () => {
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(JSON.stringify({ code: 'diskFull', params: { file: 'moclan.showrunner' }, message: 'disk full' }), { status: 507 })));
  const refused = await call('history_state', {}).catch((cause: unknown) => cause);
  expect(refused).toBeInstanceOf(AppError);
  language.set('vi');
  expect(sentenceOf(refused)).toContain('moclan.showrunner” đã đầy');
  language.set('en');
  expect(sentenceOf(refused)).toContain('moclan.showrunner” is full');
});

test('a core that does not answer is told apart from one that refuses', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  const lost = await call('history_state', {}).catch((cause: unknown) => cause);
  expect((lost as AppError).code).toBe('unreachable');
});

test('the answer to a later question wins, whichever comes first', async () => {
  const found = read();
  void found.again();
  expect(answers).toHaveLength(2);
  answers[1]?.resolve(state('later'));
  await vi.waitFor(() => expect(found.data?.undo?.verb).toBe('later'));
  answers[0]?.resolve(state('earlier'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(found.data?.undo?.verb).toBe('later');
  expect(found.busy).toBe(false);
});

test('only changes that matter are answered, and a burst of them by one reading', async () => {
  read();
  Wire.last?.onopen?.();
  for (const change of ['catalogue', 'session', 'catalogue', 'catalogue']) Wire.last?.tell(change);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  Wire.last?.tell('session');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(answers).toHaveLength(2);
});

test('after a lost connection everything is read again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  read();
  Wire.last?.onopen?.();
  const lost = Wire.last;
  lost?.onclose?.();
  expect(changes.lostAtMs).not.toBeNull();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(Wire.last).not.toBe(lost);
  Wire.last?.onopen?.();
  await vi.advanceTimersByTimeAsync(100);
  expect(changes.lostAtMs).toBeNull();
  expect(answers).toHaveLength(2);
});

test('while another file takes the place of the open one the window waits, and asks again', async () => {
  vi.useFakeTimers();
  const own = { path: 'a.showrunner', brand: 'Mộc Lan', language: 'vi', market: 'vn', zone: 'Asia/Ho_Chi_Minh', theme: 'system' };
  const say = async (open: unknown) => {
    answers.pop()?.resolve({ workspace: open });
    await vi.advanceTimersByTimeAsync(0);
  };
  void workspace.again();
  await say(own);
  void workspace.again();
  await say(null);
  expect(workspace.current?.brand, 'nothing open for a moment is no first run').toBe('Mộc Lan');
  await vi.advanceTimersByTimeAsync(500);
  await say({ ...own, brand: 'Harrow & Finch' });
  expect(workspace.current?.brand).toBe('Harrow & Finch');
});
