/**
 * The README's pictures: the real UI on the real core, on the sample brands.
 *
 * `node tests/e2e/screenshots.mjs <folder>`, with SHOWCTL in the environment; `cargo xtask screenshots` runs it.
 */
import assert from 'node:assert/strict';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startedCore } from './core.mjs';
import { assertQuiet, goTo, newPage, settled, startBrowser } from './harness.mjs';

/** A README is read on slow lines too. */
const LARGEST = 300_000;

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('say where the pictures go: node tests/e2e/screenshots.mjs <folder>');
mkdirSync(folder, { recursive: true });

async function picture(page, name, clip) {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, ...(clip ? { clip } : {}) });
  const { size } = statSync(path);
  assert.ok(size < LARGEST, `${name}.png has ${size} bytes`);
  console.log(`${name}.png  ${Math.round(size / 1000)} kB`);
}

/** The sample's session that is ready to go live: the next one there is. */
async function readySession(core) {
  const { sessions } = await core.call('session_all', {});
  const [next] = sessions.filter(({ status }) => status === 'scheduled').sort((a, b) => a.startsAtMs - b.startsAtMs);
  return next.id;
}

/** Plans a session so that its third product is due now: three takes in a row leave the desk on time. */
async function planBackwards(core, sessionId) {
  const session = await core.call('session_get', { sessionId });
  const { slots } = await core.call('lineup_get', { sessionId });
  const due = Date.now() - slots[0].plannedMs - slots[1].plannedMs;
  const wall = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone: session.zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
      .formatToParts(due)
      .map(({ type, value }) => [type, value]),
  );
  const { title, market, zone, lengthMs, goal, note } = session;
  const channels = session.channels.map(({ channel, url }) => ({ channel, url }));
  const hostIds = session.hosts.map(({ id }) => id);
  const startLocal = `${wall.year}-${wall.month}-${wall.day}T${wall.hour}:${wall.minute}`;
  await core.call('session_edit', { sessionId, plan: { title, market, zone, startLocal, lengthMs, channels, hostIds, goal, note } });
}

/** Before the show: the day, the products, the line-up, and what the last session brought. */
async function plan(page, core, session) {
  await goTo(page, core, '#/today');
  await picture(page, 'today');
  await goTo(page, core, '#/products');
  await picture(page, 'products');
  await goTo(page, core, `#/sessions/${session}/lineup`);
  await picture(page, 'lineup');
  await lastRecap(page, core);
  await picture(page, 'recap');
}

async function lastRecap(page, core) {
  const { sessions } = await core.call('session_all', {});
  const [last] = sessions.filter(({ status }) => status === 'ended').sort((a, b) => b.startsAtMs - a.startsAtMs);
  await goTo(page, core, `#/recap/${last.id}`);
}

/** The show, by hand as a host would: going live, arming the keys, three takes. */
async function goLive(page, core, session) {
  await planBackwards(core, session);
  await goTo(page, core, `#/desk/${session}`);
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'Keys off' }).click();
  for (const number of ['1', '2', '3']) {
    await page.keyboard.press('Space');
    await page.getByText(`Shown: ${number} at`).waitFor();
  }
  // So that the picture shows the clock and not the moment it was set.
  await sleep(3_000);
  await settled(page);
  await picture(page, 'desk');
}

/** What shoppers and viewers see of it. */
async function outside(browser, core, title) {
  const shop = await newPage(browser, { language: 'en' });
  await shop.page.goto(`${core.url}/shop/`);
  await shop.page.locator('live-session').getByText(title).first().waitFor();
  await shop.page.evaluate(() => document.fonts.ready.then(() => undefined));
  await shop.page.waitForLoadState('networkidle');
  await picture(shop.page, 'shop');
  assertQuiet(shop.complaints, 'demo shop');
  await shop.close();

  // 1920 × 1080 as in OBS, drawn at two thirds; it is transparent, so something neutral stands for the video.
  const overlay = await newPage(browser, { language: 'en', viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 2 / 3 });
  await overlay.page.goto(`${core.url}/overlay/lower-third/?show=current`);
  await overlay.page.addStyleTag({ content: 'body { background: #8a8f94 !important }' });
  await overlay.page.locator('.ov-card.is-live').getByText(title).waitFor();
  await overlay.page.evaluate(() => document.fonts.ready.then(() => undefined));
  await overlay.page.waitForLoadState('networkidle');
  await picture(overlay.page, 'overlay', { x: 0, y: 660, width: 1920, height: 420 });
  assertQuiet(overlay.complaints, 'overlay');
  await overlay.close();
}

const browser = await startBrowser();
const english = await startedCore({ purpose: 'sample', brand: '', market: 'gb', language: 'en' });
const vietnamese = await startedCore({ purpose: 'sample', brand: '', market: 'vn', language: 'vi' });
try {
  const { page, complaints } = await newPage(browser, { language: 'en' });
  const session = await readySession(english);
  await plan(page, english, session);
  await goLive(page, english, session);
  const { slots } = await english.call('lineup_get', { sessionId: session });
  await outside(browser, english, slots[2].title);
  assertQuiet(complaints, 'the window');

  const inVietnamese = await newPage(browser, { language: 'vi' });
  await lastRecap(inVietnamese.page, vietnamese);
  await picture(inVietnamese.page, 'recap-vi');
  assertQuiet(inVietnamese.complaints, 'the window in Vietnamese');
} finally {
  await browser.close();
  await english.stop();
  await vietnamese.stop();
}
