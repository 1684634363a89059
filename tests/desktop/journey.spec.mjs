/**
 * The main job of a brand, once through, in the real window: products in, a session planned, live, sales in, reviewed.
 * Everything is done by what a user sees, presses and types, system dialogs included; commands are called only to check.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { picture, startDesk } from './harness.mjs';
import { BUYER, figuresOf, soldOf, writeOrders } from './orders.mjs';
import { chooseFile, ended, focus, pressClose, until } from './system.mjs';
import { Key } from './webdriver.mjs';

const PRODUCTS = fileURLToPath(new URL('../fixture/shopify-products-vi.csv', import.meta.url));
const TITLE = 'Đêm thời trang Lụa';
const SHIRT = { title: 'Áo thun cotton Mát Lạnh', skus: ['AT-Trắng-M', 'AT-Đen-L'], price: 199_000 };
const DRESS = { title: 'Đầm suông Hạ Lan', skus: ['DAM-S', 'DAM-M'], price: 459_000 };
const LIPSTICK = { title: 'Son kem lì Môi Xinh', skus: ['SON-01', 'SON-03'], price: 189_000 };
const TONER = { title: 'Nước hoa hồng Thuỷ Tiên', skus: ['NHH-200'], price: 215_000 };
/** As the line-up stands in the end. */
const LINEUP = [LIPSTICK, SHIRT, DRESS];

let desk;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'showrunner-orders-'));
  desk = await startDesk();
});
after(async () => {
  await desk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const plain = (text) => text.replaceAll('\u00a0', ' ');
const texts = (window, selector) => window.run('return [...document.querySelectorAll(arguments[0])].map((node) => node.innerText.trim())', selector);
const text = async (window, selector) => plain((await texts(window, selector)).join(' '));
const shows = (window, words, timeoutMs) => window.until(`“${words}” on the screen`, async () => plain(await window.text()).includes(words), timeoutMs);
/** Goes to a place by the rail. */
const goTo = (window, place) => window.click('nav a', place, { exact: true });

/** `1.234.567`, as amounts are written in Vietnam. */
const grouped = (amount) => String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
/** As figures stand over a recap: whole below a million, above it in millions with two decimals at most. */
function short(amount) {
  if (amount < 1_000_000) return `${grouped(amount)}₫`;
  const hundredths = Math.round(amount / 10_000);
  const decimals = String(hundredths % 100).padStart(2, '0').replace(/0+$/, '');
  return `${Math.floor(hundredths / 100)}${decimals && `,${decimals}`}tr ₫`;
}

test('a brand does its whole job once', { timeout: 300_000 }, async () => {
  const window = await desk.open();
  await focus(desk);
  try {
    await firstRun(window);
    await productsIn(window);
    await planned(window);
    await linedUp(window);
    const onAir = await live(window);
    const orders = ordersOf(onAir);
    await salesIn(window, orders);
    await reviewed(window, orders, onAir);
    await pressClose(desk);
    await ended(desk);
  } catch (error) {
    await picture(window, 'journey-failed').catch(() => {});
    throw error;
  }
  nobodyIsKept();
});

async function firstRun(window) {
  await window.click('any', 'Tiếng Việt', { exact: true });
  await window.click('radio', 'Việt Nam');
  await window.click('radio', 'Lên kế hoạch và bán');
  await window.fill('textbox', 'Tên thương hiệu', 'Lụa Studio');
  await picture(window, 'journey-1-first-run');
  await window.click('button', 'Bắt đầu', { exact: true });
  await shows(window, 'Ba bước đầu tiên');
  await picture(window, 'journey-2-first-steps');
}

async function productsIn(window) {
  await window.click('link', 'Nhập tệp', { exact: true });
  await window.click('button', 'Chọn tệp', { exact: true });
  await chooseFile(desk, PRODUCTS);
  await window.find('heading', 'Sản phẩm Shopify');
  for (const [state, count] of [['Mới', 19], ['Thay đổi', 0], ['Không đổi', 0], ['Bị từ chối', 0]]) {
    await window.find('button', `${state} ${count}`, { exact: true });
  }
  await picture(window, 'journey-3-products-preview');
  await window.click('button', 'Mới 19', { exact: true });
  await window.find('row', DRESS.title);
  await window.press(Key.escape);
  assert.equal((await window.call('catalogue_page', { query: '', sort: 'title', descending: false, offset: 0, limit: 1 })).total, 0, 'a preview writes nothing');

  await window.click('button', 'Nhập 19 dòng', { exact: true });
  await shows(window, 'Đã nhập shopify-products-vi.csv');
  await window.click('link', 'Xem sản phẩm', { exact: true });
  await window.find('row', LIPSTICK.title);
  await window.fill('input[type=search]', '', 'ao thun');
  await window.until('only shirts', async () => (await texts(window, 'tbody tr')).every((row) => row.includes(SHIRT.title)));
  await picture(window, 'journey-4-products');
}

async function planned(window) {
  await goTo(window, 'Phiên live');
  await window.click('button', 'Phiên mới', { exact: true });
  await window.fill('textbox', 'Tên phiên', TITLE);
  await window.fill('textbox', 'Thời lượng', '45');
  await picture(window, 'journey-5-new-session');
  await window.click('button', 'Tạo phiên', { exact: true });
  await window.find('heading', TITLE);

  await window.click('button', 'Thêm kênh live', { exact: true });
  await window.click('menuitem', 'TikTok', { exact: true });
  await window.fill('textbox', 'Link xem trên TikTok', 'https://www.tiktok.com/@luastudio/live');
  await window.press(Key.enter);
  await window.until('the link to be kept', async () => (await onlySession(window)).channels[0]?.url);
  await window.fill('textbox', 'Thêm người dẫn', 'Thu Hà');
  await window.click('button', 'Thêm', { exact: true });
  await window.find('button', 'Bỏ Thu Hà', { exact: true });
  await window.fill('textbox', 'GMV', '5tr');
  await window.press(Key.enter);
  await window.until('the goal to be kept', async () => (await onlySession(window)).goal.gmv);
  await window.click('button', 'Lên lịch', { exact: true });
  await shows(window, 'Đã lên lịch. Website và các nơi nhận bắt đầu thấy phiên này.');
  await picture(window, 'journey-6-scheduled');
}

/** The one session, for checking. */
async function onlySession(window) {
  const { sessions } = await window.call('session_all');
  return window.call('session_get', { sessionId: sessions[0].id });
}

async function linedUp(window) {
  await window.click('link', 'Mở giỏ live', { exact: true });
  await window.click('button', 'Thêm sản phẩm', { exact: true });
  // Without accents, and `dam` for `đầm`.
  for (const [typed, { title }] of [['ao thun', SHIRT], ['dam suong', DRESS], ['son', LIPSTICK]]) {
    await window.fill('[role=dialog] input[type=search]', '', typed);
    await window.until(`one product for “${typed}”`, async () => (await texts(window, '[role=dialog] li')).length === 1);
    await window.click('[role=dialog] li label', title);
  }
  await picture(window, 'journey-7-search');
  await window.click('button', 'Thêm 3 sản phẩm', { exact: true });
  const all = [SHIRT, DRESS, LIPSTICK].map(({ title }) => title);
  const order = async () => (await texts(window, '[role=grid] tbody tr')).map((row) => all.find((title) => row.includes(title)));
  await window.until('three rows', async () => (await order()).length === 3);
  assert.deepEqual(await order(), all, 'in the order they were ticked');

  // The last one goes to the top by keyboard alone, once the cursor is in the table.
  await window.click('[role=grid] tbody td', SHIRT.title);
  await window.press(Key.down);
  await window.press(Key.down);
  for (const place of [1, 0]) {
    await window.press(Key.alt, Key.up);
    await window.until(`the lipstick at ${place + 1}`, async () => (await order())[place] === LIPSTICK.title);
    // The cursor goes with the row.
    await window.until('the cursor at its row', () => window.run(`return document.activeElement?.dataset.cell?.startsWith(arguments[0] + ':')`, String(place)));
  }
  assert.deepEqual(await order(), LINEUP.map(({ title }) => title));
  // A price for this show, typed into its cell.
  await window.fill('textbox', 'Giá live của số 1', '149000');
  await window.press(Key.enter);
  await window.until('the price to be kept', async () => (await lineup(window))[0].showPrice?.amount === '149000');
  await picture(window, 'journey-8-line-up');
}

/** The line-up of the one session, for checking. */
async function lineup(window) {
  return (await window.call('lineup_get', { sessionId: (await onlySession(window)).id })).slots;
}

/** Runs the show; answers one instant, in full seconds, at which each product was on screen. */
async function live(window) {
  const onScreen = () => text(window, 'article.onair .nm');
  const isOnScreen = (number) => window.until(`number ${number} on screen`, async () => (await onScreen()).includes(`${number}${LINEUP[number - 1].title}`));

  await window.click('link', 'Mở bàn điều khiển', { exact: true });
  await shows(window, 'Video vẫn do kênh live phát.');
  await picture(window, 'journey-9-before-live');
  await window.click('button', 'Lên sóng', { exact: true });
  await shows(window, 'Chưa có sản phẩm nào trên màn hình');
  await window.press(Key.space);
  await shows(window, 'Phím đang tắt để tránh bấm nhầm.');
  assert.match(await text(window, 'article.onair'), /Chưa có sản phẩm/, 'unarmed, Space takes nothing');
  await window.click('header button', 'Phím đang tắt');
  await window.find('header button', 'Phím đang bật');

  const at = {};
  for (const number of [1, 2, 3]) {
    await window.press(Key.space);
    await isOnScreen(number);
    at[number] = await aFullSecond();
    // Not while the third can be taken back: a slow picture would use up its ten seconds.
    if (number === 2) await picture(window, 'journey-10-live');
  }
  await window.click('button', 'Hoàn lại');
  await isOnScreen(2);
  await aFullSecond();
  await window.press(Key.space);
  await isOnScreen(3);
  at[3] = await aFullSecond();
  await told(window, ({ state, now }, slots) => state === 'live' && now.slotId === slots[2].id);
  await window.until('the log to tell it', async () => {
    const told = (await texts(window, 'ol[aria-label="Nhật ký"] li span')).map(plain);
    return told.length === 6 && told.every((line, index) => line === ['Lên màn hình: 3, giá 459.000 ₫', 'Hoàn lại: 3', 'Lên màn hình: 3, giá 459.000 ₫', 'Lên màn hình: 2, giá 199.000 ₫', 'Lên màn hình: 1, giá 149.000 ₫', 'Bắt đầu lên sóng'][index]);
  });
  await picture(window, 'journey-11-taken-again');

  await window.click('button', 'Kết thúc…', { exact: true });
  await window.click('[role=dialog] button', 'Kết thúc phiên', { exact: true });
  await shows(window, 'Đã đưa 3 / 3 sản phẩm lên màn hình.');
  await told(window, ({ state }) => state === 'ended');
  await picture(window, 'journey-12-ended');
  return at;
}

/** Waits until the demo shop's page, which asks every second, would show that. */
async function told(window, check) {
  const { id } = await onlySession(window);
  const slots = await lineup(window);
  const { origin } = await window.call('workspace_state');
  await until('the demo shop to be told', async () => check(await (await fetch(`${origin}/demo/${id}/now.json`)).json(), slots));
}

/** Waits for the next full second and a little more; what is written with this second lies between before and after. */
async function aFullSecond() {
  const at = (Math.floor(Date.now() / 1_000) + 1) * 1_000;
  await until('the next second', () => Date.now() > at + 50);
  return at;
}

/** What was bought around the show: while each product was on screen, before the show, and beside the line-up. */
function ordersOf(at) {
  const line = ({ title, skus, price }, quantity, choice = 0) => ({ title, sku: skus[choice], price, quantity });
  const offered = { ...LIPSTICK, price: 149_000 };
  return [
    { name: '#LS1001', atMs: at[1] - 86_400_000, lines: [line(LIPSTICK, 4)], credited: false },
    { name: '#LS1002', atMs: at[1], lines: [line(offered, 2), line(offered, 1, 1)] },
    { name: '#LS1003', atMs: at[2], lines: [line(SHIRT, 3, 1), line(offered, 1)], discount: 46_000 },
    { name: '#LS1004', atMs: at[2], lines: [line(SHIRT, 1)], refunded: true },
    { name: '#LS1005', atMs: at[3], lines: [line(DRESS, 2, 1)] },
    { name: '#LS1006', atMs: at[3], lines: [line(TONER, 5)], credited: false },
  ];
}

async function salesIn(window, orders) {
  const file = join(folder, 'orders.csv');
  writeOrders(file, orders);
  await window.click('link', 'Xem tổng kết', { exact: true });
  await shows(window, 'Chưa có đơn hàng của phiên này');
  await window.click('link', 'Nhập đơn hàng', { exact: true });
  await window.click('button', 'Chọn tệp', { exact: true });
  await chooseFile(desk, file);
  await window.find('heading', 'Đơn hàng Shopify');
  const lines = orders.flatMap((order) => order.lines).length;
  await window.find('button', `Mới ${lines}`, { exact: true });
  await window.find('button', 'Bị từ chối 0', { exact: true });
  for (const column of ['Billing Name', 'Shipping Phone', 'Notes']) {
    await window.until(`${column} to be kept out`, async () => (await texts(window, 'tr')).some((row) => row.startsWith(column) && row.includes('Đã bỏ')));
  }
  await picture(window, 'journey-13-sales-preview');
  const shown = await window.text();
  for (const personal of Object.values(BUYER)) assert.ok(!shown.includes(personal), `the preview shows ${personal}`);
  await window.click('button', `Nhập ${lines} dòng`, { exact: true });
  await shows(window, 'Đã nhập orders.csv');
  await window.click('link', 'Xem tổng kết', { exact: true });
}

async function reviewed(window, orders, at) {
  const expected = figuresOf(orders);
  await window.find('row', TITLE);
  await picture(window, 'journey-14-recaps');
  await window.click('[role=grid] tbody td', TITLE);
  await window.find('heading', TITLE);
  const headline = await window.until('the figures', async () => {
    const all = await texts(window, '.kpi');
    return all.length > 0 && Object.fromEntries(all.map((one) => plain(one).split('\n')).map(([name, figure]) => [name, figure]));
  });
  await picture(window, 'journey-15-review');
  assert.equal(headline['GMV'], short(expected.gmv));
  assert.equal(headline['Doanh thu thuần'], short(expected.netSales));
  assert.equal(headline['Đơn hàng'], String(expected.orders));
  assert.equal(headline['Số món'], String(expected.units));

  // Exactly, from the table that says what the curve draws.
  await window.click('summary', 'Xem dạng bảng');
  const sums = await window.until('the table of the curve', async () => {
    const cells = await window.run(`return [...document.querySelectorAll('details tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\\D/g, '')))`);
    return cells.length > 0 && cells.reduce(([gmv, units], row) => [gmv + Number(row[1]), units + Number(row[2])], [0, 0]);
  });
  assert.deepEqual(sums, [expected.gmv, expected.units], 'the curve holds every đồng');
  for (const product of LINEUP) {
    const { gmv, units } = soldOf(orders, product.skus);
    // What was left of it stands in a table above.
    const row = (await texts(window, '[role=grid] tbody tr')).map(plain).findLast((one) => one.includes(product.title));
    assert.match(row, new RegExp(`\\b${units}\\b`), `${product.title}: ${row}`);
    assert.ok(row.replaceAll(/\s/g, '').includes(short(gmv).replaceAll(/\s/g, '')), `${product.title} brought ${gmv}: ${row}`);
  }

  // The bands are what the desk had on screen: a take that was undone is in the log, not among them.
  const bands = (await window.run(`return [...document.querySelectorAll('svg.chart g > g > title')].map((title) => title.textContent)`)).map(plain);
  assert.deepEqual(
    bands.map((band) => band.replace(/ \d\d:\d\d.*$/, '')),
    [1, 2, 3].map((number) => `${number} ${LINEUP[number - 1].title}`),
  );
  await shows(window, 'Sản phẩm không có trong giỏ live');

  // Down to the rows of the file.
  await window.click('[role=grid] tbody td', DRESS.title);
  await window.find('[role=dialog] tr', '#LS1005');
  await shows(window, 'orders.csv, dòng 8');
  await picture(window, 'journey-16-lines');
  await window.press(Key.escape);

  // The same in English, by the palette.
  await window.press(Key.control, 'k');
  await window.fill('[role=dialog] input', '', 'english');
  await window.find('option', 'Switch to English');
  await window.press(Key.enter);
  for (const words of ['Net sales', 'Product not among the live products', TITLE]) await shows(window, words);
  await picture(window, 'journey-17-english');

  const review = await window.call('review_session', { sessionId: (await onlySession(window)).id });
  const shown = review.bands.find(({ slotNumber }) => slotNumber === 2);
  assert.ok(shown.fromMs < at[2] && at[2] < shown.toMs, 'the band lies where the product was on screen');
}

/** Nothing of the buyer is in any file the app wrote: workspace, write-ahead log, logs, caches. */
function nobodyIsKept() {
  const files = readdirSync(desk.home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const all = files.map((entry) => ({ name: join(entry.parentPath ?? entry.path, entry.name) })).map(({ name }) => ({ name, bytes: readFileSync(name) }));
  assert.ok(all.some(({ bytes }) => bytes.includes('#LS1005')), 'the orders themselves were found, so this looks in the right place');
  const forms = Object.values(BUYER).flatMap((value) => [value, value.normalize('NFD'), value.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd')]);
  const kept = all.flatMap(({ name, bytes }) => [...new Set(forms)].filter((form) => bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le'))).map((form) => `${form} in ${name}`));
  assert.deepEqual(kept, []);
}
