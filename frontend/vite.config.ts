import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { chunkGroups } from './scripts/chunks'
import { earlyStart } from './scripts/early-start'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [react(), earlyStart()],
  resolve: { alias: { '@': here('./src') } },
  build: {
    target: 'es2022',
    manifest: true,
    sourcemap: false,
    // Fonts and pictures stay files of their own: the content security policy knows no data: scripts or styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // The second page is the API reference; the gateway serves it at /api/docs.
    rolldownOptions: {
      input: { main: here('./index.html'), docs: here('./docs/index.html') },
      output: { codeSplitting: { includeDependenciesRecursively: false, groups: chunkGroups } },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '^/api/': { target: process.env.DIANZHANG_PUBLIC_URL ?? 'http://127.0.0.1:8080', changeOrigin: false } },
  },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://localhost/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/shared/lib/test-setup.ts'],
    restoreMocks: true,
    testTimeout: 15_000,
  },
})
