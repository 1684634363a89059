import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { gaps } from '../../../scripts/messages.mjs';
import { language, m, stepLabel } from '.';

test('both languages say everything, with the same blanks to fill', () => {
  expect(gaps()).toEqual([]);
});

test('a change of language changes the words at once', () => {
  language.set('vi');
  expect(m.product_count({ count: 1, shown: '1' })).toBe('1 sản phẩm');
  language.set('en');
  expect(m.product_count({ count: 1, shown: '1' })).toBe('1 product');
  expect(m.product_count({ count: 1200, shown: '1.200' })).toBe('1.200 products');
});

test('every step that can be undone has a name of its own', () => {
  const core = join(process.cwd(), '../src-tauri/crates/app/src');
  const sources = readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.rs'))
    .map((path) => readFileSync(join(core, path), 'utf8'));
  // Verbs stand at the write, or in a constant or a branch that leads to it.
  const written = /Write::new\(\s*"(\w+)"|const VERB: &str = "(\w+)"|\b(?:change|save)\(app, by, "(\w+)"|"(host_\w+)" (?:}|else)/g;
  const verbs = sources.flatMap((text) => [...text.matchAll(written)].map((found) => found.slice(1).find(Boolean) ?? ''));
  expect(verbs).toEqual(expect.arrayContaining(['variant_edit', 'lineup_move', 'product_import', 'target_create', 'host_edit']));
  const words = JSON.parse(readFileSync('messages/vi/step.json', 'utf8')) as Record<string, string>;
  expect(verbs.filter((verb) => !(`step_${verb}` in words))).toEqual([]);
});

test('a step on several products says that they are products', () => {
  language.set('vi');
  expect(stepLabel({ verb: 'product_delete', subject: '3' })).toBe('xóa 3 sản phẩm');
  expect(stepLabel({ verb: 'product_delete', subject: 'Toner rau má' })).toBe('xóa Toner rau má');
});
