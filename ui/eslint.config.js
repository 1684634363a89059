import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

/** The house's arrows: the desktop's own API stays behind `lib/ipc`, and no feature knows another. */
const restricted = (features) => [
  'error',
  {
    paths: [{ name: '@lucide/svelte', message: 'Import single icons: @lucide/svelte/icons/<name>.' }],
    patterns: [
      { group: ['@tauri-apps/*'], message: 'Only lib/ipc may know the desktop shell.' },
      ...features,
    ],
  },
];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/lib/messages/paraglide/', 'src/lib/ipc/bindings/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      'no-console': 'error',
      'no-restricted-imports': restricted([]),
      '@typescript-eslint/no-empty-function': 'off',
      'svelte/no-navigation-without-resolve': 'off', // SvelteKit only
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/feature/**'],
    rules: {
      'no-restricted-imports': restricted([
        { group: ['$feature/*', '../*/*', '../../feature/*'], message: 'A feature does not know another feature.' },
      ]),
    },
  },
  { files: ['src/lib/ipc/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['src/**/*.svelte'], rules: { 'max-lines': ['error', 250] } },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
);
