/** What the palette finds besides commands: products by the core's own search, sessions by their titles. */
import type { SearchSource } from '$lib/command';
import { dateClock, matches, money } from '$lib/format';
import { call } from '$lib/ipc';
import { m } from '$lib/messages';
import { href } from '$lib/route';

/** How many of each are shown. */
const MOST = 6;

const products: SearchSource = {
  id: 'product',
  group: () => m.place_products(),
  async find(typed) {
    const page = await call('catalogue_page', { query: typed, sort: 'title', descending: false, offset: 0, limit: 4 * MOST });
    // One line a product: its variants lead to the same place.
    const seen = new Map(page.rows.map((row) => [row.productId, row]));
    return [...seen.values()].slice(0, MOST).map((row) => ({
      id: row.productId,
      title: row.title,
      note: [row.sku, row.price && money(row.price)].filter(Boolean).join(' · '),
      href: href('product', row.productId),
    }));
  },
};

const sessions: SearchSource = {
  id: 'session',
  group: () => m.place_sessions(),
  async find(typed) {
    const { sessions: all } = await call('session_all', {});
    const found = all.filter((one) => matches(one.title, typed)).reverse().slice(0, MOST);
    return found.map((one) => ({
      id: one.id,
      title: one.title,
      note: dateClock(one.startsAtMs, one.zone),
      href: one.status === 'live' ? href('desk', one.id) : href('session', one.id),
    }));
  },
};

export const SEARCHES: readonly SearchSource[] = [sessions, products];
