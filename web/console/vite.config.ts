import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { precompress } from './precompress.ts';

// The server the dev pages talk to; the built console is served by the server itself.
const server = process.env.SHOUWANG_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte(), precompress()],
  build: {
    target: 'es2022',
    // Everything stays a file of its own: the pages run under default-src 'self', which refuses data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1400,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': server, '/tiles': server, '/healthz': server } },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'] },
});
