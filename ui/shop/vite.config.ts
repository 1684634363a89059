/** Builds the demo shop into `dist/shop`. */
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  // The page answers at /shop/ and finds its parts under /shop/assets/.
  base: './',
  publicDir: false,
  build: {
    outDir: at('../dist/shop'),
    emptyOutDir: true,
    target: ['chrome123', 'safari17.5', 'firefox120'],
    assetsInlineLimit: 0,
  },
});
