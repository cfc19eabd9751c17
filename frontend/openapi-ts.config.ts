import { defineConfig } from '@hey-api/openapi-ts'

export default defineConfig({
  input: '../build/openapi/openapi.json',
  output: { path: './src/shared/api/gen' },
  plugins: [{ name: '@hey-api/client-fetch', throwOnError: true, runtimeConfigPath: '../client-config' }, '@hey-api/typescript', '@hey-api/sdk'],
})
