/** Builds the pages for OBS into `dist/overlay`; its browser may be as old as Chromium 103. */
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  // A page answers at /overlay/<name>/ and finds its parts in the folder above, under /overlay/assets/.
  base: './',
  publicDir: false,
  build: {
    outDir: at('../dist/overlay'),
    emptyOutDir: true,
    target: 'chrome103',
    cssTarget: 'chrome103',
    assetsInlineLimit: 0,
    rolldownOptions: { input: at('./lower-third/index.html') },
  },
});
