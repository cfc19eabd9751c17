import { apiFetch } from './fetch'
import type { ClientOptions, Config } from './gen/client'

/** Read by the generated client when it is made (runtimeConfigPath in openapi-ts.config.ts). */
export const createClientConfig = <T extends ClientOptions>(config?: Config<T>): Config<Required<ClientOptions> & T> => ({
  ...(config as Config<Required<ClientOptions> & T>),
  baseUrl: '',
  throwOnError: true,
  fetch: apiFetch,
  querySerializer: { array: { style: 'form', explode: true } },
})
