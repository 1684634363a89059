// The lower third as OBS shows it: transparent, following takes over a real WebSocket, never an error on air.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { axe, launch, photo, serve, until } from './stage.mjs';

let browser;
let app;
const lines = new Set();
let first = null;

/** The server's half of a WebSocket: the handshake and short text frames. */
function answer(request, socket) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => {});
  socket.on('close', () => lines.delete(socket));
  lines.add(socket);
  if (first) tell(socket, first);
}

function tell(socket, value) {
  const text = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const head = Buffer.from([0x81, 126, text.length >> 8, text.length & 255]);
  socket.write(text.length < 126 ? Buffer.from([0x81, text.length]) : head);
  socket.write(text);
}

const shown = (seq, number, more = {}) => ({
  seq,
  sessionId: '01935a00-0000-7000-8000-00abcdef0123',
  state: 'live',
  now: {
    slotNumber: number,
    title: 'Kem chống nắng dịu nhẹ SPF 50+ dưỡng ẩm',
    image: '/photo.svg',
    listPrice: { amount: '329000', currency: 'VND' },
    showPrice: { amount: '229000', currency: 'VND' },
    link: 'https://moclan.example/p/kem?utm_source=tiktok&utm_medium=live&utm_campaign=00abcdef0123&utm_content=3',
    ...more,
  },
});

before(async () => {
  app = await serve({ '/photo.svg': photo }, { 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'" });
  app.server.on('upgrade', answer);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const socket of lines) socket.destroy();
  await app?.close();
});

async function open(t, query = '', viewport = { width: 1920, height: 1080 }) {
  const context = await browser.newContext({ viewport });
  t.after(() => context.close());
  const tab = await context.newPage();
  const faults = [];
  tab.on('pageerror', (fault) => faults.push(fault.message));
  await tab.goto(`${app.origin}/overlay/lower-third/${query}`);
  return { tab, faults };
}

const isLive = (tab) => tab.locator('.ov-card').evaluate((card) => card.classList.contains('is-live'));
const all = (value) => lines.forEach((socket) => tell(socket, value));

test('it shows the last state at once and follows a take within a second', async (t) => {
  first = shown(7, 3);
  const { tab, faults } = await open(t);
  await until(() => isLive(tab), 'the last state is shown');
  assert.equal((await tab.locator('.ov-price').textContent()).replaceAll('\u00a0', ' '), '229.000 ₫');
  assert.equal((await tab.locator('.ov-was').textContent()).replaceAll('\u00a0', ' '), '329.000 ₫');
  const taken = Date.now();
  all(shown(8, 4, { title: 'Toner rau má 200 ml' }));
  await until(async () => (await tab.locator('.ov-title').textContent()) === 'Toner rau má 200 ml', 'the take');
  assert.ok(Date.now() - taken < 1_000);
  all(shown(6, 9, { title: 'an older state' }));
  all('not a state');
  all({ seq: 9, sessionId: null, state: 'ended', now: null });
  await until(async () => !(await isLive(tab)), 'it leaves at the end');
  assert.equal(await tab.locator('.ov-title').textContent(), 'Toner rau má 200 ml');
  assert.deepEqual(faults, []);
});

test('nothing is smaller than 36 px, and the ground is transparent', async (t) => {
  first = shown(1, 3);
  const { tab } = await open(t);
  await until(() => isLive(tab), 'shown');
  const sizes = await tab.evaluate(() =>
    [...document.querySelectorAll('.ov-card *')].filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())).map((node) => {
      const style = getComputedStyle(node);
      return { size: parseFloat(style.fontSize), line: parseFloat(style.lineHeight) / parseFloat(style.fontSize), font: style.fontFamily };
    }),
  );
  assert.ok(sizes.length >= 4);
  for (const { size, line, font } of sizes) assert.ok(size >= 36 && line > 1.29 && font.includes('Be Vietnam Pro'), `${size}px ${line} ${font}`);
  assert.equal(await tab.evaluate(() => document.fonts.check('500 44px "Be Vietnam Pro"') && document.fonts.check('600 72px "Showrunner Figures"')), true);
  const grounds = await tab.evaluate(() => [document.documentElement, document.body, document.querySelector('main')].map((node) => getComputedStyle(node).backgroundColor));
  assert.deepEqual(new Set(grounds), new Set(['rgba(0, 0, 0, 0)']));
  assert.deepEqual(await axe(tab), []);
  const qr = await tab.locator('.ov-qr svg').evaluate((svg) => ({ width: svg.getBoundingClientRect().width, label: svg.getAttribute('aria-label') }));
  assert.ok(qr.width >= 200);
  assert.equal(qr.label, first.now.link);
  if (process.env.SHOWRUNNER_OUTPUT) {
    mkdirSync(process.env.SHOWRUNNER_OUTPUT, { recursive: true });
    await tab.screenshot({ path: join(process.env.SHOWRUNNER_OUTPUT, 'overlay.png'), omitBackground: true });
  }
});

test('the code on screen reads as the tracked link', async (t) => {
  first = shown(1, 3);
  const { tab } = await open(t);
  await until(() => isLive(tab), 'shown');
  // Chromium on Linux has no BarcodeDetector, so the modules are compared with those of the encoder itself.
  const path = await tab.locator('.ov-qr path').getAttribute('d');
  const { generate, correction } = await import(new URL('../../ui/node_modules/lean-qr/index.mjs', import.meta.url));
  const code = generate(first.now.link, { minCorrectionLevel: correction.M });
  let dark = 0;
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) dark += code.get(x, y) ? 1 : 0;
  assert.equal(path.split('M').length - 1, dark);
});

test('when the app is gone the last state is held, and it is found again', async (t) => {
  first = shown(1, 3);
  const { tab, faults } = await open(t, '?debug=1');
  await until(() => isLive(tab), 'shown');
  for (const socket of lines) socket.destroy();
  await until(async () => (await tab.locator('#debug').textContent()).includes('waiting'), 'it notices');
  assert.equal(await isLive(tab), true, 'held');
  first = shown(1, 5, { title: 'Serum phục hồi B5' });
  await until(async () => (await tab.locator('.ov-title').textContent()) === 'Serum phục hồi B5', 'it connected again');
  assert.deepEqual(faults, []);
});

test('after twenty seconds without the app it fades out', async (t) => {
  first = shown(1, 3);
  const { tab } = await open(t);
  await until(() => isLive(tab), 'shown');
  app.server.off('upgrade', answer);
  const refuse = (_request, socket) => socket.destroy();
  app.server.on('upgrade', refuse);
  t.after(() => app.server.off('upgrade', refuse).on('upgrade', answer));
  for (const socket of lines) socket.destroy();
  await new Promise((next) => setTimeout(next, 17_000));
  assert.equal(await isLive(tab), true);
  await until(async () => !(await isLive(tab)), 'it left', 6_000);
});

test('markup in a title is text; a missing picture and a missing price leave their place', async (t) => {
  first = shown(1, 3, { title: '<img src=x onerror="globalThis.hurt=1"><b>Sale</b>', image: '/gone.png', showPrice: null, listPrice: null, link: null });
  const { tab } = await open(t);
  await until(() => isLive(tab), 'shown');
  assert.equal(await tab.locator('.ov-title').textContent(), first.now.title);
  assert.equal(await tab.evaluate(() => globalThis.hurt), undefined);
  await until(async () => (await tab.locator('.ov-photo img').count()) === 0, 'no broken picture');
  assert.equal(await tab.locator('.ov-qr').isVisible(), false);
});

test('it obeys its address: corner, code, price, size', async (t) => {
  const { tab } = await open(t, '?demo=1&pos=tr&qr=0&price=0&scale=0.5');
  await until(() => isLive(tab), 'the sample');
  const box = await tab.locator('.ov-card').boundingBox();
  assert.ok(box.y < 200 && box.x + box.width > 1_700, JSON.stringify(box));
  assert.equal(await tab.locator('.ov-qr').isVisible(), false);
  assert.equal(await tab.locator('.ov-line').isVisible(), false);
});

test('a long name stays inside an upright picture', async (t) => {
  first = shown(1, 12, { title: 'Bộ quà tặng chăm sóc da mặt ban đêm phiên bản giới hạn dành cho mùa lễ hội cuối năm gồm bảy món' });
  const { tab } = await open(t, '', { width: 1080, height: 1920 });
  await until(() => isLive(tab), 'shown');
  const box = await tab.locator('.ov-card').boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 1_080, JSON.stringify(box));
  const price = await tab.locator('.ov-line').evaluate((line) => line.scrollWidth <= line.parentElement.clientWidth);
  assert.ok(price, 'the price is whole');
  if (process.env.SHOWRUNNER_OUTPUT) await tab.screenshot({ path: join(process.env.SHOWRUNNER_OUTPUT, 'overlay-upright.png') });
});

test('an open offer stands beside the product with its countdown, and goes by itself', async (t) => {
  const offer = { kind: 'price', price: null, code: null, amountOff: null, percentOff: null, gift: null, endsAtMs: 0, leftMs: 2_500 };
  first = shown(1, 3, { offers: [
    { ...offer, price: { amount: '199000', currency: 'VND' } },
    { ...offer, kind: 'coupon', code: 'NANG50', amountOff: { amount: '50000', currency: 'VND' }, leftMs: 252_000 },
  ] });
  const { tab } = await open(t);
  const text = async (place) => (await tab.locator(place).textContent()).replaceAll('\u00a0', ' ');
  await until(async () => (await text('.ov-price')) === '199.000 ₫', 'the offer price');
  assert.equal(await text('.ov-was'), '229.000 ₫');
  assert.equal(await text('.ov-code'), 'NANG50');
  assert.match(await text('.ov-rest'), /^Giảm 50\.000 ₫, còn 04:1\d$/);
  assert.deepEqual(await axe(tab), []);
  const sizes = await tab.locator('.ov-offer *').evaluateAll((nodes) => nodes.map((node) => parseFloat(getComputedStyle(node).fontSize)));
  assert.ok(sizes.every((size) => size >= 36), `${sizes}`);
  if (process.env.SHOWRUNNER_OUTPUT) await tab.screenshot({ path: join(process.env.SHOWRUNNER_OUTPUT, 'overlay-offer.png'), omitBackground: true });
  await until(async () => (await text('.ov-price')) === '229.000 ₫', 'its price is over');
  assert.equal(await text('.ov-code'), 'NANG50', 'the code goes on');
  all(shown(2, 3, { soldOut: true, offers: first.now.offers }));
  await until(() => tab.getByText('Đã hết hàng').isVisible(), 'sold out');
  assert.equal(await tab.locator('.ov-offer').isVisible(), false);
  const upright = await open(t, '', { width: 1080, height: 1920 });
  await until(() => isLive(upright.tab), 'upright');
  const box = await upright.tab.locator('.ov-card').boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 1_080, JSON.stringify(box));
  if (process.env.SHOWRUNNER_OUTPUT) await upright.tab.screenshot({ path: join(process.env.SHOWRUNNER_OUTPUT, 'overlay-offer-upright.png'), omitBackground: true });
});
