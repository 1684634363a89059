// The `<live-session>` element in Chromium, in a shop whose policy allows no style but what script constructs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { axe, dist, launch, manifest, nowOf, photo, serve, slotId, until } from './stage.mjs';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'none'; img-src 'self'; connect-src 'self'; frame-src https://www.tiktok.com https://www.youtube-nocookie.com; media-src 'self'; require-trusted-types-for 'script'";

const page = (attributes = '') => `<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Mộc Lan</title>
<script type="module" src="/widget/live-session.js" blocking="render"></script></head>
<body><main><h1>Kem chống nắng</h1>
<live-session src="/live/manifest.json" ${attributes}><a href="https://www.tiktok.com/@moclan.vn/live">Xem phiên live</a></live-session>
<p id="below">Thành phần chính: kẽm oxit, rau má, B5.</p></main></body></html>`;

let browser;
let shop;
let told;
let small;

before(async () => {
  const photos = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((number) => [`/photo/${number}.svg`, photo]));
  shop = await serve(
    { '/': page(), '/en': page('locale="en"'), '/live/manifest.json': () => JSON.stringify(told), '/live/now.json': () => JSON.stringify(small ?? nowOf(told)), ...photos },
    { 'content-security-policy': POLICY },
  );
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});
beforeEach(() => {
  told = manifest('live');
  small = null;
  shop.asked.length = 0;
});

/** Opens the shop; notes layout shifts, breaches of the policy and every request that leaves the shop. */
async function visit(t, path = '/', { width = 1200, height = 900, sealed = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'vi-VN' });
  t.after(() => context.close());
  const tab = await context.newPage();
  const foreign = [];
  // A route keeps the browser from using its cache, so a visit that is about the cache does without.
  if (sealed) await context.route((url) => url.origin !== shop.origin, (route) => {
    foreign.push(route.request().url());
    return route.fulfill({ contentType: 'text/html', body: '<p>player</p>' });
  });
  await tab.addInitScript(() => {
    globalThis.shifts = [];
    globalThis.breaches = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        const moved = sources.map(({ node, previousRect: from, currentRect: to }) => `${node?.className ?? node?.nodeName} from ${from.x},${from.y} ${from.width}×${from.height} to ${to.x},${to.y} ${to.width}×${to.height}`);
        globalThis.shifts.push(`${value}: ${moved.join('; ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('securitypolicyviolation', (event) => globalThis.breaches.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await tab.goto(shop.origin + path);
  const text = (selector) => tab.locator('live-session').locator(selector);
  return { context, tab, foreign, text };
}

const isShown = (locator, words) => until(async () => (await locator.first().textContent())?.includes(words), words);

test('it weighs at most 8 kB with gzip, in both languages', () => {
  const file = readFileSync(join(dist, 'widget/live-session.js'));
  assert.ok(gzipSync(file, { level: 9 }).length <= 8_000, `${gzipSync(file, { level: 9 }).length} bytes`);
  assert.ok(file.includes('Mua ngay') && file.includes('Buy now'));
});

test('a take is on the page within a second, and nothing moves', async (t) => {
  const { tab, text } = await visit(t);
  await isShown(text('.now .name'), 'Kem chống nắng');
  assert.equal((await text('.now .price b').textContent()).replaceAll('\u00a0', ' '), '229.000 ₫');

  told = { ...told, revision: 2, now: { slotId: slotId(3), sinceMs: Date.now() } };
  const taken = Date.now();
  await isShown(text('.now .name'), 'Serum phục hồi');
  assert.ok(Date.now() - taken < 1_000, `${Date.now() - taken} ms`);
  assert.match(await text('.product.on .name').textContent(), /Serum/);
  assert.match(await text('.line').textContent(), /Tiếp theo.*Toner/);
  assert.match(await text('[role=status]').textContent(), /Đang giới thiệu: /);

  told = { ...told, revision: 3, state: 'paused' };
  await isShown(text('.badge'), 'Tạm nghỉ');
  told = { ...told, revision: 4, state: 'ended', now: null, chapters: [{ slotId: slotId(1), atMs: 60_000 }] };
  await isShown(text('.countdown'), 'Cảm ơn');
  assert.deepEqual(await tab.evaluate(() => globalThis.shifts), []);
  assert.deepEqual(await tab.evaluate(() => globalThis.breaches), []);
});

for (const [where, size] of [['on a phone', { width: 390, height: 844 }], ['on a desk', {}], ['in a narrow column', { width: 700, height: 900 }]]) {
  test(`nothing moves from the countdown to the thanks ${where}`, async (t) => {
    told = manifest('upcoming');
    const { tab, text } = await visit(t, '/', size);
    await isShown(text('.countdown'), 'Bắt đầu sau');
    for (const [revision, state] of [[2, 'live'], [3, 'ended']]) {
      told = { ...manifest(state), revision };
      if (state === 'ended') told.chapters = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({ slotId: slotId(number), atMs: number * 300_000 }));
      await isShown(text('.muted'), state === 'live' ? 'đến' : 'kết thúc');
    }
    await new Promise((next) => setTimeout(next, 300));
    assert.deepEqual(await tab.evaluate(() => globalThis.shifts), []);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
  });
}

test('the countdown follows the server and not a wrong clock', async (t) => {
  told = { ...manifest('upcoming'), startsAtMs: Date.now() + 65_000 };
  const { tab } = await visit(t);
  await tab.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() + 3_600_000;
  });
  await tab.reload();
  const text = tab.locator('live-session').locator('.countdown b');
  await until(async () => /^1:0\d$/.test((await text.textContent()) ?? ''), 'about a minute is left');
});

test('nobody but the shop is asked before play, and no cookie or storage is written', async (t) => {
  const { context, tab, foreign, text } = await visit(t);
  await isShown(text('.play'), 'Xem phiên live');
  assert.match(await text('.play').textContent(), /tải nội dung từ TikTok/);
  await new Promise((next) => setTimeout(next, 1_200));
  assert.deepEqual(foreign, []);
  assert.deepEqual(await context.cookies(), []);
  const kept = await tab.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]);
  assert.deepEqual(kept, [0, 0, 0, 0]);

  await text('.play').click();
  await until(() => foreign.length > 0, 'the player is asked for');
  assert.match(foreign[0], /^https:\/\/www\.tiktok\.com\/embed\/live\/@moclan\.vn\?autoplay=1&embed_domain=127\.0\.0\.1$/);
  assert.deepEqual(await tab.evaluate(() => globalThis.breaches), []);
});

test('while the video runs, a take waits for the picture', async (t) => {
  told = manifest('live', { pictureDelayMs: 3_000 });
  const { text } = await visit(t);
  await isShown(text('.now .name'), 'Kem chống nắng');
  await text('.play').click();
  told = { ...told, revision: 2, now: { slotId: slotId(2), sinceMs: Date.now() } };
  const taken = Date.now();
  await isShown(text('.now .name'), 'Son kem');
  assert.ok(Date.now() - taken > 2_700 && Date.now() - taken < 4_500, `${Date.now() - taken} ms`);
});

test('markup in a title is text, and a link that is no page is no link', async (t) => {
  const hostile = '<img src=x onerror="globalThis.hurt=1"><b>Sale</b>';
  told = manifest('live', { title: hostile });
  told.lineup[0] = { ...told.lineup[0], title: hostile, link: 'javascript:globalThis.hurt=1', image: 'javascript:globalThis.hurt=1' };
  told.channels = [{ channel: 'other', url: 'javascript:globalThis.hurt=1', player: 'youtube', embed: 'data:text/html,<script>parent.hurt=1</script>' }];
  const { tab, text } = await visit(t);
  await isShown(text('.title'), hostile);
  assert.equal(await text('.now .name').textContent(), hostile);
  await text('.play').click();
  assert.equal(await tab.evaluate(() => globalThis.hurt), undefined);
  assert.equal(await text('[href^="javascript"], [src^="javascript"], iframe').count(), 0);
});

test('an older state is refused, and a newer epoch counts from one', async (t) => {
  told = manifest('live', { revision: 50 });
  const { text } = await visit(t);
  await isShown(text('.now .name'), 'Kem chống nắng');
  const asked = shop.asked.length;
  told = { ...told, revision: 49, now: { slotId: slotId(2), sinceMs: 1 } };
  await until(() => shop.asked.length > asked + 2, 'it asked again');
  assert.match(await text('.now .name').textContent(), /Kem chống nắng/);
  told = { ...told, epoch: told.epoch + 60, revision: 1, now: { slotId: slotId(3), sinceMs: 1 } };
  await isShown(text('.now .name'), 'Serum');
});

test('the pointer is followed while the manifest is still the old one', async (t) => {
  const { text } = await visit(t);
  await isShown(text('.now .name'), 'Kem chống nắng');
  small = { ...nowOf(told), revision: 2, now: { slotId: slotId(4), sinceMs: 1 }, soldOut: [1] };
  await isShown(text('.now .name'), 'Toner');
  await isShown(text('.product.out .word'), 'Đã hết');
});

test('a desk that died ends the show on the site', async (t) => {
  const { text } = await visit(t);
  await isShown(text('.now .name'), 'Kem chống nắng');
  // The last heartbeat is about to run out.
  told = { ...told, expiresAtMs: Date.now() + 1_000 };
  await isShown(text('.muted'), 'Phiên live đã kết thúc');
  assert.equal(await text('.badge').isVisible(), false);
  told = { ...told, expiresAtMs: Date.now() + 60_000 };
  await isShown(text('.muted'), 'đến');
});

test('a schema nobody knows leaves the plain link', async (t) => {
  told = { ...manifest('live'), schema: 2 };
  const { tab } = await visit(t);
  const link = tab.getByRole('link', { name: 'Xem phiên live' });
  await until(() => link.isVisible(), 'the page’s own link');
  assert.equal(await tab.locator('live-session').locator('.top').isVisible(), false);
});

test('it asks with an ETag, as often as it is told, and not while nobody looks', async (t) => {
  const { tab, text } = await visit(t, '/', { sealed: false });
  await isShown(text('.now .name'), 'Kem chống nắng');
  await new Promise((next) => setTimeout(next, 2_600));
  const asked = shop.asked.filter(({ path }) => path === '/live/now.json');
  assert.ok(asked.length >= 3 && asked.length <= 7, `${asked.length} questions in 2.6 s`);
  assert.ok(asked.slice(1).every(({ headers, status }) => headers['if-none-match'] && status === 304), 'revalidated');
  assert.equal(shop.asked.filter(({ path }) => path === '/live/manifest.json').length, 1, 'the manifest only when it changed');

  await tab.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await new Promise((next) => setTimeout(next, 300));
  const before = shop.asked.length;
  await new Promise((next) => setTimeout(next, 1_500));
  assert.equal(shop.asked.length, before);
});

test('the page may take a product into its own basket', async (t) => {
  const { tab, text } = await visit(t);
  await isShown(text('.now .name'), 'Kem chống nắng');
  await tab.evaluate(() => document.addEventListener('live:product', (event) => {
    event.preventDefault();
    globalThis.basket = event.detail.slot.title;
  }));
  await text('.buy').click();
  assert.match(await tab.evaluate(() => globalThis.basket), /Kem chống nắng/);
  assert.equal(new URL(tab.url()).pathname, '/');
});

for (const state of ['upcoming', 'live', 'ended', 'cancelled']) {
  test(`axe finds nothing: ${state}`, async (t) => {
    told = manifest(state, { nextSession: { sessionId: slotId(9), title: 'Tối thứ Bảy', startsAtMs: Date.now() + 90_000_000 } });
    if (state === 'ended') told.chapters = [1, 2, 3, 4, 5, 6, 7].map((number) => ({ slotId: slotId(number), atMs: number * 60_000 }));
    for (const [path, size] of [['/', { width: 1200, height: 1000 }], ['/en', { width: 390, height: 844 }]]) {
      const { tab, text } = await visit(t, path, size);
      await isShown(text('.title'), 'Đêm chăm da');
      assert.deepEqual(await axe(tab), [], `${state} ${path}`);
    }
  });
}

test('axe does find a planted fault inside the element', async (t) => {
  const { tab, text } = await visit(t);
  await isShown(text('.title'), 'Đêm chăm da');
  await tab.evaluate(() => {
    const button = document.querySelector('live-session').shadowRoot.querySelector('.step');
    button.removeAttribute('aria-label');
    button.replaceChildren();
  });
  assert.match((await axe(tab)).join(), /button-name/);
});

test('the line-up is reached and moved by keyboard', async (t) => {
  const { tab, text } = await visit(t, '/', { width: 700, height: 900 });
  await isShown(text('.title'), 'Đêm chăm da');
  await text('.row').focus();
  await tab.keyboard.press('ArrowRight');
  await until(() => text('.row').evaluate((row) => row.scrollLeft > 0), 'the row moved');
});

const offers = (...more) => more.map((offer) => ({
  offerId: slotId(90), slotId: slotId(1), kind: 'price', price: null, code: null, amountOff: null, percentOff: null, gift: null,
  opensAtMs: Date.now() - 1_000, endsAtMs: Date.now() + 3_000, state: 'open', ...offer,
}));

test('an offer shows with its countdown, moves nothing, and is over at its end though the desk is silent', async (t) => {
  const { tab, text } = await visit(t);
  await isShown(text('.now .name'), 'Kem chống nắng');
  told = { ...told, revision: 2, offers: offers(
    { price: { amount: '199000', currency: 'VND' }, endsAtMs: Date.now() + 4_000 },
    { kind: 'coupon', code: 'LIVE20', percentOff: 20, endsAtMs: Date.now() + 60_000 },
    { kind: 'raffle', gift: 'of a later version' },
    { kind: 'gift', gift: 'Túi vải <b>', state: 'withdrawn', endsAtMs: Date.now() - 500 },
  ) };
  const price = async () => (await text('.now .price b').textContent()).replaceAll('\u00a0', ' ');
  await until(async () => (await price()) === '199.000 ₫', 'the offer price');
  assert.match((await text('.now .price s').textContent()).replaceAll('\u00a0', ' '), /229\.000 ₫/);
  assert.equal(await text('.deal').count(), 2, 'what is withdrawn or unknown is left out');
  assert.match(await text('.deal').nth(0).textContent(), /^Giá live .*0:0\d$/);
  assert.match(await text('.deal').nth(1).textContent(), /^Mã LIVE20 −20 %.*\d:\d\d$/);
  const heard = tab.evaluate(() => new Promise((done) => document.addEventListener('live:coupon', (event) => { event.preventDefault(); done(event.detail.code); })));
  await tab.getByRole('button', { name: 'Sao chép' }).click();
  assert.equal(await heard, 'LIVE20');
  assert.deepEqual(await axe(tab), []);
  if (process.env.SHOWRUNNER_OUTPUT) await tab.screenshot({ path: join(process.env.SHOWRUNNER_OUTPUT, 'widget-offer.png') });
  await until(async () => (await price()) === '229.000 ₫', 'the usual price', 8_000);
  assert.equal(await text('.deal').count(), 1);
  told = { ...told, revision: 3, lineup: told.lineup.map((slot, index) => ({ ...slot, soldOut: index === 0 })) };
  await until(async () => (await text('.deal').count()) === 0, 'nothing is offered of what is sold out');
  assert.deepEqual(await tab.evaluate(() => globalThis.shifts), []);
  assert.deepEqual(await tab.evaluate(() => globalThis.breaches), []);
});
