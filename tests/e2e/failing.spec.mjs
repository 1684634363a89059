/** What must not go wrong while something fails: the desk stays when a file falls on it, a dead destination can be told again. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { startedCore } from './core.mjs';
import { axe, dress, goTo, newPage, picture, startBrowser } from './harness.mjs';
import { until } from './stage.mjs';

let browser;
let core;
/** What the receiver answers. */
let status = 410;
const asked = [];
const receiver = createServer((request, response) => {
  asked.push(request.url);
  request.resume().on('end', () => response.writeHead(status).end('no'));
});

before(async () => {
  await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
  await dress(core, 'en', 'light');
});
after(async () => {
  await browser?.close();
  await core?.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const scheduled = async () => (await core.call('session_all', {})).sessions.find((one) => one.status === 'scheduled')?.id;

/** Lets a file fall on the window, as a browser does. */
const dropFile = (page, name) =>
  page.evaluate((called) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['Order ID,Price\n1,2'], called));
    dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, name);

test('a file dropped on the desk on air asks before it takes the operator away', { timeout: 60_000 }, async (t) => {
  const id = await scheduled();
  const { page, close } = await newPage(browser, { language: 'en' });
  t.after(close);
  await core.call('on_air_start', { sessionId: id, clientKey: crypto.randomUUID() });
  await goTo(page, core, `#/desk/${id}`);
  await page.getByText('Keys off', { exact: false }).first().waitFor();
  await dropFile(page, 'orders-november.csv');
  await page.getByText('“orders-november.csv” is not imported yet', { exact: false }).waitFor();
  assert.equal(new URL(page.url()).hash, `#/desk/${id}`, 'the desk stays');
  await picture(page, 'desk-drop-held');

  await page.getByRole('button', { name: 'Leave the desk and import' }).click();
  await page.getByText('orders-november.csv').first().waitFor();
  assert.equal(new URL(page.url()).hash, '#/import');
});

test('a dead delivery can be sent again, and the list says what came of it', { timeout: 60_000 }, async (t) => {
  const { page, close } = await newPage(browser, { language: 'en' });
  t.after(close);
  const address = `http://127.0.0.1:${receiver.address().port}/hook`;
  await core.call('target_create', { kind: 'webhook', name: 'harrow.example', address, allowPrivate: true });
  const state = async () => (await core.call('target_all', {})).targets[0].state;
  await until(async () => (await state()) === 'needsYou', 'the destination to need the user', 10_000);

  await goTo(page, core, '#/website');
  await page.getByRole('button', { name: 'Actions for harrow.example' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Needs you').first().waitFor();
  assert.deepEqual(await axe(page), []);

  // Out of reach, the press is refused in words, and the rows stay.
  await page.route('**/api/delivery_resend', (route) => route.abort());
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await dialog.getByText('Showrunner cannot be reached', { exact: false }).waitFor();
  assert.ok((await dialog.getByRole('row').count()) > 1, 'the deliveries stay');
  await page.unroute('**/api/delivery_resend');

  status = 204;
  const before = asked.length;
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await dialog.getByText('On its way again to harrow.example', { exact: false }).waitFor();
  await until(() => asked.length > before, 'the receiver to be told again');
  await until(async () => (await state()) === 'upToDate', 'the destination to be up to date', 10_000);
  await until(async () => (await dialog.getByRole('button', { name: 'Send again' }).count()) === 0, 'nothing left to send again', 10_000);
  await picture(page, 'deliveries-again');

  // More than a page: older ones and the way back.
  const id = (await core.call('session_all', {})).sessions.find((one) => one.status === 'live').id;
  const { slots } = await core.call('lineup_get', { sessionId: id });
  for (let take = 0; take < 60; take += 1) {
    await core.call('on_air_take', { sessionId: id, slotId: slots[take % 2].id, clientKey: crypto.randomUUID() });
  }
  const older = dialog.getByRole('button', { name: 'Older' });
  await older.waitFor();
  await older.click();
  await dialog.getByText('51–', { exact: false }).waitFor();
  assert.equal(await older.count(), 0, 'the last page has nothing older');
  await dialog.getByRole('button', { name: 'Newer' }).click();
  await dialog.getByText('1–50').waitFor();
  await older.waitFor();
});
