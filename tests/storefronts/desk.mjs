/** A desk with a session on air, and what a shopper's browser shows of it. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { startedCore } from '../e2e/core.mjs';
import { until } from '../e2e/stage.mjs';

export const PATIENCE = 20_000;

/** A core of its own on the sample brand, its next session on air. */
export async function desk() {
  const core = await startedCore({ purpose: 'sample', brand: '' });
  const { sessions } = await core.call('session_all', {});
  const [next] = sessions.filter(({ status }) => status === 'scheduled').sort((a, b) => a.startsAtMs - b.startsAtMs);
  const { slots } = await core.call('lineup_get', { sessionId: next.id });
  await core.call('on_air_start', { sessionId: next.id, clientKey: crypto.randomUUID() });
  const own = async (id) => (await core.call('target_all', {})).targets.find((target) => target.id === id);
  return {
    ...core,
    slots,
    take: (at) => core.call('on_air_take', { sessionId: next.id, slotId: slots[at % slots.length].id, clientKey: crypto.randomUUID() }),
    end: () => core.call('on_air_end', { sessionId: next.id, clientKey: crypto.randomUUID() }),
    target: own,
    becomes: (id, code) => until(async () => (await own(id)).lastAnswer?.code === code, `${code} at the destination`, PATIENCE),
    /** Waits until the destination has what was told last, and answers its revision. */
    async told(id) {
      await until(async () => (await own(id)).state === 'upToDate', 'the last state at the destination', PATIENCE);
      return (await own(id)).revision;
    },
  };
}

/** Nothing in the desk's folder, its answers or its log holds `secret`, but the file of secrets. */
export function assertNowhere(core, secret, texts) {
  for (const text of [core.complaints(), ...texts.map((one) => JSON.stringify(one))]) assert.ok(!text.includes(secret), 'told aloud');
  const files = readdirSync(core.home, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  assert.ok(files.length > 2, 'there is something to search');
  const holding = files.filter((one) => readFileSync(join(one.parentPath ?? one.path, one.name)).includes(secret)).map(({ name }) => name);
  assert.deepEqual(holding.filter((name) => name !== 'secrets.json'), []);
  // The copy for support is the other way out.
  return holding;
}

/** What of a test works and what does not: `check` to `works`, or to the answer's code. */
export const graded = ({ findings }) =>
  Object.fromEntries(findings.map(({ check, grade, answer }) => [check, grade === 'works' ? 'works' : `${grade}: ${answer}`]));

/** Ten takes, each seen on the page as the product that is on screen. */
export async function followsTakes(page, stage, targetId, takes = 10) {
  for (let take = 1; take <= takes; take += 1) {
    await stage.take(take);
    const { title } = stage.slots[take % stage.slots.length];
    await stage.told(targetId);
    await until(async () => (await page.locator('live-session .now').innerText().catch(() => '')).includes(title), `take ${take}: ${title}`, PATIENCE);
  }
}

