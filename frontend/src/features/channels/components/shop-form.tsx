import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@/shared/api'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { platformsQuery, readShop, shopEditKey, type ShopIn, type ShopOut, useChangeShop, useRegisterShop } from '../queries'
import { texts } from '../texts'
import { type Platforms, platformsOf } from './platforms'
import { useWords, type Words } from './words'

const USUAL_ZONE = 'Asia/Shanghai'
const USUAL_CURRENCY = 'CNY'
const PLAIN = new Set(['api_version', 'app_key', 'client_id', 'consumer_key'])

/** The names of credentials are fields of their own, "secret:app_key", so that they meet no other field's name. */
type Values = {
  name: string
  platform: ShopIn['platform']
  owner: string | null
  currency: string | null
  time_zone: string | null
  api_url: string | null
  carriers: string | null
  active: boolean
} & Record<`secret:${string}`, string | null>

function useShared(words: Words, platforms: Platforms): { head: FormField<Values>[]; tail: FormField<Values>[]; carriers: FormField<Values> } {
  const t = texts.use()
  const notify = [
    { value: 'true', label: t('shops.notify') },
    { value: 'false', label: t('shops.notNotify') },
  ]
  return {
    head: [{ kind: 'text', name: 'name', label: t('shops.name'), required: true, maxLength: 80 }],
    tail: [
      { kind: 'text', name: 'owner', label: t('shops.owner'), maxLength: 80, help: t('shops.ownerHelp') },
      { kind: 'text', name: 'api_url', label: t('shops.apiUrl'), maxLength: 500, placeholder: 'https://', pattern: /^https?:\/\/[^\s/?#]+\S*$/, help: t('shops.apiUrlHelp') },
      // Every name that some platform uses, each once: those of the platform chosen are shown.
      ...[...new Set(platforms.all.flatMap(({ code }) => platforms.credentials(code)))].map(
        (name): FormField<Values> => ({
          ...(name === 'notify_customer' ? { kind: 'select', options: notify } : { kind: PLAIN.has(name) ? 'text' : 'password' }),
          name: `secret:${name}`,
          label: words.credential(name),
          help: t('shops.credentialHelp'),
          when: (values) => platforms.credentials(values.platform).includes(name),
        }),
      ),
      { kind: 'text', name: 'currency', label: t('shops.currency'), pattern: /^[A-Z]{3}$/, help: t('shops.currencyHelp') },
      { kind: 'text', name: 'time_zone', label: t('shops.timeZone'), maxLength: 60, placeholder: USUAL_ZONE },
    ],
    carriers: { kind: 'textarea', name: 'carriers', label: t('shops.carriers'), rows: 3, help: t('shops.carriersHelp') },
  }
}

/** Only what was typed: an empty field leaves a credential as it is. */
function typedSecrets(values: Values, platforms: Platforms): Record<string, string> {
  return Object.fromEntries(
    platforms.credentials(values.platform).flatMap((name) => {
      const value = values[`secret:${name}`]
      return value ? [[name, value]] : []
    }),
  )
}

/** "SF=1001", one a line. */
function carrierCodes(text: string | null): Record<string, string> {
  const lines = (text ?? '').split('\n').map((line) => line.trim()).filter(Boolean)
  return Object.fromEntries(lines.map((line) => line.split('=').map((part) => part.trim())).map(([ours = '', ...theirs]) => [ours.toUpperCase(), theirs.join('=')]))
}

/** What the server says of `/credentials/app_key` belongs to the field of that name. */
function atFields(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  return Object.assign(error, { errors: error.errors.map((field) => ({ ...field, pointer: field.pointer.replace(/^(\/body)?\/credentials\//, '/secret:').replace(/^(\/body)?\/carrier_codes.*/, '/carriers') })) })
}

export function ShopForm({ shop, onMade, onClose }: { shop: ShopOut | null; onMade: (shop: ShopOut) => void; onClose: () => void }) {
  const t = texts.use()
  const read = useQuery(platformsQuery)
  if (!read.data) return <Waiting title={t(shop ? 'shops.edit' : 'shops.register')} read={read} onClose={onClose} />
  const platforms = platformsOf(read.data)
  return shop ? <EditShop id={shop.id} platforms={platforms} onClose={onClose} /> : <NewShop platforms={platforms} onMade={onMade} onClose={onClose} />
}

function Waiting({ title, read, onClose }: { title: string; read: { error: Error | null; refetch: () => unknown }; onClose: () => void }) {
  return (
    <Dialog open title={title} onClose={onClose}>
      {read.error ? <ErrorPanel error={read.error} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />}
    </Dialog>
  )
}

function NewShop({ platforms, onMade, onClose }: { platforms: Platforms; onMade: (shop: ShopOut) => void; onClose: () => void }) {
  const t = texts.use()
  const words = useWords()
  const register = useRegisterShop()
  const { head, tail, carriers } = useShared(words, platforms)
  const platform: FormField<Values> = { kind: 'select', name: 'platform', label: t('shops.platform'), required: true, options: platforms.all.map(({ code }) => ({ value: code, label: words.platform(code) })) }
  return (
    <FormModal<Values>
      open
      title={t('shops.register')}
      verb={t('shops.registerVerb')}
      fields={[...head, platform, ...tail, carriers]}
      onSubmit={async (values) => {
        try {
          const made = await register.mutateAsync({
            name: values.name,
            platform: values.platform,
            owner: values.owner ?? '',
            currency: values.currency ?? platforms.of(values.platform)?.currency ?? USUAL_CURRENCY,
            time_zone: values.time_zone ?? USUAL_ZONE,
            api_url: values.api_url,
            credentials: typedSecrets(values, platforms),
            carrier_codes: carrierCodes(values.carriers),
          })
          toast.success(t('shops.registered', { name: made.name }))
          onMade(made)
        } catch (error) {
          throw atFields(error)
        }
      }}
      onClose={onClose}
    />
  )
}

function EditShop({ id, platforms, onClose }: { id: string; platforms: Platforms; onClose: () => void }) {
  const t = texts.use()
  const words = useWords()
  const change = useChangeShop()
  const { head, tail, carriers } = useShared(words, platforms)
  const read = useQuery({ queryKey: shopEditKey(id), queryFn: () => readShop(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  if (!read.data) return <Waiting title={t('shops.edit')} read={read} onClose={onClose} />
  const { value: shop, etag } = read.data
  const platform = shop.platform as ShopIn['platform']
  // The platform cannot change; a field that is never shown keeps its value, by which the credentials are chosen.
  const fixed: FormField<Values> = { kind: 'select', name: 'platform', label: t('shops.platform'), disabled: true, options: [{ value: platform, label: words.platform(platform) }] }
  const set = shop.credential_names.map(words.credential).join(', ')
  return (
    <FormModal<Values>
      open
      title={t('shops.editOf', { name: shop.name })}
      verb={t('shops.editVerb')}
      lead={platforms.credentials(platform).length > 0 ? (set ? t('shops.credentialsSet', { names: set }) : t('shops.credentialsNone')) : undefined}
      fields={[...head, fixed, ...tail, carriers, { kind: 'switch', name: 'active', label: t('shops.activeField'), help: t('shops.activeHelp') }]}
      initial={{ ...shop, platform, carriers: Object.entries(shop.carrier_codes).map((pair) => pair.join('=')).join('\n') }}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({
            id,
            etag,
            patch: {
              name: values.name,
              owner: values.owner ?? '',
              currency: values.currency ?? shop.currency,
              time_zone: values.time_zone ?? shop.time_zone,
              api_url: values.api_url,
              credentials: typedSecrets({ ...values, platform }, platforms),
              carrier_codes: carrierCodes(values.carriers),
              active: values.active,
            },
          })
        } catch (error) {
          await read.refetch()
          throw atFields(error)
        }
        toast.success(t('shops.changed', { name: values.name }))
      }}
      onClose={onClose}
    />
  )
}
