/** A watched folder, restarted rooms, a moment of the curve and the recovery code: in a browser, on a real core. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startedCore } from './core.mjs';
import { assertQuiet, axe, dress, goTo, LANGUAGES, newPage, picture, settled, startBrowser, THEMES } from './harness.mjs';

const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const ROOMS = 'Room ID,Room Title,Start Time,End Time,Attributed GMV,Attributed orders,Attributed items sold,Views\n';

let browser;
let core;
let folder;

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'reviewPast' });
  folder = mkdtempSync(join(tmpdir(), 'showrunner-watched-'));
});
after(async () => {
  await browser?.close();
  await core?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Looks at a page in both languages and themes. */
async function everyWay(of, hash, name, ready) {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      await dress(of, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme, viewport: { width: 1280, height: 1100 } });
      await goTo(page, of, hash);
      await page.locator(ready).first().waitFor();
      await settled(page);
      assert.deepEqual(await axe(page), [], `${name} in ${language}, ${theme}`);
      await page.locator(ready).first().scrollIntoViewIfNeeded();
      await picture(page, `${name}-${language}-${theme}`);
      assertQuiet(complaints, name);
      await close();
    }
  }
  await dress(of, 'en', 'light');
}

/** Waits until the core says so; a look at the folders takes a few seconds. */
async function until(holds, what) {
  const end = Date.now() + 30_000;
  for (;;) {
    const { folders } = await core.call('watch_state', {});
    if (holds(folders[0])) return;
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(folders)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

test('a folder is watched by its path, what lands there waits in the list, and what is proved goes in once the user says so', async (t) => {
  await dress(core, 'en', 'light');
  writeFileSync(join(folder, 'before.csv'), 'a,b\n1,2\n');
  const { page, complaints, close } = await newPage(browser, { language: 'en' });
  t.after(close);
  await goTo(page, core, '#/data');
  await page.getByRole('button', { name: 'Watch a folder' }).click();
  await page.getByLabel('Path of the folder').fill('/no/such/folder');
  await page.getByRole('button', { name: 'Watch it' }).click();
  await page.getByText('There is no folder').waitFor();
  await page.getByLabel('Path of the folder').fill(folder);
  await page.getByRole('button', { name: 'Watch it' }).click();
  await page.getByRole('button', { name: `Stop watching ${folder}` }).waitFor();

  writeFileSync(join(folder, 'july.csv.crdownload'), ROOMS);
  copyFileSync(here('tests/fixture/tiktok-live-vn.xlsx'), join(folder, 'live.xlsx'));
  writeFileSync(join(folder, 'what.csv'), 'Date,GMV,Orders,Customers,Items sold\n05/07/2026,5.000,3,2,4\n');
  await until((watched) => watched.waiting.length === 2, 'two files wait');
  await goTo(page, core, '#/today');
  await page.getByText('2 files wait in').waitFor();
  await page.getByRole('link', { name: /See files/ }).click();
  await page.getByRole('button', { name: 'Import 1 proven file' }).waitFor();
  assert.equal((await core.call('import_all', {})).imports.length, 0, 'nobody said that it goes in');
  await everyWay(core, '#/import', 'watch-queue', 'text=live.xlsx');
  await everyWay(core, '#/today', 'watch-today', 'a[href="#/import"]');

  await goTo(page, core, '#/data');
  await page.getByLabel('Proven files go in by themselves').check();
  await until((watched) => watched.wentIn === 1, 'the proven one goes in');
  await page.getByText('1 file went in by itself').waitFor();
  await everyWay(core, '#/data', 'watch-data', 'b.path');

  renameSync(folder, `${folder}-away`);
  await until((watched) => !watched.isThere, 'it is gone');
  await goTo(page, core, '#/data');
  await page.getByText('is not there. Connect its drive').waitFor();
  renameSync(`${folder}-away`, folder);
  await goTo(page, core, '#/data');
  await page.getByRole('button', { name: `Stop watching ${folder}` }).click();
  await page.getByRole('button', { name: `Stop watching ${folder}` }).waitFor({ state: 'detached' });
  assert.deepEqual((await core.call('watch_state', {})).folders, []);
  // The folder that is not there was refused on purpose.
  assertQuiet(complaints.filter((line) => !line.includes('/api/watch_start')), 'watching');
});

test('two rooms close after each other are one show when the user says so, and two again', async (t) => {
  const { page, complaints, close } = await newPage(browser, { language: 'en' });
  t.after(close);
  const path = join(folder, 'rooms.csv');
  writeFileSync(path, `2026-08-01 ~ 2026-08-31\n\n${ROOMS}8001,Restarted,2026-08-20 20:00:00,2026-08-20 21:00:00,"1,000,000₫",2,2,100\n8002,Restarted,2026-08-20 21:05:00,2026-08-20 21:35:00,"500,000₫",1,1,50\n`);
  const preview = await core.call('import_preview', { path });
  assert.equal(preview.ready, true, JSON.stringify(preview.questions));
  await core.call('import_commit', { previewId: preview.previewId });
  const [{ into }] = (await core.call('join_all', {})).proposals.filter(({ part }) => part.title === 'Restarted');
  await everyWay(core, '#/recap', 'join-proposed', 'text=/One show|Một phiên/');
  await goTo(page, core, `#/recap/${into.sessionId}`);
  await page.getByRole('button', { name: /^One show with Restarted/ }).click();
  await page.getByText('With the room restarted at').waitFor();
  await page.getByText('1.5', { exact: false }).first().waitFor();
  const { platform } = await core.call('review_session', { sessionId: into.sessionId });
  assert.deepEqual([platform.rooms, platform.gmv, platform.orders], [2, '1500000', 3]);
  await everyWay(core, `#/recap/${into.sessionId}`, 'join-joined', 'text=/Take apart|Tách ra/');
  await goTo(page, core, `#/recap/${into.sessionId}`);
  await page.getByRole('button', { name: 'Take apart' }).click();
  await page.getByRole('button', { name: /^One show with Restarted/ }).waitFor();
  assertQuiet(complaints, 'joining');
});

test('the curve leads to a moment by a press and by keys, with what was on screen and sold then', async (t) => {
  const sample = await startedCore({ purpose: 'sample', brand: '', market: 'vn', language: 'en' });
  t.after(() => sample.stop());
  const { page, complaints, close } = await newPage(browser, { language: 'en', viewport: { width: 1280, height: 1100 } });
  t.after(close);
  const { sessions } = await sample.call('session_all', {});
  const [last] = sessions.filter(({ status }) => status === 'ended').sort((one, other) => other.startsAtMs - one.startsAtMs);
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      await dress(sample, language, theme);
      const seen = await newPage(browser, { language, theme, viewport: { width: 1280, height: 1100 } });
      await goTo(seen.page, sample, `#/recap/${last.id}`);
      const reach = seen.page.getByRole('slider');
      await reach.click({ position: { x: 300, y: 60 } });
      await seen.page.locator('.moment header [role="status"]').getByText('·').waitFor();
      await settled(seen.page);
      assert.deepEqual(await axe(seen.page), [], `a moment in ${language}, ${theme}`);
      await picture(seen.page, `moment-${language}-${theme}`);
      assertQuiet(seen.complaints, 'a moment');
      await seen.close();
    }
  }
  await dress(sample, 'en', 'light');
  await goTo(page, sample, `#/recap/${last.id}`);
  const reach = page.getByRole('slider', { name: 'Move to a moment of the show' });
  await reach.focus();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowRight');
  const moment = page.getByRole('region', { name: 'A moment of the show' });
  await moment.waitFor();
  const { figures, bands } = await sample.call('review_session', { sessionId: last.id });
  const span = await reach.getAttribute('aria-valuetext');
  assert.ok(await moment.getByText(span).first().isVisible(), `${span} is told`);
  const [point, next] = [figures[0].curve[4], figures[0].curve[5]];
  const { lines } = await sample.call('review_lines', { sessionId: last.id, currency: figures[0].currency, fromMs: point.atMs, toMs: next.atMs, offset: 0, limit: 500 });
  const sum = lines.filter(({ kind }) => kind === 'sale').reduce((all, { amount }) => all + Number(amount), 0);
  assert.equal(sum, Number(point.gmv), 'the lines of the moment are the point of the curve');
  const shown = bands.filter((band) => band.fromMs < next.atMs && band.toMs > point.atMs);
  for (const { title } of shown) await moment.getByRole('button', { name: title }).waitFor();
  await moment.getByRole('button', { name: 'Product shown after' }).click();
  await page.keyboard.press('Escape');
  assertQuiet(complaints, 'a moment');
});

test('a recovery code is shown to the owner on demand, and taken over only when it is right', async (t) => {
  const { page, complaints, close } = await newPage(browser, { language: 'en' });
  t.after(close);
  await core.call('privacy_code', {});
  await goTo(page, core, '#/data');
  await page.getByRole('button', { name: 'Show the code' }).click();
  const code = await page.locator('code').textContent();
  assert.match(code, /^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
  // Printed by the button or by a key, the code stands alone on the paper.
  await page.evaluate(() => { globalThis.print = () => { document.documentElement.dataset.printed = 'yes'; }; });
  await page.getByRole('button', { name: 'Print the code' }).click();
  assert.equal(await page.getAttribute('html', 'data-printed'), 'yes');
  await page.emulateMedia({ media: 'print' });
  assert.ok((await page.locator('.sheet').innerText()).includes(code));
  assert.equal(await page.locator('.app').isVisible() || await page.getByRole('dialog').isVisible(), false, 'nothing else is printed');
  await picture(page, 'recovery-printed');
  await page.emulateMedia({ media: 'screen' });
  assert.equal(await page.locator('.sheet').isVisible(), false);
  await page.getByRole('button', { name: 'I have it' }).click();
  assert.equal(await page.locator('.sheet').count(), 0, 'what was printed is not kept');
  await page.getByRole('button', { name: 'Enter a code' }).click();
  await page.getByLabel('Code of the other computer').fill(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`);
  await page.getByRole('button', { name: 'Use this key' }).click();
  await page.getByText('This is not the code of this workspace').waitFor();
  await page.getByLabel('Code of the other computer').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Use this key' }).click();
  await page.getByText('From now on buyers get').waitFor();
  await everyWay(core, '#/data', 'recovery', 'text=/Recovery code|Mã khôi phục/');
  assertQuiet(complaints.filter((line) => !line.includes('422')), 'the recovery code');
});
