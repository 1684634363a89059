/**
 * The power cut at the desk: the window is killed while takes are made. What the screen had shown as taken is in the log,
 * the file is whole, the session carries on where it was, and the folder that is told ends at the last state.
 * SHOWRUNNER_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { picture, startDesk } from './harness.mjs';
import { ended, pressClose, until } from './system.mjs';
import { Key } from './webdriver.mjs';

const KILLS = 5;
const PRODUCTS = 6;
/** A take is pressed, written, shown and told within this time; kills are spread over it, half of them over its first 11 ms. */
const SPREAD_MS = 90;

/** SplitMix64, as in the other crash tests: enough to spread kills, and the same everywhere. */
function dice(seed) {
  const mask = (1n << 64n) - 1n;
  let state = BigInt(seed) & mask;
  return (limit) => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let mixed = state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask;
    return Number((mixed ^ (mixed >> 31n)) % BigInt(limit));
  };
}

let desk;
before(async () => {
  desk = await startDesk();
});
after(() => desk?.stop());

/** Sets the stage by commands; what is tested begins when keys are pressed. */
async function stage(window, site) {
  await window.call('workspace_start', { language: 'vi', market: 'vn', brand: 'Mộc Lan', purpose: 'planAndSell' });
  const plan = {
    title: 'Đêm chăm da', market: 'vn', startLocal: '2031-05-01T20:00', lengthMs: 3_600_000, channels: [], hostIds: [], goal: {}, note: '',
  };
  const { id: sessionId } = await window.call('session_create', plan);
  const productIds = [];
  for (let number = 1; number <= PRODUCTS; number += 1) {
    const product = { title: `Son số ${number}`, sku: `S-${number}`, price: { amount: '199000', currency: 'VND' } };
    productIds.push((await window.call('product_create', product)).productId);
  }
  await window.call('lineup_add', { sessionId, productIds });
  await window.call('session_schedule', { sessionId });
  await window.call('target_create', { kind: 'folder', name: 'Website', address: site, allowPrivate: false });
  await window.call('on_air_start', { sessionId });
  return sessionId;
}

/** The number that the desk shows on screen; 0 while nothing is. */
const onScreen = (window) => window.run(`return Number(document.querySelector('article.onair .sno')?.innerText ?? 0)`);

/** Opens the desk and arms its keys. */
async function arm(window, sessionId) {
  await window.go(`/desk/${sessionId}`);
  await window.click('header button', 'Phím đang tắt');
  await window.find('header button', 'Phím đang bật');
}

/** Chooses a product by its digit and answers once the desk says that it is chosen. */
async function choose(window, number) {
  await window.press(String(number));
  await window.until(`number ${number} to be chosen`, () => window.run(`return document.querySelector('.slot[aria-pressed=true] .no')?.innerText === arguments[0]`, String(number)));
}

/** Takes a product by keyboard; once this answers, whoever sits at the desk has seen it on screen. */
async function take(window, number) {
  await choose(window, number);
  await window.press(Key.space);
  await window.until(`number ${number} on screen`, async () => (await onScreen(window)) === number);
}

/** The numbers taken so far, from the log, oldest first; its chain of hashes must hold. */
async function taken(window, sessionId) {
  const { entries, brokenAtSeq, more } = await window.call('log_page', { sessionId, limit: 200 });
  assert.equal(brokenAtSeq, null, 'the chain of hashes holds');
  assert.equal(more, false);
  return entries.filter(({ kind }) => kind === 'took').map(({ seq, number }) => ({ seq, number })).sort((one, other) => one.seq - other.seq).map(({ number }) => number);
}

/** Looks at a copy, so that the app itself has to mend what the kill left. */
function isWhole(file) {
  const folder = mkdtempSync(join(tmpdir(), 'showrunner-copy-'));
  for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, join(folder, `copy${end}`));
  const look = `import sqlite3, sys
file = sqlite3.connect(sys.argv[1])
print(file.execute('PRAGMA integrity_check').fetchall(), file.execute('PRAGMA foreign_key_check').fetchall())`;
  const verdict = execFileSync(process.env.SHOWRUNNER_PYTHON, ['-c', look, join(folder, 'copy')], { encoding: 'utf8' }).trim();
  rmSync(folder, { recursive: true, force: true });
  assert.equal(verdict, "[('ok',)] []");
}

/** Waits until the folder tells what the core holds: the last revision, and what is on screen. */
function told(window, sessionId, site) {
  return until('the folder to be told', async () => {
    const { deliveries } = await window.call('delivery_page', { targetId: (await window.call('target_all')).targets[0].id, limit: 1 });
    const state = await window.call('on_air_state', { sessionId });
    if (!existsSync(join(site, 'now.json'))) return false;
    const now = JSON.parse(readFileSync(join(site, 'now.json'), 'utf8'));
    const manifest = JSON.parse(readFileSync(join(site, 'manifest.json'), 'utf8'));
    const last = deliveries[0]?.revision;
    return now.revision === last && manifest.revision === last && (now.now?.slotId ?? null) === (state.now?.slotId ?? null);
  });
}

test('a killed window loses no take that was on screen, and the show goes on', { timeout: 300_000 }, async () => {
  const seed = Number(process.env.SHOWRUNNER_SEED ?? Math.floor(Date.now() / 1_000));
  console.log(`SHOWRUNNER_SEED=${seed}`);
  const below = dice(seed);
  const file = join(desk.home, 'brand.showrunner');
  const site = join(desk.home, 'site');
  mkdirSync(site);
  let window = await desk.open('--workspace', file);
  const sessionId = await stage(window, site);
  await arm(window, sessionId);

  /** What the log must hold: every take that was seen, in order. */
  let seen = [];
  let number = 0;
  const another = () => (number = ((number + below(PRODUCTS - 1)) % PRODUCTS) + 1);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    for (let takes = 1 + below(2); takes > 0; takes -= 1) {
      await take(window, another());
      seen.push(number);
    }
    const last = number;
    // One more is pressed, and the window is killed on its way.
    await choose(window, another());
    const afterMs = Math.round((below(1_000) / 1_000) ** 3 * SPREAD_MS);
    const [pid] = desk.apps();
    const press = window.press(Key.space).catch(() => null);
    await sleep(afterMs);
    process.kill(pid, 'SIGKILL');
    await press;
    await ended(desk);
    isWhole(file);

    window = await desk.open('--workspace', file);
    const found = await taken(window, sessionId);
    const isWritten = found.length > seen.length;
    console.log(`kill ${kill}: ${afterMs} ms after the press, the take was ${isWritten ? '' : 'not '}written`);
    if (isWritten) seen.push(number);
    assert.deepEqual(found, seen, 'every take that was seen is in the log, and at most the one that was pressed');
    if (!isWritten) number = last;
    const { status, clock } = await window.call('on_air_state', { sessionId });
    assert.deepEqual([status, clock], ['live', 'running']);
    // What a person finds: the session on air, and on screen what was there, or what was pressed.
    await window.click('nav a', 'ON AIR');
    await window.find('header *', 'ON AIR', { exact: true });
    await window.until(`number ${number} on screen`, async () => (await onScreen(window)) === number);
    await told(window, sessionId, site);
    if (kill === 1) await picture(window, 'after-a-kill');
    await arm(window, sessionId);
  }

  await take(window, another());
  seen.push(number);
  assert.deepEqual(await taken(window, sessionId), seen);
  await window.click('button', 'Kết thúc…', { exact: true });
  await window.click('[role=dialog] button', 'Kết thúc phiên', { exact: true });
  await window.find('nav a', 'Tổng kết');
  await window.until('the session to have ended', async () => (await window.call('on_air_state', { sessionId })).status === 'ended');
  await told(window, sessionId, site);
  assert.equal(JSON.parse(readFileSync(join(site, 'now.json'), 'utf8')).state, 'ended', 'the site knows that it is over');
  await pressClose(desk);
  await ended(desk);
  isWhole(file);
});
