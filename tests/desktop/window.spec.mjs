/** The window itself: it opens, answers the first run, holds its file alone, and gives it back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { picture, startDesk } from './harness.mjs';

let desk;
before(async () => {
  desk = await startDesk();
});
after(() => desk?.stop());

test('a first start asks its questions and then keeps the answers', { timeout: 90_000 }, async () => {
  let window = await desk.open();
  await window.click('any', 'Tiếng Việt', { exact: true });
  await window.find('heading', 'Bốn câu hỏi');
  const png = await picture(window, 'first-run');
  assert.ok(png.length > 10_000, 'the picture of the first run is blank');

  await window.fill('textbox', 'Tên thương hiệu', 'Mộc Lan');
  await window.click('button', 'Bắt đầu', { exact: true });
  await window.until('the workspace', async () => (await window.call('workspace_state')).workspace?.brand === 'Mộc Lan');
  const file = join(desk.env.SHOWRUNNER_HOME, 'workspace.showrunner');
  assert.ok(existsSync(file), 'the workspace lies in this user\'s folder');
  await picture(window, 'after-first-run');
  await window.close();
  await window.until('the app to end', () => desk.apps().length === 0);

  window = await desk.open();
  assert.equal((await window.call('workspace_state')).workspace.brand, 'Mộc Lan');
  assert.equal(await window.shows('heading', 'Bốn câu hỏi'), false, 'it is asked once');
  await window.close();
  await window.until('the app to end', () => desk.apps().length === 0);
});

test('the window serves overlay and demo shop on loopback, and lets lookers only look', { timeout: 90_000 }, async () => {
  const window = await desk.open('--workspace', join(desk.home, 'served.showrunner'));
  const { origin } = await window.call('workspace_state');
  assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
  const ask = (name) =>
    fetch(`${origin}/api/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.equal((await ask('workspace_state')).status, 200);
  const refused = await ask('history_undo');
  assert.equal((await refused.json()).code, 'forbidden');
  await window.close();
  await window.until('the app to end', () => desk.apps().length === 0);
  await assert.rejects(ask('workspace_state'), 'the server ends with the window');
});

test('a second window on the same file says so in words and changes nothing', { timeout: 90_000 }, async () => {
  const file = join(desk.home, 'held.showrunner');
  const window = await desk.open('--workspace', file);
  const second = desk.start('--workspace', file);
  const ended = once(second, 'exit');
  await desk.dismiss(second);
  const [code] = await ended;
  assert.equal(code, 2, 'the second one ends, saying that it did not open');
  assert.ok((await window.call('workspace_state')).version, 'the first one works on');
  await window.close();
  await window.until('the app to end', () => desk.apps().length === 0);
});
