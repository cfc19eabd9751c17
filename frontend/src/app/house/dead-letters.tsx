import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Banner, Button, Chip, ConfirmAction, CopyButton, DateTime, Dialog, EmptyState, Facts, Page, Tabs, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { RefreshIcon, SuccessIcon } from '@/shared/ui/icons'
import { Json } from './json'
import { type Letter, letterKeys, letterPage, useDrop, useReplay } from './queries'
import { SERVICES } from './services'
import { texts } from './texts'

const rowId = (row: Letter) => `${row.service} ${row.id}`
const STATES = ['waiting', 'replayed', 'dropped'] as const
const TONES = { waiting: 'danger', replayed: 'success', dropped: 'neutral' } as const

function useColumns(): readonly GridColumn<Letter>[] {
  const t = texts.use()
  return useMemo<GridColumn<Letter>[]>(
    () => [
      { id: 'at', header: t('at'), width: 160, cell: (row) => <DateTime at={row.created_at} form="second" />, copy: (row) => row.created_at },
      { id: 'service', header: t('service'), width: 100, cell: (row) => t(`services.${row.service}`), copy: (row) => row.service },
      { id: 'consumer', header: t('consumer'), width: 190, cell: (row) => <span className="dz-mono">{row.consumer}</span>, copy: (row) => row.consumer },
      { id: 'subject', header: t('subject'), width: 220, always: true, cell: (row) => <span className="dz-mono">{row.subject}</span>, copy: (row) => row.subject },
      { id: 'error', header: t('error'), width: 320, grow: true, cell: (row) => <span title={row.error}>{row.error}</span>, copy: (row) => row.error },
      { id: 'attempts', header: t('attempts'), width: 80, numeric: true, cell: (row) => row.attempts, copy: (row) => String(row.attempts) },
      { id: 'decided', header: t('decided'), width: 140, cell: (row) => row.decided_by, copy: (row) => row.decided_by ?? '' },
    ],
    [t],
  )
}

/** Messages of all services that wait for a person, one list: who looks after them does not care which process they stuck in. */
export function DeadLetters() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/dead-letters' })
  const navigate = useNavigate({ from: '/dead-letters' })
  const [open, setOpen] = useState<Letter | null>(null)
  const state = search.state ?? 'waiting'
  const mine = SERVICES.filter((service) => can(`${service}.dead_letters.handle`))
  const services = mine.filter((service) => search.service === undefined || search.service === service)
  const source = useCursorList({ queryKey: letterKeys.list({ services, state }), page: letterPage(services, state) })
  const missing = [...new Set(source.pages.flatMap((page) => page.missing))]
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields: FilterField[] = [{ kind: 'choice', name: 'service', label: t('service'), options: mine.map((service) => ({ value: service, label: t(`services.${service}`) })) }]
  return (
    <Page title={t('title')} lead={t('lead')} width="full">
      <Tabs label={t('state')} value={state} onChange={(next) => void navigate({ search: (old) => ({ ...old, state: next === 'waiting' ? undefined : next }), replace: true })} tabs={STATES.map((id) => ({ id, label: t(`states.${id}`) }))} />
      {missing.length > 0 && <Banner tone="warning">{t('partly', { service: missing.map((service) => t(`services.${service}`)).join(', ') })}</Banner>}
      <DataGrid
        id="dead-letters"
        label={t('title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={setOpen}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={
          <EmptyState icon={SuccessIcon} title={t('empty')}>
            {t('emptyAdvice')}
          </EmptyState>
        }
      />
      {open && <Opened letter={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Opened({ letter, onClose }: { letter: Letter; onClose: () => void }) {
  const t = texts.use()
  const replay = useReplay()
  const drop = useDrop()
  const [asking, setAsking] = useState<'replay' | 'drop' | null>(null)
  const state = STATES.find((one) => one === letter.state)
  return (
    <>
      <Dialog
        open={asking === null}
        title={letter.subject}
        width={760}
        onClose={onClose}
        foot={
          <>
            <CopyButton text={JSON.stringify(letter.payload, null, 2)} label={t('copy')} />
            {letter.state === 'waiting' && (
              <>
                <Button kind="danger" onClick={() => setAsking('drop')}>
                  {t('drop')}
                </Button>
                <Button kind="primary" icon={RefreshIcon} onClick={() => setAsking('replay')} data-focus>
                  {t('replay')}
                </Button>
              </>
            )}
          </>
        }
      >
        <div className="dz-stack">
          <Facts
            items={[
              [t('service'), t(`services.${letter.service}`)],
              [t('consumer'), <span key="consumer" className="dz-mono">{letter.consumer}</span>],
              [t('state'), state ? <Chip key="state" tone={TONES[state]}>{t(`states.${state}`)}</Chip> : letter.state],
              [t('at'), <DateTime key="at" at={letter.created_at} form="second" />],
              [t('attempts'), letter.attempts],
              [t('decided'), letter.decided_by],
            ]}
          />
          <Banner tone={letter.state === 'waiting' ? 'danger' : 'neutral'}>{letter.error}</Banner>
          <Json label={t('payload')} value={letter.payload} />
        </div>
      </Dialog>
      <ConfirmAction
        open={asking === 'replay'}
        title={t('replayTitle')}
        verb={t('replay')}
        onConfirm={async () => {
          await replay.mutateAsync(letter)
          toast.success(t('replayed'))
          onClose()
        }}
        onClose={() => setAsking(null)}
      >
        {t('replayText')}
      </ConfirmAction>
      <ConfirmAction
        open={asking === 'drop'}
        title={t('dropTitle')}
        verb={t('drop')}
        danger
        onConfirm={async () => {
          await drop.mutateAsync(letter)
          toast.success(t('dropped'))
          onClose()
        }}
        onClose={() => setAsking(null)}
      >
        {t('dropText')}
      </ConfirmAction>
    </>
  )
}
