import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { language } from './language.svelte';
import { stepLabel } from './step';

const VERBS = join(import.meta.dirname, '../../../../src-tauri/crates/app/src');
/** How the core names what it records: at the write itself, or handed to one that several verbs share. */
const NAMED = [/Write::new\(\s*"(\w+)"/g, /\b(?:change|save)\(\s*app, by, "(\w+)"/g, /\bVERB: &str = "(\w+)"/g, /\blet verb = .*?"(\w+)" \} else/g, /\blet verb = .*?else \{ "(\w+)" \}/g];

function recorded(): string[] {
  const files = readdirSync(VERBS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rs'));
  const texts = files.map((name) => readFileSync(join(VERBS, name), 'utf8'));
  return [...new Set(texts.flatMap((text) => NAMED.flatMap((named) => [...text.matchAll(named)].map(([, verb]) => verb ?? ''))))];
}

test('every step that can be undone is called by its name, in both languages', () => {
  const verbs = recorded();
  expect(verbs).toEqual(expect.arrayContaining(['session_edit', 'lineup_use_list', 'target_create', 'product_import', 'host_create', 'host_edit']));
  for (const code of ['vi', 'en'] as const) {
    language.set(code);
    const other = stepLabel({ verb: 'nobody_knows', subject: '' });
    expect(verbs.filter((verb) => stepLabel({ verb, subject: 'Mộc Lan' }) === other)).toEqual([]);
  }
});
