/** What the widget says, in Vietnamese and in English; amounts and times are written the market's way. */
import type { Channel, Money } from './manifest';

const TEXT = {
  session: ['Phiên live', 'Live show'],
  paused: ['Tạm nghỉ', 'Short break'],
  startsIn: ['Bắt đầu sau', 'Starts in'],
  soon: ['Sắp bắt đầu', 'Starting soon'],
  day: ['ngày', 'd'],
  thanks: ['Cảm ơn bạn đã xem', 'Thank you for watching'],
  ended: ['Phiên live đã kết thúc', 'Show ended'],
  cancelled: ['Phiên live đã hủy', 'Show cancelled'],
  next: ['Phiên tới', 'Next show'],
  upNext: ['Tiếp theo', 'Up next'],
  being: ['Đang giới thiệu', 'Being shown'],
  first: ['Sẽ có trong phiên', 'In this show'],
  wait: ['Sắp giới thiệu', 'Coming up'],
  watch: ['Xem phiên live', 'Watch the show'],
  replay: ['Xem lại', 'Watch again'],
  loads: ['tải nội dung từ', 'loads content from'],
  opens: ['mở trang', 'opens'],
  watchOn: ['Xem trên', 'Watch on'],
  buy: ['Mua ngay', 'Buy now'],
  code: ['Mã', 'Code'],
  gift: ['Tặng', 'Gift'],
  copy: ['Sao chép', 'Copy'],
  soldOut: ['Đã hết', 'Sold out'],
  inShow: ['sản phẩm trong phiên', 'products in this show'],
  back: ['Trước', 'Previous'],
  more: ['Sau', 'Next'],
  price: ['Giá live', 'Live price'],
  was: ['Giá thường', 'Usual price'],
  with: ['Cùng', 'With'],
  and: ['và', 'and'],
  until: ['đến', 'until'],
  yours: ['giờ của bạn', 'your time'],
} as const;

export type Say = (word: keyof typeof TEXT) => string;

/** The words of a language; any but Vietnamese reads English. */
export const sayer = (language: string): Say => (word) => TEXT[word][/^vi/.test(language) ? 0 : 1];

/** Written the same in every language; a platform nobody knows is named by its host. */
const PLATFORMS = ['TikTok', 'YouTube', 'Shopee', 'Facebook', 'Instagram', 'Lazada'];

export const platform = ({ channel, url }: Channel): string =>
  PLATFORMS.find((name) => name.toLowerCase() === channel) ?? url.split('/')[2] ?? channel;

const LANGUAGES: Record<string, string> = { VN: 'vi', TH: 'th', MY: 'ms', ID: 'id' };

/** Formats from the decimal string, exactly; a currency nobody knows is written out. */
export function money({ amount, currency }: Money, market: string): string {
  // Engines differ on the digits (IDR has two in some), so they are told.
  const digits = /VND|IDR/.test(currency) ? 0 : 2;
  try {
    return new Intl.NumberFormat(`${LANGUAGES[market] ?? 'en'}-${market}`, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(amount as Intl.StringNumericLiteral);
  } catch {
    return `${amount} ${currency}`;
  }
}

const format = (ms: number, language: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(/^vi/.test(language) ? 'vi' : 'en-GB', options).format(ms);

/** `20:00`, in the shopper's own zone unless another is named. */
export const clock = (ms: number, language: string, timeZone?: string): string =>
  format(ms, language, { timeStyle: 'short', timeZone });

/** An hour and a day in the session's zone, and the shopper's hour beside it where the two differ. */
export function moment(ms: number, language: string, timeZone: string, say: Say): string {
  const there = clock(ms, language, timeZone);
  const here = clock(ms, language);
  const day = format(ms, language, { weekday: 'long', day: '2-digit', month: '2-digit', timeZone });
  return `${there} · ${day}${there === here ? '' : ` (${here} ${say('yours')})`}`;
}

/** `1:02:09`, `12:45`; from a day on `3 ngày 4:12:45`. */
export function length(ms: number, say: Say): string {
  const days = Math.floor(ms / 86_400_000);
  // A length nobody could mean is no reason to break the page.
  const time = new Date(Math.min(ms, 8e15) || 0).toISOString().slice(11, 19);
  return (days ? `${days} ${say('day')} ` : '') + time.replace(days ? /^0/ : /^0(0:0?)?/, '');
}
