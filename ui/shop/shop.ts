/**
 * The demo shop, at `/shop/`: a product page of the brand with its live session, to see the simulcast work at once.
 *
 * Reads `/shop/shop.json`, no store, which the app makes from the workspace:
 *
 *   { brand, language, market,
 *     sessions: [{ sessionId, title, state, startsAtMs, manifestUrl }],
 *     products: [{ id, title, description, image, listPrice, showPrice, link }] }
 *
 *   state         as in the manifest: upcoming | live | paused | ended | cancelled; drafts are not listed
 *   manifestUrl   /demo/<sessionId>/manifest.json; now.json is asked for beside it
 *   products      a page's worth, the first one is shown; description, image, prices and link may be null
 *
 * Query: session=<id>, product=<id>, lang=vi|en, theme=light|dark.
 */
import { safe, type Money } from '../widget/manifest';
import { el, set } from '../widget/node';
import { money } from '../widget/words';

interface Session {
  sessionId: string;
  title: string;
  state: string;
  startsAtMs: number;
  manifestUrl: string;
}

interface Product {
  id: string;
  title: string;
  description: string | null;
  image: string | null;
  listPrice: Money | null;
  showPrice: Money | null;
  link: string | null;
}

interface Shop {
  brand: string;
  language: string;
  market: string;
  sessions: Session[];
  products: Product[];
}

const WORDS = {
  vi: {
    demo: 'Cửa hàng thử, chỉ mở trên máy này',
    none: 'Chưa có phiên live nào được lên lịch. Khi có, phiên hiện ở đây.',
    live: 'giá trong phiên live',
    open: 'Xem trên website của thương hiệu',
    more: 'Sản phẩm khác',
    watch: 'Phiên live',
    lost: 'Chưa kết nối được với Showrunner. Mở lại ứng dụng, trang này tự cập nhật.',
  },
  en: {
    demo: 'Demo shop, only on this computer',
    none: 'No live show is planned yet. When there is one, it appears here.',
    live: 'price during the show',
    open: 'See it on the brand’s website',
    more: 'More products',
    watch: 'Live show',
    lost: 'Showrunner does not answer. Open the app again; this page will catch up.',
  },
};

/** How often the page looks for another session, ms. */
const LOOK_AGAIN = 5_000;

const query = new URLSearchParams(location.search);
const place = document.getElementById('shop') ?? document.body;
let language: keyof typeof WORDS = 'vi';
let drawn = '';
let products: Product[] = [];
let live: HTMLElement | null = null;

/**
 * The one on air; else whichever is nearer, the last or the next: a show that has just ended stays with its chapters, and
 * gives way as the next one comes closer.
 */
function chosen(sessions: Session[]): Session | undefined {
  const asked = sessions.find(({ sessionId }) => sessionId === query.get('session'));
  const late = [...sessions].sort((a, b) => b.startsAtMs - a.startsAtMs);
  const onAir = late.find(({ state }) => /live|paused/.test(state));
  const last = late.find(({ state }) => state === 'ended');
  const next = late.findLast(({ state }) => state === 'upcoming');
  const away = (session: Session) => Math.abs(session.startsAtMs - Date.now());
  return asked ?? onAir ?? (last && next && away(last) < away(next) ? last : (next ?? last));
}

function here(productId: string): string {
  const params = new URLSearchParams(query);
  params.set('product', productId);
  return `?${params}`;
}

function photo({ image, title }: Product): HTMLElement {
  const src = safe(image, location.href);
  return el('span', 'photo', {}, src ? el('img', '', { src, alt: '' }) : el('span', '', { 'aria-hidden': true }, title.slice(0, 1)));
}

function price({ listPrice, showPrice }: Product, market: string, hint: string): HTMLElement {
  const current = showPrice ?? listPrice;
  const box = el('p', 'price');
  if (!current) return box;
  box.append(el('b', '', {}, money(current, market)));
  const isLess = showPrice && listPrice && Number(showPrice.amount) < Number(listPrice.amount);
  if (isLess) box.append(' ', el('s', '', {}, money(listPrice, market)), ' ', el('span', 'muted', {}, hint));
  return box;
}

function productPage(shop: Shop): HTMLElement[] {
  const say = WORDS[language];
  const product = shop.products.find(({ id }) => id === query.get('product')) ?? shop.products[0];
  if (!product) return [];
  const text = el('div', 'text', {}, el('h1', '', {}, product.title));
  if (product.description) text.append(el('p', 'muted', {}, product.description));
  text.append(price(product, shop.market, say.live));
  const href = safe(product.link, location.href);
  if (href) text.append(el('a', 'buy', { href, target: '_blank', rel: 'noopener' }, say.open));
  const others = shop.products.filter(({ id }) => id !== product.id).slice(0, 12);
  const list = others.map((other) => {
    const link = el('a', '', { href: here(other.id) }, photo(other), el('span', '', {}, other.title), price(other, shop.market, ''));
    return el('li', '', {}, link);
  });
  const more = el('section', 'more', {}, el('h2', '', {}, say.more), el('ul', '', {}, ...list));
  return [el('section', 'product', {}, photo(product), text), ...(list.length ? [more] : [])];
}

/** A product of this shop opens its page here; any other keeps its tracked link. */
function openHere(event: Event): void {
  const { slot } = (event as CustomEvent<{ slot?: { title: string } }>).detail;
  const found = products.find(({ title }) => title.normalize('NFC') === slot?.title);
  if (!found) return;
  event.preventDefault();
  location.assign(here(found.id));
}

function draw(shop: Shop): void {
  const session = chosen(shop.sessions);
  const stamp = JSON.stringify([shop.brand, shop.language, shop.products, session?.manifestUrl]);
  if (stamp === drawn) return;
  drawn = stamp;
  ({ products } = shop);
  const asked = query.get('lang') ?? shop.language;
  language = asked.startsWith('vi') ? 'vi' : 'en';
  const say = WORDS[language];
  document.documentElement.lang = language;
  const header = el('header', 'bar', {}, el('a', 'logo', { href: '/shop/' }, shop.brand), el('span', 'demo', {}, say.demo));
  const main = el('main', '');
  if (session) {
    // Kept when only the products changed: a running video must not stop.
    if (!live) {
      live = document.createElement('live-session');
      live.addEventListener('live:product', openHere);
    }
    set(live, { src: session.manifestUrl, locale: language });
    live.replaceChildren(el('a', '', { href: session.manifestUrl }, say.watch));
    main.append(live);
  } else main.append(el('p', 'none', {}, say.none));
  main.append(...productPage(shop));
  const product = main.querySelector('h1')?.textContent;
  if (!product) main.prepend(el('h1', 'none', {}, shop.brand));
  document.title = product ? `${product} · ${shop.brand}` : shop.brand;
  place.replaceChildren(header, main);
}

async function look(): Promise<void> {
  try {
    const answer = await fetch('/shop/shop.json', { cache: 'no-store' });
    if (!answer.ok) throw Error();
    draw((await answer.json()) as Shop);
  } catch {
    // What is drawn stands; a first visit is told what to do.
    const say = WORDS[query.get('lang') === 'en' ? 'en' : 'vi'];
    if (!drawn) place.replaceChildren(el('main', '', {}, el('h1', 'none', { role: 'status' }, say.lost)));
  }
  setTimeout(() => void look(), document.hidden ? LOOK_AGAIN * 4 : LOOK_AGAIN);
}

const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
void look();
