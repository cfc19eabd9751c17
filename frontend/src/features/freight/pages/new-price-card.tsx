import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { dayStart } from '@/shared/lib/time'
import { Button, Card, ErrorPanel, IconButton, Loaded, Page, toast } from '@/shared/ui'
import { AddIcon, RemoveIcon } from '@/shared/ui/icons'
import { type Draft, draftOf, EMPTY_ZONE, type ZoneDraft, parametersOf } from '../components/card-draft'
import { useCarriers } from '../components/choices'
import { TryCard } from '../components/try-card'
import { cardsQuery, type PriceCardOut, usePublishCard } from '../queries'
import { texts } from '../texts'
import { inForce } from './price-cards'
import './new-price-card.css'

/** The next version of a carrier's card, begun from the one in force. */
export function NewPriceCard() {
  const t = texts.use()
  const { carrier } = useSearch({ from: '/shell/price-cards/new' })
  const navigate = useNavigate({ from: '/price-cards/new' })
  const carriers = useCarriers()
  const id = useId()
  const query = useQuery({ ...cardsQuery(carrier), enabled: carrier !== undefined })
  return (
    <Page title={t('new.title')} lead={t('new.lead')}>
      <Card>
        <div className="dz-field">
          <label htmlFor={id}>{t('carrier')}</label>
          <select id={id} className="dz-input" value={carrier ?? ''} onChange={(event) => void navigate({ search: event.target.value ? { carrier: event.target.value } : {}, replace: true })}>
            <option value="">{t('new.choose')}</option>
            {carriers.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </select>
        </div>
      </Card>
      {carrier && (
        <Loaded query={query} lines={6}>
          {(cards) => <Editor key={carrier} carrier={carrier} from={[...inForce(cards, query.dataUpdatedAt).values()].find((card) => card.service === 'standard')} />}
        </Loaded>
      )}
    </Page>
  )
}

const ZONE_FIELDS = ['first', 'price', 'step', 'more', 'days'] as const

function Editor({ carrier, from }: { carrier: string; from: PriceCardOut | undefined }) {
  const t = texts.use()
  const navigate = useNavigate()
  const publish = usePublishCard()
  const [draft, setDraft] = useState<Draft>(() => draftOf(from?.parameters))
  const [note, setNote] = useState('')
  const [effective, setEffective] = useState('')
  const change = (patch: Partial<Draft>) => setDraft((old) => ({ ...old, ...patch }))
  const changeZone = (at: number, patch: Partial<ZoneDraft>) => change({ zones: draft.zones.map((zone, place) => (place === at ? { ...zone, ...patch } : zone)) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    publish.mutate(
      { carrier, parameters: parametersOf(draft), note: note.trim(), effective_from: effective ? dayStart(effective) : null },
      {
        onSuccess: (card) => {
          toast.success(t('new.done', { version: card.version }))
          void navigate({ to: '/price-cards', search: { carrier } })
        },
      },
    )
  }
  const nameOf = (pointer: string) => {
    const zone = /\/zones\/(\d+)/.exec(pointer)?.[1]
    return zone === undefined ? undefined : t('new.zone', { number: Number(zone) + 1 })
  }
  return (
    <>
      <form className="dz-stack" onSubmit={submit}>
        <Card
          title={t('new.zones')}
          extra={
            <Button size="small" icon={AddIcon} onClick={() => change({ zones: [...draft.zones, { ...EMPTY_ZONE, key: Math.max(0, ...draft.zones.map((zone) => zone.key)) + 1 }] })}>
              {t('new.addZone')}
            </Button>
          }
          flush
        >
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
          <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('new.zones')}>
            <table className="dz-table price-card-zones">
              <thead>
                <tr>
                  <th scope="col">{t('new.provinces')}</th>
                  {ZONE_FIELDS.map((name) => (
                    <th key={name} scope="col">
                      {t(`new.fields.${name}`)}
                    </th>
                  ))}
                  <td />
                </tr>
              </thead>
              <tbody>
                {draft.zones.map((zone, at) => (
                  <tr key={zone.key}>
                    <td>
                      <input className="dz-input" aria-label={t('new.of', { number: at + 1, field: t('new.provinces') })} placeholder={t('card.elsewhere')} value={zone.provinces} maxLength={400} onChange={(event) => changeZone(at, { provinces: event.target.value })} />
                    </td>
                    {ZONE_FIELDS.map((name) => (
                      <td key={name}>
                        <input className="dz-input" aria-label={t('new.of', { number: at + 1, field: t(`new.fields.${name}`) })} inputMode="decimal" required={name !== 'days'} value={zone[name]} onChange={(event) => changeZone(at, { [name]: event.target.value.trim() })} />
                      </td>
                    ))}
                    <td>{draft.zones.length > 1 && <IconButton icon={RemoveIcon} label={t('new.removeZone', { number: at + 1 })} onClick={() => change({ zones: draft.zones.filter((one) => one !== zone) })} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
        <Card title={t('new.more')}>
          <div className="price-card-more">
            <Field label={t('card.minimum')}>{(id) => <input id={id} className="dz-input" inputMode="decimal" value={draft.minimum} onChange={(event) => change({ minimum: event.target.value.trim() })} />}</Field>
            <Field label={t('card.divisor')} help={t('new.divisorHelp')}>
              {(id) => <input id={id} className="dz-input" inputMode="numeric" value={draft.divisor} onChange={(event) => change({ divisor: event.target.value.trim() })} />}
            </Field>
            <Field label={t('new.remotePlaces')} help={t('new.remoteHelp')}>
              {(id) => <input id={id} className="dz-input" value={draft.remote} onChange={(event) => change({ remote: event.target.value })} />}
            </Field>
            <Field label={t('new.surcharge')}>{(id) => <input id={id} className="dz-input" inputMode="decimal" value={draft.surcharge} onChange={(event) => change({ surcharge: event.target.value.trim() })} />}</Field>
            <Field label={t('card.cutOff')}>{(id) => <input id={id} className="dz-input" type="time" value={draft.cutOff} onChange={(event) => change({ cutOff: event.target.value })} />}</Field>
            <Field label={t('cards.from')} help={t('new.fromHelp')}>
              {(id) => <input id={id} className="dz-input" type="date" min="2000-01-01" max="2099-12-31" value={effective} onChange={(event) => setEffective(event.target.value)} />}
            </Field>
            <Field label={t('card.note')}>{(id) => <input id={id} className="dz-input" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />}</Field>
          </div>
        </Card>
        {publish.error && <ErrorPanel error={publish.error} nameOf={nameOf} />}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={() => void navigate({ to: '/price-cards', search: { carrier } })}>{t('new.back')}</Button>
          <Button type="submit" kind="primary" busy={publish.isPending}>
            {t('new.verb')}
          </Button>
        </div>
      </form>
      <Card title={t('try.title')}>
        <TryCard parameters={parametersOf(draft)} />
      </Card>
    </>
  )
}

function Field({ label, help, children }: { label: string; help?: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="dz-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <div className="dz-soft">{help}</div>}
    </div>
  )
}
