/** Builds `<live-session>` into one file, `dist/widget/live-session.js`. */
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  publicDir: false,
  build: {
    outDir: at('../dist/widget'),
    emptyOutDir: true,
    target: ['chrome123', 'safari17.5', 'firefox120'],
    lib: { entry: at('./live-session.ts'), formats: ['es'], fileName: () => 'live-session.js' },
    // A library is left with its spaces unless the bundler is told; this file is what shoppers load.
    rolldownOptions: { output: { minify: true } },
  },
});
