import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, DateTime, Dialog, ErrorPanel, Facts, IconButton, Loaded, toast } from '@/shared/ui'
import { AddIcon, RemoveIcon } from '@/shared/ui/icons'
import { texts } from '../../hiring-texts'
import { type HandOverLine, type PersonnelPolicy, personnelPolicyQuery, useSetPersonnelPolicy } from './queries'

const ITEM_KINDS = ['task', 'approval', 'unit', 'client', 'thing', 'paper'] as const
const MOST_LINES = 50

/** How often people are talked with, and what everybody who leaves hands over: a versioned policy (SYS-6). */
export function PersonnelPolicyCard() {
  const t = texts.use()
  const may = useCan()('people.personnel_files.keep')
  const zh = useLanguage() === 'zh-CN'
  const query = useQuery(personnelPolicyQuery)
  const [changing, setChanging] = useState(false)
  const now = newestInForce(query.data)
  return (
    <Card
      title={t('policy.title')}
      extra={
        may && (
          <Button size="small" disabled={!now} onClick={() => setChanging(true)}>
            {t('policy.change')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(versions) => (
          <div className="dz-stack">
            {now && (
              <Facts
                items={[
                  [t('policy.version'), now.version],
                  [t('policy.talkAfter'), t('policy.days', { days: now.talk_after_days })],
                  [
                    t('policy.handOver'),
                    <ul key="lines" className="hire-list">
                      {now.hand_over.map((line) => (
                        <li key={`${line.kind} ${line.title_zh} ${line.title_en}`} className="dz-row">
                          <Chip dot={false}>{t(`leaving.itemKinds.${line.kind}`)}</Chip>
                          <span className="dz-grow">{zh ? line.title_zh : line.title_en}</span>
                        </li>
                      ))}
                      {now.hand_over.length === 0 && <li className="dz-soft">{t('policy.noLines')}</li>}
                    </ul>,
                  ],
                ]}
              />
            )}
            {versions.length > 1 && (
              <details>
                <summary>{t('policy.history')}</summary>
                <ul>
                  {versions.map((one) => (
                    <li key={one.version}>
                      {one.version} · <DateTime at={one.effective_from} /> · {one.created_by} · {one.reason}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        )}
      </Loaded>
      {changing && now && <PolicyForm policy={now} onClose={() => setChanging(false)} />}
    </Card>
  )
}

/** Lines have no ids: while they are edited each has a number of its own. */
interface Row extends HandOverLine {
  key: number
}

function PolicyForm({ policy, onClose }: { policy: PersonnelPolicy; onClose: () => void }) {
  const t = texts.use()
  const set = useSetPersonnelPolicy()
  const id = useId()
  const [days, setDays] = useState(policy.talk_after_days)
  const [reason, setReason] = useState('')
  const [next, setNext] = useState(policy.hand_over.length)
  const [rows, setRows] = useState<Row[]>(policy.hand_over.map((line, key) => ({ ...line, key })))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await set.mutateAsync({ talk_after_days: days, hand_over: rows.map(({ kind, title_zh, title_en }) => ({ kind, title_zh, title_en })), reason })
    } catch {
      // Shown below.
      return
    }
    toast.success(t('saved'))
    onClose()
  }
  return (
    <Dialog open title={t('policy.change')} width={760} onClose={() => set.isPending || onClose()}>
      <form className="dz-stack" onSubmit={save}>
        <p className="dz-soft">{t('policy.lead')}</p>
        <div className="dz-field">
          <label htmlFor={`${id}-days`}>{t('policy.talkAfterDays')}</label>
          <input id={`${id}-days`} className="dz-input" type="number" min={1} max={1000} required value={days} onChange={(event) => setDays(Number(event.target.value))} />
        </div>
        <fieldset className="hire-lines">
          <legend>{t('policy.handOver')}</legend>
          {rows.map((row, place) => (
            <LineEditor key={row.key} row={row} place={place} onChange={(line) => setRows(rows.map((one) => (one.key === row.key ? line : one)))} onRemove={() => setRows(rows.filter((one) => one.key !== row.key))} />
          ))}
          <div>
            <Button
              size="small"
              icon={AddIcon}
              disabled={rows.length >= MOST_LINES}
              onClick={() => {
                setRows([...rows, { key: next, kind: 'thing', title_zh: '', title_en: '' }])
                setNext(next + 1)
              }}
            >
              {t('policy.addLine')}
            </Button>
          </div>
        </fieldset>
        <div className="dz-field">
          <label htmlFor={`${id}-reason`}>{t('reason')}</label>
          <textarea id={`${id}-reason`} className="dz-input" rows={2} required minLength={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </div>
        {set.error && <ErrorPanel error={set.error} />}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" kind="primary" busy={set.isPending}>
            {t('policy.verb')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface LineProps {
  row: Row
  place: number
  onChange: (row: Row) => void
  onRemove: () => void
}

function LineEditor({ row, place, onChange, onRemove }: LineProps) {
  const t = texts.use()
  const number = place + 1
  return (
    <div className="hire-line">
      <select className="dz-input" aria-label={t('policy.lineKind', { number })} value={row.kind} onChange={(event) => onChange({ ...row, kind: event.target.value as Row['kind'] })}>
        {ITEM_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`leaving.itemKinds.${kind}`)}
          </option>
        ))}
      </select>
      <input className="dz-input" aria-label={t('policy.lineZh', { number })} placeholder={t('policy.inChinese')} required maxLength={200} value={row.title_zh} onChange={(event) => onChange({ ...row, title_zh: event.target.value })} />
      <input className="dz-input" aria-label={t('policy.lineEn', { number })} placeholder={t('policy.inEnglish')} required maxLength={200} value={row.title_en} onChange={(event) => onChange({ ...row, title_en: event.target.value })} />
      <IconButton size="small" icon={RemoveIcon} label={t('policy.removeLine', { number })} onClick={onRemove} />
    </div>
  )
}

function newestInForce(versions: readonly PersonnelPolicy[] | undefined): PersonnelPolicy | undefined {
  return versions?.find((one) => Date.parse(one.effective_from) <= Date.now())
}
