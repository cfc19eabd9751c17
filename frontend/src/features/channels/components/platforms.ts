/** What a platform needs, as channels' shipping registry has it: `secrets` to be told or to be verified, `options` may be set. */
export interface PlatformFacts {
  secrets: readonly string[]
  options: readonly string[]
  /** Each shop has its own address. */
  ownAddress: boolean
  currency: string
  /** It sends webhooks, to `/api/channels/v1/webhooks/<platform>/<shop>`. */
  sendsWebhooks: boolean
}

const NOTHING: PlatformFacts = { secrets: [], options: [], ownAddress: false, currency: 'CNY', sendsWebhooks: false }
const APP: PlatformFacts = { ...NOTHING, secrets: ['app_key', 'app_secret', 'access_token'] }
const SESSION: PlatformFacts = { ...NOTHING, secrets: ['app_key', 'app_secret', 'session'] }

const FACTS: Record<string, PlatformFacts> = {
  taobao: SESSION,
  tmall: SESSION,
  jd: APP,
  douyin: APP,
  pinduoduo: { ...NOTHING, secrets: ['client_id', 'client_secret', 'access_token'] },
  shopify: { secrets: ['access_token', 'webhook_secret'], options: ['api_version', 'notify_customer'], ownAddress: true, currency: 'USD', sendsWebhooks: true },
  woocommerce: { secrets: ['consumer_key', 'consumer_secret', 'webhook_secret'], options: [], ownAddress: true, currency: 'USD', sendsWebhooks: true },
  mall: { ...NOTHING, secrets: ['webhook_secret'], ownAddress: true },
  amazon: { ...NOTHING, currency: 'USD' },
}

export function factsOf(platform: string | undefined): PlatformFacts {
  return FACTS[platform ?? ''] ?? NOTHING
}

export function namesOf(platform: string | undefined): readonly string[] {
  const facts = factsOf(platform)
  return [...facts.secrets, ...facts.options]
}

/** Every name that some platform uses, each once: the form shows those of the platform chosen. */
export const ALL_NAMES: readonly string[] = [...new Set(Object.keys(FACTS).flatMap(namesOf))]

export function webhookAddress(platform: string, shop: string): string | null {
  return factsOf(platform).sendsWebhooks ? `${window.location.origin}/api/channels/v1/webhooks/${platform}/${shop}` : null
}
