/** An offer planned, opened by key and closed by its time: on the desk, the overlay and the shop's page, on the real core. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startCore, startedCore } from './core.mjs';
import { LANGUAGES, THEMES, assertQuiet, axe, dress, goTo, newPage, picture, settled, startBrowser } from './harness.mjs';
import { until } from './stage.mjs';

let browser;
let core;

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
});
after(async () => {
  await browser?.close();
  await core?.stop();
});

const session = async (status) => (await core.call('session_all', {})).sessions.find((one) => one.status === status)?.id;
const plain = (text) => text.replaceAll(/[\u00a0\s]+/g, ' ').trim();
const text = async (place) => plain((await place.first().textContent({ timeout: 500 }).catch(() => '')) ?? '');

/** Plans an offer through the inspector of the line-up, as a user does; `fill` types what its kind asks for. */
async function plan(page, kind, fill) {
  await page.getByRole('button', { name: 'Thêm ưu đãi', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Loại').selectOption(kind);
  await fill(dialog);
}
const save = (page) => page.getByRole('dialog').getByRole('button', { name: 'Lưu ưu đãi' }).click();

test('an offer is planned, refused in words where it does not hold, and undone as other planning', { timeout: 120_000 }, async (t) => {
  await dress(core, 'vi', 'light');
  const id = await session('scheduled');
  const { page, complaints, close } = await newPage(browser, {});
  t.after(close);
  await goTo(page, core, `#/sessions/${id}/lineup`);
  await plan(page, 'price', async (dialog) => {
    await dialog.getByLabel(/^Giá ưu đãi/).fill('9.000.000');
    await dialog.getByLabel('Mở trong').fill('50s');
  });
  await save(page);
  await page.getByRole('alert').getByText('Ưu đãi phải thấp hơn giá đang bán').waitFor();
  await picture(page, 'offer-refused');
  await page.getByLabel(/^Giá ưu đãi/).fill('1.000');
  await save(page);
  await page.getByRole('alert').getByText('Ưu đãi thấp hơn giá vốn').waitFor();
  await page.getByLabel('Lý do bán dưới giá vốn').fill('Kéo khách đầu phiên');
  await save(page);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await plan(page, 'percentOff', async (dialog) => {
    await dialog.getByLabel('Mã giảm giá').fill('live20');
    await dialog.getByLabel('Giảm, %').fill('20');
  });
  await save(page);
  await page.getByText('Mã LIVE20, giảm 20 %').first().waitFor();
  const { offers } = await core.call('offer_all', { sessionId: id });
  assert.deepEqual(offers.map(({ terms, reason }) => [terms.kind, reason]), [['price', 'Kéo khách đầu phiên'], ['percentOff', '']]);
  await core.call('history_undo', {});
  await until(async () => !(await page.getByText('Mã LIVE20').count()), 'the step before');
  await core.call('history_redo', {});
  await page.getByText('Mã LIVE20, giảm 20 %').first().waitFor();
  for (const theme of THEMES) {
    await dress(core, 'vi', theme);
    await goTo(page, core, `#/sessions/${id}/lineup`);
    assert.deepEqual(await axe(page), [], `line-up, ${theme}`);
    await picture(page, `offer-lineup-${theme}`);
  }
  // A refusal is an answer of the core that the browser notes.
  assertQuiet(complaints.filter((one) => !one.includes('/api/offer_save')), page.url());
});

test('it opens by key on every screen with one countdown, and its time closes it, also while the app is gone', { timeout: 180_000 }, async (t) => {
  await dress(core, 'vi', 'dark');
  const id = await session('scheduled');
  const step = (name, more) => core.call(name, { sessionId: id, ...more });
  const [desk, shop, overlay] = await Promise.all([{}, { theme: 'light' }, { viewport: { width: 1920, height: 1080 } }].map((options) => newPage(browser, options)));
  t.after(() => Promise.all([desk, shop, overlay].map((one) => one.close())));
  await step('on_air_start');
  await step('on_air_next');
  await goTo(desk.page, core, `#/desk/${id}`);
  await shop.page.goto(`${core.url}/shop/?lang=vi&session=${id}`);
  await overlay.page.goto(`${core.url}/overlay/lower-third/?lang=vi`);
  const live = shop.page.locator('live-session');
  const usual = (await step('on_air_state')).now.price.amount;
  await until(async () => (await text(live.locator('.card .price b'))) !== '', 'the price in the shop');
  const before = await text(live.locator('.card .price b'));

  await desk.page.getByRole('button', { name: 'Phím đang tắt' }).or(desk.page.getByRole('button', { name: 'Bật phím' })).first().click();
  await desk.page.keyboard.press('v');
  await until(async () => (await text(overlay.page.locator('.ov-price'))) === '1.000 ₫', 'the price on the overlay');
  await until(async () => (await text(live.locator('.card .price b'))) === '1.000 ₫', 'the price in the shop');
  assert.match(await text(overlay.page.locator('.ov-left')), /^00:\d\d$/);
  assert.match(await text(live.locator('.deal')), /0:\d\d$/);
  await desk.page.keyboard.press('v');
  await until(async () => (await text(overlay.page.locator('.ov-code'))) === 'LIVE20', 'the code on the overlay');
  await until(() => live.getByRole('button', { name: 'Sao chép' }).isVisible(), 'the code in the shop');
  assert.deepEqual(await axe(shop.page), [], 'the shop with offers');
  for (const language of LANGUAGES) {
    await dress(core, language, 'system');
    await goTo(desk.page, core, `#/desk/${id}`);
    assert.deepEqual(await axe(desk.page), [], `the desk, ${language}`);
    await picture(desk.page, `offer-desk-${language}`);
  }
  await dress(core, 'vi', 'dark');
  await picture(overlay.page, 'offer-overlay');
  await picture(shop.page, 'offer-shop');

  // The app dies: what everybody knows is when the price is over.
  const { endsAtMs } = (await step('on_air_state')).offers.find(({ terms }) => terms.kind === 'price');
  desk.complaints.length = shop.complaints.length = overlay.complaints.length = 0;
  const { home } = core;
  await core.kill();
  await until(async () => (await text(live.locator('.card .price b'))) === before, 'the usual price in the shop, by itself', Math.max(0, endsAtMs - Date.now()) + 8_000);
  assert.ok(Date.now() >= endsAtMs - 1_000, 'not before its time');
  // Without the app the overlay holds the last state for twenty seconds and fades; what is over is not in it.
  const onOverlay = await overlay.page.locator('.ov-card').evaluate((card) => card.classList.contains('is-live') && card.querySelector('.ov-price').textContent);
  assert.ok(!onOverlay || plain(onOverlay) !== '1.000 ₫', `the overlay says ${onOverlay}`);

  core = await startCore({ home, workspace: join(home, 'sample-vn.showrunner') });
  await until(async () => (await core.call('log_page', { sessionId: id })).entries.some(({ kind, actor }) => kind === 'offerExpired' && actor === 'clock'), 'the clock closed it');
  const state = await core.call('on_air_state', { sessionId: id });
  assert.equal(state.now.price.amount, usual, 'the price on screen is what it was');
  const [price, coupon] = state.offers;
  assert.equal(price.state, 'closed');
  assert.equal(coupon.state, 'open', 'what has time left goes on');
  assert.equal((await core.call('log_page', { sessionId: id })).brokenAtSeq, null);
});

test('sold out and withdrawn leave the screens at once', { timeout: 120_000 }, async (t) => {
  await dress(core, 'vi', 'light');
  const id = await session('live');
  const desk = await newPage(browser, {});
  const overlay = await newPage(browser, { viewport: { width: 1920, height: 1080 } });
  t.after(() => Promise.all([desk, overlay].map((one) => one.close())));
  await goTo(desk.page, core, `#/desk/${id}`);
  await overlay.page.goto(`${core.url}/overlay/lower-third/?lang=vi`);
  const { now } = await core.call('on_air_state', { sessionId: id });
  await desk.page.getByRole('button', { name: `Thao tác với số ${now.number}` }).first().click();
  await desk.page.getByRole('menuitem', { name: 'Báo hết hàng' }).click();
  await until(() => overlay.page.getByText('Đã hết hàng').isVisible(), 'sold out on the overlay');
  await picture(overlay.page, 'offer-sold-out');
  await desk.page.getByRole('button', { name: `Thao tác với số ${now.number}` }).first().click();
  await desk.page.getByRole('menuitem', { name: 'Gỡ sản phẩm…' }).click();
  await desk.page.getByLabel('Lý do').fill('Nhãn sai');
  await desk.page.getByRole('button', { name: 'Gỡ ngay' }).click();
  await until(async () => !(await overlay.page.locator('.ov-card').evaluate((card) => card.classList.contains('is-live'))), 'off the overlay');
  const told = await (await fetch(`${core.url}/demo/${id}/manifest.json`)).json();
  assert.equal(told.now, null);
  assert.ok(!told.lineup.some(({ slotId }) => slotId === now.slotId), 'off the website');
  assert.ok(told.offers.every(({ state }) => state !== 'open'), 'with its offers');
  await settled(desk.page);
  await picture(desk.page, 'offer-withdrawn');
  assertQuiet(desk.complaints, 'the desk');
});
