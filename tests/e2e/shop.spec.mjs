// The demo shop: a product page with the session in it, as the app serves it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { axe, launch, manifest, nowOf, photo, serve, until } from './stage.mjs';

let browser;
let app;
let told;
let shop;

const vnd = (amount) => ({ amount, currency: 'VND' });
const product = (id, title) => ({ id, title, description: 'Tuýp 50 ml. Nâng tông nhẹ, không bết, hợp da nhạy cảm.', image: '/photo.svg', listPrice: vnd('329000'), showPrice: vnd('229000'), link: 'https://moclan.example/p/1' });

before(async () => {
  const pages = { '/photo.svg': photo, '/shop/shop.json': () => JSON.stringify(shop) };
  for (let number = 1; number <= 8; number += 1) pages[`/photo/${number}.svg`] = photo;
  pages['/demo/a/manifest.json'] = () => JSON.stringify(told);
  pages['/demo/a/now.json'] = () => JSON.stringify(nowOf(told));
  app = await serve(pages, { 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(() => {
  told = manifest('live', { poster: '/photo.svg' });
  shop = {
    brand: 'Mộc Lan',
    language: 'vi',
    market: 'VN',
    sessions: [
      { sessionId: 'b', title: 'Tháng trước', state: 'ended', startsAtMs: 1, manifestUrl: '/demo/b/manifest.json' },
      { sessionId: 'a', title: 'Đêm chăm da', state: 'live', startsAtMs: 2, manifestUrl: '/demo/a/manifest.json' },
      { sessionId: 'c', title: 'Tuần sau', state: 'upcoming', startsAtMs: 3, manifestUrl: '/demo/c/manifest.json' },
    ],
    products: [product('1', 'Kem chống nắng dịu nhẹ SPF 50+'), product('2', 'Serum phục hồi B5 30 ml')],
  };
});

async function visit(t, query = '', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
  t.after(() => context.close());
  const tab = await context.newPage();
  await tab.goto(`${app.origin}/shop/${query}`);
  return tab;
}

const live = (tab) => tab.locator('live-session');

test('the session on air is chosen, with its product on the page', async (t) => {
  const tab = await visit(t);
  await until(async () => (await live(tab).locator('.title').textContent()) === 'Đêm chăm da Black Friday', 'the session');
  assert.equal(await tab.locator('h1').textContent(), 'Kem chống nắng dịu nhẹ SPF 50+');
  assert.match(await tab.title(), /Mộc Lan/);
  await live(tab).locator('.product').nth(2).locator('a').click();
  await tab.waitForURL(/product=2/);
  await until(async () => (await tab.locator('h1').textContent()) === 'Serum phục hồi B5 30 ml', 'its own page');
});

test('a show that has just ended stays with its chapters, until the next one is nearer', async (t) => {
  const hours = (number) => Date.now() + number * 3_600_000;
  const [before, ended, next] = shop.sessions;
  told = manifest('ended', { chapters: [{ slotId: told.lineup[0].slotId, atMs: 0 }] });
  shop.sessions = [{ ...before, startsAtMs: hours(-48) }, { ...ended, state: 'ended', startsAtMs: hours(-1) }, { ...next, startsAtMs: hours(23) }];
  const tab = await visit(t);
  await until(async () => (await live(tab).getAttribute('src')) === ended.manifestUrl, 'the one that has just ended');
  await until(() => live(tab).locator('.chapters').isVisible(), 'its chapters');
  shop.sessions = [{ ...ended, state: 'ended', startsAtMs: hours(-23) }, { ...next, startsAtMs: hours(1) }];
  await until(async () => (await live(tab).getAttribute('src')) === next.manifestUrl, 'the next one', 8_000);
});

test('a brand without a session says so and finds one that is planned later', async (t) => {
  const planned = shop.sessions;
  shop.sessions = [];
  const tab = await visit(t);
  await until(() => tab.getByText('Chưa có phiên live').isVisible(), 'the sentence');
  shop.sessions = planned;
  await until(() => live(tab).locator('.title').isVisible(), 'the session', 8_000);
});

test('axe finds nothing, in both languages and themes, on a desk and on a phone', async (t) => {
  for (const [query, size] of [['?lang=vi&theme=light', { width: 1280, height: 1000 }], ['?lang=en&theme=dark', { width: 390, height: 844 }]]) {
    const tab = await visit(t, query, { viewport: size });
    await until(() => live(tab).locator('.now .name').isVisible(), 'drawn');
    await tab.evaluate(() => document.fonts.ready);
    assert.deepEqual(await axe(tab), [], query);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
    if (process.env.SHOWRUNNER_OUTPUT) {
      mkdirSync(process.env.SHOWRUNNER_OUTPUT, { recursive: true });
      await tab.screenshot({ path: join(process.env.SHOWRUNNER_OUTPUT, `shop-${size.width}.png`), fullPage: true });
    }
  }
});
