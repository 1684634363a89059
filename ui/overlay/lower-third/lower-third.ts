/**
 * The lower third for OBS, at `/overlay/lower-third/`, 1920 × 1080 or 1080 × 1920, transparent.
 *
 * Query: show=<session id | current> token=… lang=vi|en pos=bl|br|tl|tr scale=1 qr=1 price=1 anim=slide|fade|none
 *        safe=5 (per cent of the picture) demo=1 (a sample product, no connection) debug=1
 * Tokens: the `--ov-*` of lower-third.css. Classes: ov-card ov-photo ov-text ov-name ov-no ov-line ov-price ov-was ov-qr,
 *         ov-offer ov-lab ov-code ov-left ov-out, is-live, is-sold-out, is-ending.
 */
import { money } from '../../widget/words';
import type { Money } from '../../widget/manifest';
import { follow, type Offer, type Shown, type Told } from '../feed';
import { qr } from '../qr';

/** How long the last state stands when the app is gone, ms. */
const HOLD = 20_000;

const query = new URLSearchParams(location.search);
const is = (name: string): boolean => query.get(name) !== '0';
const part = <Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] =>
  Object.assign(document.createElement(name), { className });

const card = part('section', 'ov-card');
const photo = part('div', 'ov-photo is-empty');
const name = part('p', 'ov-name');
const number = part('span', 'ov-no');
const title = part('span', 'ov-title');
const line = part('p', 'ov-line');
const price = part('b', 'ov-price');
const was = part('s', 'ov-was');
const out = part('p', 'ov-out');
const offer = Object.assign(part('div', 'ov-offer'), { hidden: true });
const label = part('p', 'ov-lab');
const given = part('p', 'ov-code');
const rest = part('p', 'ov-lab ov-rest');
const before = part('span', 'ov-before');
const left = part('b', 'ov-left');
const code = part('div', 'ov-qr');
const debug = Object.assign(part('pre', ''), { id: 'debug', hidden: query.get('debug') !== '1' });

function lay(): void {
  const place = document.getElementById('place') ?? document.body;
  const oneOf = (param: string, allowed: string[]): string => allowed.find((word) => word === query.get(param)) ?? allowed[0] ?? '';
  document.documentElement.lang = oneOf('lang', ['vi', 'en']);
  place.dataset['pos'] = oneOf('pos', ['bl', 'br', 'tl', 'tr']);
  place.dataset['anim'] = oneOf('anim', ['fade', 'slide', 'none']);
  const root = document.documentElement.style;
  const scale = Number(query.get('scale') ?? 1);
  if (scale >= 0.25 && scale <= 4) root.setProperty('--ov-scale', `${scale}`);
  const safe = Number(query.get('safe') ?? NaN);
  if (safe >= 0 && safe <= 20) {
    root.setProperty('--ov-safe-x', `${safe}vw`);
    root.setProperty('--ov-safe-y', `${safe}vh`);
  }
  line.hidden = !is('price');
  name.append(number, title);
  line.append(price, was);
  const text = part('div', 'ov-text');
  text.append(name, line, out);
  rest.append(before, left);
  offer.append(label, given, rest);
  card.append(photo, text, offer, code);
  place.append(card, debug);
}

/** The first two letters of a currency are its country, which says how amounts are written. */
const written = (amount: Money): string => money(amount, amount.currency.slice(0, 2));

let linkShown: string | null = null;
let imageShown: string | null = null;

const WORDS: Record<string, [string, string]> = {
  soldOut: ['Đã hết hàng', 'Sold out'],
  price: ['Giá ưu đãi', 'Offer price'],
  coupon: ['Mã giảm giá', 'Voucher'],
  gift: ['Quà tặng', 'Gift'],
  off: ['Giảm', 'Saves'],
  left: ['còn', 'ends in'],
};
const say = (word: string): string => WORDS[word]?.[document.documentElement.lang === 'en' ? 1 : 0] ?? '';

/** When the open offers are over, by the clock that nobody sets, beside the state they were told in. */
let shownNow: Shown | null = null;
let toldAt = 0;
const leftOf = (one: Offer): number => one.leftMs - (performance.now() - toldAt);
const held = (now: Shown): Offer[] => (now.soldOut ? [] : (now.offers ?? []).filter((one) => leftOf(one) > 0));

/** A code has to be typed and a gift is in no price: they go before the price, which the price line says. */
function drawOffer(now: Shown): void {
  const open = held(now);
  const [one] = ['coupon', 'gift', 'price'].flatMap((kind) => open.filter((offered) => offered.kind === kind));
  offer.hidden = !one;
  if (!one) return;
  label.textContent = say(one.kind);
  const price = one.price && is('price') ? written(one.price) : '';
  given.textContent = (one.code ?? one.gift ?? price).normalize('NFC');
  const off = one.amountOff ? written(one.amountOff) : one.percentOff === null ? '' : `${one.percentOff} %`;
  before.textContent = `${off ? `${say('off')} ${off}, ` : ''}${say('left')} `;
  const seconds = Math.ceil(leftOf(one) / 1000);
  const two = (figure: number): string => String(figure).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  left.textContent = `${hours ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  card.classList.toggle('is-ending', seconds <= 30);
}

function show(now: Shown): void {
  shownNow = now;
  drawOffer(now);
  number.textContent = String(now.slotNumber);
  title.textContent = now.title.normalize('NFC');
  const usual = now.showPrice ?? now.listPrice;
  const offered = held(now).find((one) => one.price)?.price;
  const current = offered ?? usual;
  const before = offered ? usual : now.showPrice && now.listPrice;
  price.textContent = current ? written(current) : '';
  // Put in order only, never added up, so a float will do.
  const isLess = current && before && current.currency === before.currency && Number(current.amount) < Number(before.amount);
  was.textContent = isLess ? written(before) : '';
  was.hidden = !isLess;
  card.classList.toggle('is-sold-out', now.soldOut === true);
  line.hidden = !is('price') || now.soldOut === true;
  out.hidden = now.soldOut !== true;
  out.textContent = say('soldOut');
  drawImage(now.image);
  drawCode(now.link);
  card.classList.add('is-live');
}

function drawImage(address: string | null): void {
  if (address === imageShown) return;
  imageShown = address;
  photo.classList.toggle('is-empty', !address);
  if (!address) return photo.replaceChildren();
  const image = Object.assign(new Image(), { alt: '', src: address });
  // A picture that is missing leaves its place to the text; a broken sign never goes on air.
  image.onerror = () => imageShown === address && drawImage(null);
  photo.replaceChildren(image);
}

function drawCode(link: string | null): void {
  code.hidden = !link || !is('qr');
  if (code.hidden || link === linkShown) return;
  try {
    code.replaceChildren(qr(link ?? ''));
    linkShown = link;
  } catch {
    // Too long for any QR code.
    code.hidden = true;
  }
}

const hide = (): void => {
  shownNow = null;
  card.classList.remove('is-live');
};
// What is over goes by itself, also while the app is gone.
setInterval(() => shownNow?.offers?.length && show(shownNow), 250);

function apply(told: Told): void {
  toldAt = performance.now();
  const onAir = told.state === 'live' || told.state === 'paused';
  if (onAir && told.now) show(told.now);
  else hide();
}

function run(): void {
  lay();
  if (query.get('demo') === '1') return show(SAMPLE);
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const asked = new URLSearchParams({ show: query.get('show') ?? 'current' });
  const token = query.get('token');
  if (token) asked.set('token', token);
  let gone: ReturnType<typeof setTimeout> | undefined;
  let connected = false;
  let last: Told | null = null;
  const note = (): void => {
    debug.textContent = [`feed   ${connected ? 'connected' : 'waiting'}`, `state  ${last?.state ?? '-'}`, `seq    ${last?.seq ?? '-'}`, `now    ${last?.now?.slotNumber ?? '-'}`].join('\n');
  };
  note();
  follow(
    `${scheme}://${location.host}/overlay/feed?${asked}`,
    (told) => {
      last = told;
      apply(told);
      note();
    },
    (isConnected) => {
      connected = isConnected;
      if (isConnected) {
        clearTimeout(gone);
        gone = undefined;
      } else gone ??= setTimeout(hide, HOLD);
      note();
    },
  );
}

const SAMPLE: Shown = {
  slotNumber: 3,
  title: 'Kem chống nắng dịu nhẹ SPF 50+ dưỡng ẩm',
  image: null,
  listPrice: { amount: '329000', currency: 'VND' },
  showPrice: { amount: '229000', currency: 'VND' },
  link: 'https://moclan.example/l/3',
};

run();
