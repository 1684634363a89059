import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Catalogue, PAGE } from './catalogue.svelte';
import { readStock } from './product';

interface Asked {
  query: string;
  offset: number;
  answer: (total?: number) => void;
}
const asked: Asked[] = [];
const TOTAL = 100_000;

beforeEach(() => {
  vi.stubGlobal('fetch', (_url: string, { body }: { body: string }) =>
    new Promise((resolve) => {
      const { query, offset, limit } = JSON.parse(body) as { query: string; offset: number; limit: number };
      const answer = (total = TOTAL) => {
        const rows = Array.from({ length: Math.min(limit, total - offset) }, (_, n) => ({ variantId: `${query}:${offset + n}` }));
        resolve(new Response(JSON.stringify({ total, rows })));
      };
      asked.push({ query, offset, answer });
    }));
});
afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

const question = (query = '') => ({ query, sort: 'title' as const, descending: false });
async function opened(): Promise<Catalogue> {
  const catalogue = new Catalogue();
  catalogue.ask(question());
  asked[0]?.answer();
  await vi.waitFor(() => expect(catalogue.total).toBe(TOTAL));
  flushSync();
  return catalogue;
}

test('a hundred thousand rows cost one page until more come into sight', async () => {
  const catalogue = await opened();
  expect(asked).toHaveLength(1);
  catalogue.see(20, 60);
  expect(asked).toHaveLength(1);
  catalogue.see(50_090, 50_130);
  expect(asked.slice(1).map(({ offset }) => offset)).toEqual([50_000, 50_100]);
  asked[2]?.answer();
  await vi.waitFor(() => expect(catalogue.at(50_100)?.variantId).toBe(':50100'));
  expect(catalogue.at(50_099)).toBeUndefined();
});

test('a fast scroll asks only for where it comes to rest', async () => {
  const catalogue = await opened();
  for (let row = 1_000; row <= 90_000; row += 1_000) catalogue.see(row, row + 40);
  expect(asked).toHaveLength(4);
  asked[1]?.answer();
  await vi.waitFor(() => expect(asked.at(-1)?.offset).toBe(90_000));
  expect(asked).toHaveLength(5);
});

test('the last question wins, and what is shown stands until it is answered', async () => {
  const catalogue = await opened();
  catalogue.ask(question('da'));
  catalogue.ask(question('dam'));
  expect(catalogue.at(0)?.variantId).toBe(':0');
  asked[2]?.answer(3);
  await vi.waitFor(() => expect(catalogue.total).toBe(3));
  asked[1]?.answer(50);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(catalogue.total).toBe(3);
  expect(catalogue.at(0)?.variantId).toBe('dam:0');
});

test('a change reads again what is in sight, and draws the former rows meanwhile', async () => {
  const catalogue = await opened();
  catalogue.see(PAGE, PAGE + 40);
  asked[1]?.answer();
  await vi.waitFor(() => expect(catalogue.at(PAGE)).toBeDefined());
  catalogue.again();
  expect(catalogue.at(PAGE)).toBeDefined();
  expect(asked.slice(2).map(({ offset }) => offset)).toEqual([PAGE]);
});

test('stock is read as people type it; what is no count is refused', () => {
  expect(readStock('1.240')).toBe(1240);
  expect(readStock('−3')).toBe(-3);
  expect(readStock(' ')).toBeNull();
  expect(readStock('mười')).toBeUndefined();
});
