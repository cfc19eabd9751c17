import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Browser checks against a running house: DIANZHANG_PUBLIC_URL, DIANZHANG_LOGIN, DIANZHANG_PASSWORD say which and as whom. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { include: ['*.test.ts'], testTimeout: 400_000, hookTimeout: 60_000, fileParallelism: false },
})
