/** Several files at once, a session by its steps, days and ads, and what a later file changed: in a browser, on a real core. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startedCore } from './core.mjs';
import { assertQuiet, axe, dress, goTo, LANGUAGES, newPage, picture, settled, startBrowser, THEMES } from './harness.mjs';

const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const source = (path) => here(`src-tauri/crates/exchange/source/${path}`);
const FILES = [source('tiktok-ads/vn.xlsx'), source('tiktok-session/vn.xlsx'), source('tiktok-live-days/vn.xlsx'), source('tiktok-shop-days/vn.csv'), here('tests/fixture/tiktok-live-vn.xlsx')];

let browser;
let core;
let folder;

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'reviewPast' });
  folder = mkdtempSync(join(tmpdir(), 'showrunner-files-'));
});
after(async () => {
  await browser?.close();
  await core?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Looks at a page in both languages and themes. */
async function everyWay(hash, name, ready) {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme, viewport: { width: 1280, height: 1100 } });
      await goTo(page, core, hash);
      await page.waitForSelector(ready);
      await settled(page);
      assert.deepEqual(await axe(page), [], `${name} in ${language}, ${theme}`);
      await picture(page, `${name}-${language}-${theme}`);
      assertQuiet(complaints, name);
      await close();
    }
  }
  await dress(core, 'en', 'light');
}

const imports = async () => (await core.call('import_all', {})).imports;

test('several files are looked at in one list, and the proven ones come in by one press', async (t) => {
  await dress(core, 'en', 'light');
  const { page, complaints, close } = await newPage(browser, { language: 'en' });
  t.after(close);
  const open = join(folder, 'open.csv');
  writeFileSync(open, 'Date,GMV,Orders,Customers,Items sold\n05/07/2026,5.000,3,2,4\n');
  await goTo(page, core, '#/import');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose a file' }).click()]);
  await chooser.setFiles([...FILES, open]);
  const press = page.getByRole('button', { name: 'Import 5 proven files' });
  await press.waitFor();
  await settled(page);
  assert.deepEqual(await axe(page), []);
  await picture(page, 'queue-en-light');
  assert.equal((await imports()).length, 0, 'looking writes nothing');
  await press.click();
  await page.waitForFunction(() => [...document.querySelectorAll('td')].filter((cell) => cell.textContent?.trim() === 'Imported').length === 5);
  assert.equal((await imports()).length, 5);
  await page.getByRole('button', { name: 'Open open.csv' }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'TikTok' }).waitFor();
  assertQuiet(complaints, 'the list of files');
});

test('a session shows its steps and products as the platform tells them', async () => {
  const { sessions } = await core.call('session_all', {});
  const told = [];
  for (const { id } of sessions) {
    const { files } = await core.call('review_steps', { sessionId: id });
    if (files.length > 0) told.push(id);
  }
  assert.equal(told.length, 1, 'one room was told step by step');
  await everyWay(`#/recap/${told[0]}`, 'steps', 'text=CTOR');
});

test('days and ads are seen with their totals', async () => {
  await everyWay('#/days', 'days', 'tr.total');
  const { days } = await core.call('review_days', {});
  assert.equal(days.length, 46);
});

test('a later file that tells past orders anew is named with its sessions and lines', async () => {
  const { sessions } = await core.call('session_all', {});
  const session = sessions.find(({ status }) => status === 'ended');
  const at = new Date(session.startsAtMs + 300_000 + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const header = 'Order ID,Order date,SKU,Product,Quantity,Unit price,Refund,Live session';
  const write = (name, head, refund, hours) => {
    const path = join(folder, name);
    const more = head.endsWith('Warehouse') ? ',Kho 1' : '';
    writeFileSync(path, `${head}\nA1,${at},SON-03,Son tint bóng,2,100000,0,${session.id}${more}\nA2,${at},SON-03,Son tint bóng,1,90000,${refund},${session.id}${more}\n`);
    const then = Date.now() / 1000 - hours * 3600;
    utimesSync(path, then, then);
    return path;
  };
  const bring = async (path) => {
    const preview = await core.call('import_preview', { path, as: 'sales', answers: { currency: 'VND', zone: 'Asia/Ho_Chi_Minh' } });
    assert.equal(preview.ready, true, JSON.stringify(preview.questions));
    return core.call('import_commit', { previewId: preview.previewId });
  };
  await bring(write('july.csv', header, 0, 48));
  const { importId } = await bring(write('august.csv', `${header},Warehouse`, 30_000, 1));
  const changes = await core.call('import_changes', { importId });
  assert.equal(changes.sessions.length, 1);
  assert.deepEqual(changes.headers.added, ['Warehouse']);
  await everyWay(`#/import/${importId}`, 'changes', 'text=A2');
  await everyWay('#/today', 'today-moved', 'text=august.csv');
});
