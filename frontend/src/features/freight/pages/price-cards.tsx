import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, DateTime, EmptyState, Facts, Loaded, Page } from '@/shared/ui'
import { FilterBar, type FilterField, type FilterValues } from '@/shared/ui/grid'
import { AddIcon, PriceIcon } from '@/shared/ui/icons'
import { useCarriers } from '../components/choices'
import { TryCard } from '../components/try-card'
import { useZoneSentence } from '../components/words'
import { cardsQuery, type PriceCardOut } from '../queries'
import { texts } from '../texts'

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const

const start = (card: PriceCardOut) => Date.parse(card.effective_from)
const nameOf = (card: PriceCardOut) => `${card.carrier_code} ${card.service}`

/** Of each carrier's service the version in force: of those in effect the one that took effect last, and of these the newest. */
export function inForce(cards: readonly PriceCardOut[], now: number): Map<string, PriceCardOut> {
  const sorted = cards.filter((card) => start(card) <= now).toSorted((a, b) => start(a) - start(b) || a.version - b.version)
  return new Map(sorted.map((card) => [nameOf(card), card]))
}

/** What carriers take for a parcel, version by version. */
export function PriceCards() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/price-cards' })
  const navigate = useNavigate({ from: '/price-cards' })
  const carriers = useCarriers()
  const query = useQuery(cardsQuery(search.carrier))
  const [now] = useState(() => Date.now())
  const moment = Math.max(now, query.dataUpdatedAt)
  const current = inForce(query.data ?? [], moment)
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'carrier', label: t('carrier'), options: carriers }], [t, carriers])
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  return (
    <Page
      title={t('cards.title')}
      lead={t('cards.lead')}
      actions={
        can('warehouse.price_cards.publish') && (
          <Button kind="primary" icon={AddIcon} onClick={() => void navigate({ to: '/price-cards/new', search: search.carrier ? { carrier: search.carrier } : {} })}>
            {t('cards.publish')}
          </Button>
        )
      }
    >
      <FilterBar fields={fields} value={search} onChange={change} />
      <Loaded query={query} lines={8}>
        {(cards) =>
          cards.length === 0 ? (
            <EmptyState icon={PriceIcon} title={t('cards.empty')}>
              {t('cards.emptyText')}
            </EmptyState>
          ) : (
            <div className="dz-stack">
              {cards.map((card) => (
                <Version key={`${nameOf(card)} ${card.version}`} card={card} state={current.get(nameOf(card)) === card ? 'current' : start(card) > moment ? 'coming' : 'past'} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function Version({ card, state }: { card: PriceCardOut; state: keyof typeof TONES }) {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const sentence = useZoneSentence()
  const { parameters } = card
  const remote = parameters.remote_places ?? []
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-rule">LOG-1</span>
          {t('cards.version', { carrier: zh ? card.carrier_zh : card.carrier_en, version: card.version })}
          <Chip tone={TONES[state]}>{t(`cards.${state}`)}</Chip>
        </span>
      }
      extra={
        state === 'current' &&
        can('warehouse.price_cards.publish') && (
          <Link className="dz-button" to="/price-cards/new" search={{ carrier: card.carrier_code }}>
            {t('cards.next')}
          </Link>
        )
      }
    >
      <div className="dz-stack">
        <ul>
          {parameters.zones.map((zone) => (
            <li key={zone.provinces.join(' ')}>{sentence(zone)}</li>
          ))}
        </ul>
        <Facts
          items={[
            [t('cards.from'), <DateTime key="from" at={card.effective_from} />],
            [t('card.minimum'), parameters.minimum],
            [t('card.divisor'), parameters.volumetric_divisor ? t('card.divisorSaid', { divisor: parameters.volumetric_divisor }) : t('card.noDivisor')],
            [t('card.remote'), remote.length === 0 ? '–' : t('card.remoteSaid', { surcharge: parameters.remote_surcharge ?? '0', places: remote.join(zh ? '、' : ', ') })],
            [t('card.cutOff'), parameters.cut_off?.slice(0, 5) ?? '–'],
            [t('cards.publishedBy'), card.published_by],
            ...(card.note ? [[t('card.note'), card.note] as const] : []),
          ]}
        />
        {state === 'current' && <TryCard parameters={parameters} />}
      </div>
    </Card>
  )
}
