/**
 * The overlay's line to the app: `GET /overlay/feed?show=<session id, or current>[&token=…]`, a WebSocket on the same
 * address as the page. The server sends one JSON text at once, the last state, and another at every change:
 *
 *   { seq, sessionId, state, now }
 *     seq        grows within one connection
 *     sessionId  UUID, or null when there is no session
 *     state      upcoming | live | paused | ended | cancelled
 *     now        null, or { slotNumber, title, image, listPrice, showPrice, link, soldOut? }
 *                image: address on this computer, or null; prices { amount, currency } or null;
 *                link: the tracked link that becomes the QR code, or null; offers?: what is open for it, each
 *                { kind, price, code, amountOff, percentOff, gift, endsAtMs, leftMs }
 *
 * The page sends nothing. It connects again for ever, after 0.5 s, then twice as long up to 10 s.
 */
import type { Money } from '../widget/manifest';

export interface Shown {
  slotNumber: number;
  title: string;
  image: string | null;
  listPrice: Money | null;
  showPrice: Money | null;
  link: string | null;
  soldOut?: boolean;
  offers?: Offer[];
}

/** An offer that is open for what is on screen. */
export interface Offer {
  kind: string;
  price: Money | null;
  code: string | null;
  amountOff: Money | null;
  percentOff: number | null;
  gift: string | null;
  endsAtMs: number;
  /** How long it was still open when this was told, ms. */
  leftMs: number;
}

export interface Told {
  seq: number;
  sessionId: string | null;
  state: string;
  now: Shown | null;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** Follows the feed for ever; `onLine` says whether it is connected. */
export function follow(url: string, onTold: (told: Told) => void, onLine: (connected: boolean) => void): void {
  let wait = FIRST_WAIT;

  const connect = (): void => {
    const socket = new WebSocket(url);
    let seen = -Infinity;
    socket.onopen = () => {
      wait = FIRST_WAIT;
      onLine(true);
    };
    socket.onmessage = ({ data }) => {
      const told = read(data);
      if (!told || told.seq <= seen) return;
      seen = told.seq;
      onTold(told);
    };
    // An error is always followed by a close.
    socket.onclose = () => {
      onLine(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  };
  connect();
}

/** What is not a state is passed over: nothing on air may break the picture. */
function read(data: unknown): Told | null {
  try {
    const told = JSON.parse(String(data)) as Partial<Told> | null;
    return typeof told?.seq === 'number' && typeof told.state === 'string' ? { sessionId: null, now: null, ...told } as Told : null;
  } catch {
    return null;
  }
}
