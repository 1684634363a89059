/** A show run by keyboard alone on the real core: what the desk does stands in the demo shop and on the overlay. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startedCore } from './core.mjs';
import { assertQuiet, dress, goTo, newPage, picture, settled, startBrowser } from './harness.mjs';
import { until } from './stage.mjs';

let browser;
let core;

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
  await dress(core, 'en', 'light');
});
after(async () => {
  await browser?.close();
  await core?.stop();
});

/** Walks with Tab until the focus is on what says `name`; what cannot be reached so is not there for the keyboard. */
async function tabTo(page, name) {
  for (let steps = 0; steps < 150; steps += 1) {
    const label = await page.evaluate(() => {
      const at = document.activeElement;
      return at?.getAttribute('aria-label') ?? at?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
    });
    if (label.startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reaches "${name}"`);
}

const session = async (status) => (await core.call('session_all', {})).sessions.find((one) => one.status === status)?.id;

test('takes made by keyboard are in the demo shop and on the overlay within a second', { timeout: 120_000 }, async (t) => {
  const id = await session('scheduled');
  const [desk, shop, overlay] = await Promise.all(
    [{}, {}, { viewport: { width: 1920, height: 1080 } }].map((options) => newPage(browser, { language: 'en', ...options })),
  );
  t.after(() => Promise.all([desk, shop, overlay].map((one) => one.close())));
  await goTo(desk.page, core, `#/desk/${id}`);
  await shop.page.goto(`${core.url}/shop/?lang=en&session=${id}`);
  await overlay.page.goto(`${core.url}/overlay/lower-third/`);
  await until(() => shop.page.locator('live-session .title').isVisible(), 'the countdown in the shop');

  await tabTo(desk.page, 'Go live');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('Keys off', { exact: false }).first().waitFor();
  // Keys that are off explain themselves and do nothing.
  await desk.page.locator('body').press('Space');
  await desk.page.getByText('Keys are off').first().waitFor();
  const { slots } = await core.call('lineup_get', { sessionId: id });
  assert.equal((await core.call('on_air_state', { sessionId: id })).now, null, 'nothing is shown by accident');
  await tabTo(desk.page, 'Keys off');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('Keys armed').first().waitFor();

  const shown = async (slot, keys) => {
    for (const key of keys) await desk.page.keyboard.press(key);
    await until(async () => (await core.call('on_air_state', { sessionId: id })).now?.slotId === slot.id, `${slot.title} on screen`);
    const both = [
      until(async () => (await shop.page.locator('live-session .now .name').textContent({ timeout: 500 }).catch(() => '')) === slot.title, 'the demo shop', 1_000),
      until(async () => (await overlay.page.locator('.ov-title').textContent()) === slot.title, 'the overlay', 1_000),
    ];
    await Promise.all(both);
    // A second press while the first is on its way is refused: it would go one too far.
    await until(async () => (await desk.page.locator('.onair .nm').textContent()).includes(slot.title), 'the desk itself');
  };
  await shown(slots[0], ['Space']);
  await shown(slots[1], ['Space']);
  await shown(slots[0], ['Shift+Space']);
  await shown(slots[2], ['3', 'Enter']);
  await settled(desk.page);
  await picture(desk.page, 'desk-on-air');
  await picture(shop.page, 'shop-on-air');
  await picture(overlay.page, 'overlay-on-air');

  await tabTo(desk.page, 'End…');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByRole('dialog').waitFor();
  await tabTo(desk.page, 'End session');
  await desk.page.keyboard.press('Enter');
  await until(async () => (await core.call('session_get', { sessionId: id })).status === 'ended', 'the end');
  await until(() => shop.page.getByText(slots[2].title).first().isVisible(), 'chapters in the shop');

  const { bands } = await core.call('review_session', { sessionId: id });
  assert.deepEqual(bands.map((band) => band.title), [slots[0], slots[1], slots[0], slots[2]].map((slot) => slot.title), 'every take is a band');
  await goTo(desk.page, core, `#/recap/${id}`);
  await picture(desk.page, 'recap-after');
  for (const one of [desk, shop, overlay]) assertQuiet(one.complaints, one.page.url());
});
