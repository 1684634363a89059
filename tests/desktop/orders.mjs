/** A Shopify orders export of one show, with the figures it must give, computed from the rows that were written. */
import { readFileSync, writeFileSync } from 'node:fs';

const sample = new URL('../fixture/shopify-orders-vn.csv', import.meta.url);
const header = readFileSync(sample, 'utf8').split('\n', 1)[0].split(',');

/** A buyer who must be found nowhere afterwards. */
export const BUYER = {
  name: 'Nguyễn Thị Gieo Trồng',
  email: 'gieo.trong.7731@vidu.example',
  phone: '+84907731555',
  local: '0907731555',
  address: '731 Hẻm Cấy Lén',
  note: 'gọi chị Gieo trước khi giao',
};

/** `2026-11-22 20:05:27 +0700`, as Shopify writes it. */
function stamp(atMs) {
  const local = new Date(atMs + 7 * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} +0700`;
}

const cell = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/**
 * One order: when, its lines, and what happened to it.
 * @typedef {{ name: string, atMs: number, lines: { sku: string, title: string, price: number, quantity: number }[],
 *   discount?: number, refunded?: boolean, credited?: boolean }} Order
 */

const gross = ({ lines }) => lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

function rowsOf(order) {
  const { name, atMs, lines, discount = 0, refunded = false } = order;
  const paid = gross(order) - discount;
  const when = stamp(atMs);
  return lines.map((line, at) => {
    const row = {
      Name: name, Email: BUYER.email, 'Created at': when, 'Lineitem quantity': line.quantity, 'Lineitem name': line.title,
      'Lineitem price': line.price, 'Lineitem sku': line.sku, 'Lineitem discount': 0, 'Lineitem fulfillment status': 'pending',
      'Lineitem requires shipping': 'true', 'Lineitem taxable': 'true', Phone: `'${BUYER.phone}`,
    };
    // What is said of the order stands in its first row only.
    const head = {
      'Financial Status': refunded ? 'refunded' : 'paid', 'Paid at': when, 'Fulfillment Status': 'unfulfilled', Currency: 'VND',
      Subtotal: paid, Shipping: 0, Taxes: 0, Total: paid, 'Discount Code': discount ? 'LIVE' : '', 'Discount Amount': discount,
      'Refunded Amount': refunded ? paid : 0, 'Billing Name': BUYER.name, 'Billing Street': BUYER.address,
      'Billing Address1': BUYER.address, 'Billing City': 'Huế', 'Billing Country': 'VN', 'Billing Phone': `'${BUYER.phone}`,
      'Shipping Name': BUYER.name, 'Shipping Address1': BUYER.address, 'Shipping Phone': BUYER.local, Notes: BUYER.note,
      'Note Attributes': `gift note: ${BUYER.name} ${BUYER.local}`, Source: 'web', Vendor: 'Lụa Studio',
    };
    return header.map((column) => cell(String({ ...(at === 0 ? head : {}), ...row }[column] ?? ''))).join(',');
  });
}

/** Writes the orders to `path`. */
export function writeOrders(path, orders) {
  writeFileSync(path, [header.join(','), ...orders.flatMap(rowsOf), ''].join('\n'));
}

/** The figures of the session: of the orders that are credited to it. */
export function figuresOf(orders) {
  const mine = orders.filter(({ credited = true }) => credited);
  const sum = (of) => mine.reduce((total, order) => total + of(order), 0);
  const discount = sum(({ discount = 0 }) => discount);
  const refunds = sum((order) => (order.refunded ? gross(order) - (order.discount ?? 0) : 0));
  const gmv = sum(gross);
  return {
    gmv,
    netSales: gmv - discount - refunds,
    orders: mine.length,
    units: sum(({ lines }) => lines.reduce((total, { quantity }) => total + quantity, 0)),
  };
}

/** GMV and units of one product, by its stock codes. */
export function soldOf(orders, skus) {
  const lines = orders.filter(({ credited = true }) => credited).flatMap((order) => order.lines).filter(({ sku }) => skus.includes(sku));
  return { gmv: gross({ lines }), units: lines.reduce((total, { quantity }) => total + quantity, 0) };
}
