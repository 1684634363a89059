// A shop's web server, a browser and a session to show: what the specs of widget, overlay and demo shop share.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const dist = join(root, 'ui/dist');

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };

/** Serves `pages` (path to text, or to a function of the request) and, for the rest, what the UI build made. */
export async function serve(pages, headers = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const page = pages[path];
    const text = typeof page === 'function' ? page(request) : page;
    const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
    const body = text ?? (extname(file) && existsSync(file) ? readFileSync(file) : null);
    asked.push({ path, headers: request.headers });
    if (body === null) {
      response.writeHead(404).end();
      return;
    }
    const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
    const type = TYPES[extname(path)] ?? TYPES['.html'];
    const head = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache', etag, ...headers };
    const isKnown = request.headers['if-none-match'] === etag;
    asked.at(-1).status = isKnown ? 304 : 200;
    response.writeHead(isKnown ? 304 : 200, head).end(isKnown ? undefined : body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { server, asked, origin: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

export { axe, startBrowser as launch } from './harness.mjs';

export const until = async (check, what, ms = 5_000) => {
  const end = Date.now() + ms;
  for (;;) {
    if (await check()) return;
    if (Date.now() > end) throw new Error(`never happened within ${ms} ms: ${what}`);
    await new Promise((next) => setTimeout(next, 20));
  }
};

export const slotId = (number) => `01935a00-0000-7000-9000-${String(number).padStart(12, '0')}`;

const NAMES = ['Kem chống nắng dịu nhẹ SPF 50+', 'Son kem lì Nắng Đào 03', 'Serum phục hồi B5 30 ml', 'Toner rau má 200 ml', 'Xịt khoáng tràm trà 100 ml', 'Kem dưỡng đêm gạo lứt 50 g', 'Combo Đêm an: serum, toner, kem', 'Nước tẩy trang sen 400 ml'];

/** A manifest in `state`; `more` overrides. */
export function manifest(state, more = {}) {
  const now = Date.now();
  const vnd = (amount) => ({ amount: String(amount), currency: 'VND' });
  return {
    schema: 1,
    sessionId: '01935a00-0000-7000-8000-00abcdef0123',
    epoch: 1_795_800_000,
    revision: 1,
    issuedAtMs: now,
    state,
    title: 'Đêm chăm da Black Friday',
    brand: 'Mộc Lan',
    hosts: ['Thu Hà', 'Minh Anh'],
    language: 'vi',
    market: 'VN',
    zone: 'Asia/Ho_Chi_Minh',
    poster: null,
    startsAtMs: state === 'upcoming' ? now + 3_725_000 : now - 600_000,
    plannedEndMs: now + 7_200_000,
    startedAtMs: state === 'upcoming' ? null : now - 600_000,
    endedAtMs: state === 'ended' ? now - 1_000 : null,
    expiresAtMs: now + 3_600_000,
    pollAfterMs: 500,
    pictureDelayMs: 0,
    channels: [
      { channel: 'tiktok', url: 'https://www.tiktok.com/@moclan.vn/live', player: 'tiktok', embed: 'https://www.tiktok.com/embed/live/@moclan.vn?autoplay=1' },
      { channel: 'shopee', url: 'https://live.shopee.vn/moclan', player: 'link', embed: null },
    ],
    lineup: NAMES.map((title, index) => ({
      slotId: slotId(index + 1),
      number: index + 1,
      title,
      image: `/photo/${index + 1}.svg`,
      listPrice: vnd(329_000 + index * 1_000),
      showPrice: vnd(229_000 + index * 1_000),
      link: `https://moclan.example/p/${index + 1}?utm_source=website`,
      soldOut: index === 4,
    })),
    now: state === 'live' || state === 'paused' ? { slotId: slotId(1), sinceMs: now - 1_000 } : null,
    chapters: [],
    logHead: null,
    nextSession: null,
    ...more,
  };
}

/** The `now.json` that belongs to a manifest. */
export const nowOf = ({ schema, epoch, revision, state, now, expiresAtMs, pollAfterMs, lineup }) => ({
  schema,
  epoch,
  revision,
  state,
  now,
  soldOut: lineup.filter((slot) => slot.soldOut).map((slot) => slot.number),
  expiresAtMs,
  pollAfterMs,
});

/** A photo that stands for a product. */
export const photo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="#f0e2c4"/><path d="M16 10h16l-2 28H18z" fill="#e7a93f"/></svg>';
