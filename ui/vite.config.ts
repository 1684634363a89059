/** How the window's UI is built and tested. */
import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where a running `showctl serve` answers while developing. */
const core = process.env['SHOWRUNNER_CORE'] ?? 'http://127.0.0.1:4780';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // The shell and `showctl serve` both hand out `dist` from the root; relative paths serve either.
  base: './',
  plugins: [svelte()],
  resolve: {
    alias: { $lib: at('./src/lib'), $feature: at('./src/feature') },
    // Components are tested in a DOM, so Svelte's browser half is the one to load there.
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  build: { outDir: 'dist', emptyOutDir: true, target: ['es2023', 'safari17', 'chrome115'] },
  server: {
    port: 5173,
    strictPort: true,
    host: '127.0.0.1',
    // The core checks Host and Origin, so it must see its own.
    proxy: Object.fromEntries(
      ['/api', '/upload', '/overlay', '/shop', '/widget', '/demo', '/media'].map((path) => [
        path,
        { target: core, changeOrigin: true, ws: path === '/api', headers: { origin: core } },
      ]),
    ),
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['./scripts/test-setup.ts'] },
});
