/** The window itself: it opens, answers the first run, holds its file alone, takes what is dropped, and gives it back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { picture, startDesk } from './harness.mjs';
import { answer, asks, drop, ended, pressClose } from './system.mjs';
import { Key } from './webdriver.mjs';

const fixture = (name) => fileURLToPath(new URL(`../fixture/${name}`, import.meta.url));

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
  await ended(desk);

  window = await desk.open();
  assert.equal((await window.call('workspace_state')).workspace.brand, 'Mộc Lan');
  assert.equal(await window.shows('heading', 'Bốn câu hỏi'), false, 'it is asked once');
  await window.close();
  await ended(desk);
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
  await ended(desk);
  await assert.rejects(ask('workspace_state'), 'the server ends with the window');
});

test('a second window on the same file says so in words and changes nothing', { timeout: 90_000 }, async () => {
  const file = join(desk.home, 'held.showrunner');
  const window = await desk.open('--workspace', file);
  const second = desk.start('--workspace', file);
  const gone = once(second, 'exit');
  await desk.dismiss(second);
  const [code] = await gone;
  assert.equal(code, 2, 'the second one ends, saying that it did not open');
  assert.ok((await window.call('workspace_state')).version, 'the first one works on');
  await window.close();
  await ended(desk);
});

test('a start with --sample opens the sample of the system\'s market, marked as sample', { timeout: 120_000 }, async (t) => {
  const british = await startDesk({ language: 'en_GB.UTF-8' });
  t.after(() => british.stop());
  for (const [where, market, mark] of [[desk, 'vn', 'Dữ liệu mẫu'], [british, 'gb', 'Sample']]) {
    const window = await where.open('--sample');
    await window.find('nav *', mark, { timeoutMs: 30_000 });
    const { workspace } = await window.call('workspace_state');
    assert.equal(workspace.market, market);
    assert.equal(workspace.sample, true);
    assert.ok(existsSync(join(where.env.SHOWRUNNER_HOME, `sample-${market}.showrunner`)), 'it lies in a file of its own');
    await picture(window, `sample-${market}`);
    await window.close();
    await ended(where);
  }
});

test('a dropped file is recognised by what is in it, and in doubt it asks', { timeout: 120_000 }, async () => {
  const window = await desk.open('--workspace', join(desk.home, 'dropped.showrunner'));
  await window.call('workspace_start', { language: 'vi', market: 'vn', brand: 'Mộc Lan', purpose: 'planAndSell' });
  const unclear = join(desk.home, 'unclear.csv');
  writeFileSync(unclear, 'Mục,Giá trị\nMột,1\nHai,2\n');
  const dropped = async (path, words) => {
    await window.go('/products');
    await window.find('heading', 'Sản phẩm', { exact: true });
    // A drop that comes before the window listens is lost, as it would be for a person; then it is dropped again.
    await window.until(words, async () => {
      await drop(window, path);
      return window.find('heading', words, { timeoutMs: 4_000 });
    });
  };
  await dropped(fixture('shopify-products-vi.csv'), 'Sản phẩm Shopify');
  await window.find('button', 'Mới 19', { exact: true });
  await dropped(fixture('shopify-orders-vn.csv'), 'Đơn hàng Shopify');
  await dropped(unclear, 'Tệp chưa từng gặp');
  await window.find('listbox', 'Tệp này là gì?');
  await picture(window, 'dropped-unclear');
  const { imports } = await window.call('import_all');
  assert.deepEqual(imports, [], 'nothing was taken in by dropping it');

  // One Ctrl+Z takes a whole import of products back.
  const count = async () => (await window.call('catalogue_page', { query: '', sort: 'title', descending: false, offset: 0, limit: 1 })).total;
  await dropped(fixture('shopify-products-vi.csv'), 'Sản phẩm Shopify');
  await window.click('button', 'Nhập 19 dòng', { exact: true });
  await window.find('any', 'Đã nhập shopify-products-vi.csv', { exact: true });
  assert.equal(await count(), 19);
  await window.press(Key.control, 'z');
  await window.until('the catalogue to be empty again', async () => (await count()) === 0);
  await window.close();
  await ended(desk);
});

test('closing the window during a session asks first', { timeout: 120_000 }, async () => {
  const file = join(desk.home, 'live.showrunner');
  const window = await desk.open('--workspace', file);
  await window.call('workspace_start', { language: 'vi', market: 'vn', brand: 'Mộc Lan', purpose: 'planAndSell' });
  const price = { amount: '199000', currency: 'VND' };
  const { productId } = await window.call('product_create', { title: 'Son lì', sku: 'S-1', price });
  const plan = {
    title: 'Đêm chăm da', market: 'vn', startLocal: '2031-05-01T20:00', lengthMs: 3_600_000, channels: [], hostIds: [], goal: {}, note: '',
  };
  const { id: sessionId } = await window.call('session_create', plan);
  await window.call('lineup_add', { sessionId, productIds: [productId] });
  await window.call('session_schedule', { sessionId });
  await window.call('on_air_start', { sessionId });

  await pressClose(desk);
  await asks(desk);
  // Close stands left, stay right.
  await answer(desk, 1, 2);
  assert.equal(desk.apps().length, 1, 'whoever stays, stays');
  assert.equal((await window.call('on_air_state', { sessionId })).status, 'live');

  await pressClose(desk);
  await asks(desk);
  await answer(desk, 0, 2);
  await ended(desk);

  const again = await desk.open('--workspace', file);
  await again.find('nav a', 'ON AIR');
  assert.equal((await again.call('on_air_state', { sessionId })).status, 'live', 'opened again, the session carries on');
  await again.call('on_air_end', { sessionId });
  await pressClose(desk);
  await ended(desk);
});
