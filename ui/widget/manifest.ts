/**
 * The session manifest as the widget reads it (schema 1; the published schema lies beside the Rust crate `storefront`).
 *
 * Files asked for, both on the brand's own address:
 *   <src>               the full state, `manifest.json`
 *   now.json beside it  at most 400 bytes: epoch, revision, state, now, soldOut, expiresAtMs, pollAfterMs
 */

export type State = 'upcoming' | 'live' | 'paused' | 'ended' | 'cancelled';

/** Epoch is compared first; the revision only grows within it. */
export interface Stamp {
  epoch: number;
  revision: number;
}

export interface Money {
  amount: string;
  currency: string;
}

export interface Channel {
  channel: string;
  url: string;
  player: string;
  embed: string | null;
}

export interface Slot {
  slotId: string;
  number: number;
  title: string;
  image: string | null;
  listPrice: Money | null;
  showPrice: Money | null;
  link: string | null;
  soldOut: boolean;
}

export interface Offer {
  slotId: string;
  /** `price`, `coupon`, `gift`; others are left out. */
  kind: string;
  price: Money | null;
  code: string | null;
  amountOff: Money | null;
  percentOff: number | null;
  gift: string | null;
  opensAtMs: number;
  endsAtMs: number;
}

export interface NowShowing {
  slotId: string;
  sinceMs: number;
}

/** What `now.json` says. */
export interface Now extends Stamp {
  schema: number;
  state: State;
  now: NowShowing | null;
  /** Numbers of the slots that are sold out; null: the manifest tells. */
  soldOut?: number[] | null;
  expiresAtMs: number;
  pollAfterMs: number;
}

export interface Manifest extends Omit<Now, 'soldOut'> {
  sessionId: string;
  title: string;
  brand: string;
  hosts: string[];
  language: string;
  market: string;
  zone: string;
  poster: string | null;
  startsAtMs: number;
  plannedEndMs: number;
  startedAtMs: number | null;
  endedAtMs: number | null;
  pictureDelayMs: number;
  channels: Channel[];
  lineup: Slot[];
  /** Absent from desks older than offers. */
  offers?: Offer[];
  chapters: { slotId: string; atMs: number }[];
  nextSession: { title: string; startsAtMs: number } | null;
}

/** Whether `told` is of a schema we know; what is unknown leaves the plain link standing. */
export function isNow(told: unknown): told is Now {
  const { schema, epoch, revision, state } = (told ?? {}) as Now;
  return schema === 1 && epoch >= 0 && revision >= 0 && /^(upcoming|live|paused|ended|cancelled)$/.test(state);
}

export const isManifest = (told: unknown): told is Manifest =>
  isNow(told) && Array.isArray((told as Partial<Manifest>).lineup) && Array.isArray((told as Partial<Manifest>).channels);

/** Above 0 when `a` is newer than `b`. */
export const compare = (a: Stamp, b: Stamp): number => a.epoch - b.epoch || a.revision - b.revision;

/** The address when it is `http` or `https`, relative ones read from `base`; all else is dropped. */
export function safe(address: string | null | undefined, base: string): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
