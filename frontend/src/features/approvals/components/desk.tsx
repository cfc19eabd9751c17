import { Link } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useKeys } from '@/shared/lib/keys'
import { Button, Card, EmptyState, ErrorPanel, Kbd, Skeleton } from '@/shared/ui'
import { useCursorList } from '@/shared/ui/grid/use-cursor-list'
import { BackIcon, CheckIcon, CloseIcon } from '@/shared/ui/icons'
import { type Approval, approvalKeys, approvalPage, type ApprovalSearch, type Decision, type View } from '../queries'
import { texts } from '../texts'
import { type Asking, Decide } from './decide'
import { Details } from './details'
import { ApprovalList } from './list'
import { afterDeciding, neighbour, stillThere, toggled } from '@/shared/lib/picking'
import { useWords } from './words'
import './approvals.css'

const NONE: ReadonlySet<string> = new Set()

interface DeskProps {
  view: View
  search: ApprovalSearch
  /** The request beside the list; in the URL, so that Back closes it on a phone. */
  open: string | undefined
  onOpen: (id: string | undefined, replace: boolean) => void
  onPage: (id: string) => void
}

/** A list of requests with the evidence of one beside it. In the inbox: a and r decide the open one, or those that are selected. */
export function Desk({ view, search, open, onOpen, onPage }: DeskProps) {
  const t = texts.use()
  const decides = view === 'mine'
  const source = useCursorList({ queryKey: approvalKeys.list({ view, ...search }), page: approvalPage(view, search), nouns: ['approval_delegation'] })
  const { rows } = source
  const [chosen, setChosen] = useState(NONE)
  const [asking, setAsking] = useState<Asking | null>(null)
  const current = useMemo(() => rows.find((row) => row.id === open), [rows, open])
  const selected = stillThere(rows, chosen)

  const ask = (decision: Decision, event?: KeyboardEvent) => {
    // The dialog takes the focus at once, and the letter would be typed into its comment.
    event?.preventDefault()
    const asked = selected.length > 0 ? selected : current ? [current] : []
    if (decides && asked.length > 0) setAsking({ decision, rows: asked })
  }
  const move = (step: 1 | -1) => {
    const next = neighbour(rows, open, step)
    if (next) onOpen(next.id, true)
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    x: () => decides && current && setChosen((old) => toggled(old, current.id)),
    a: (event) => ask('approve', event),
    r: (event) => ask('refuse', event),
    Escape: () => (selected.length > 0 ? setChosen(NONE) : open && onOpen(undefined, true)),
    o: () => current && onPage(current.id),
  })
  useEffect(() => {
    if (open) document.querySelector(`[data-approval="${open}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [open])

  const done = (ids: readonly string[]) => {
    const gone = new Set(ids)
    setChosen((old) => new Set([...old].filter((id) => !gone.has(id))))
    if (open && gone.has(open)) onOpen(afterDeciding(rows, gone, open)?.id, true)
  }
  if (source.status === 'loading') return <Skeleton lines={6} />
  if (source.status === 'error') return <ErrorPanel error={source.error} onRetry={source.refresh} />
  return (
    <div className="dz-stack">
      {source.error ? <ErrorPanel error={source.error} onRetry={source.refresh} /> : null}
      {selected.length > 0 && (
        <div className="dz-desk-bulk dz-row dz-spread">
          <strong>{t('decide.selected', { count: selected.length })}</strong>
          <span className="dz-row">
            <Button size="small" onClick={() => setChosen(NONE)}>
              {t('decide.clear')}
            </Button>
            <Button size="small" kind="danger" onClick={() => ask('refuse')}>
              {t('decide.refuse')}
            </Button>
            <Button size="small" kind="primary" onClick={() => ask('approve')}>
              {t('decide.approve')}
            </Button>
          </span>
        </div>
      )}
      {rows.length === 0 ? (
        <Nothing view={view} filtered={Boolean(search.kind ?? search.state)} />
      ) : (
        <div className="dz-desk-panes" data-open={current !== undefined}>
          <div className="dz-stack">
            <ApprovalList rows={rows} current={open} chosen={decides ? chosen : null} onOpen={(row) => onOpen(row.id, open !== undefined)} onChoose={(row) => setChosen((old) => toggled(old, row.id))} />
            {source.moreError ? <ErrorPanel error={source.moreError} onRetry={source.loadMore} /> : null}
            {source.hasMore && (
              <Button busy={source.loadingMore} onClick={source.loadMore}>
                {t('inbox.more')}
              </Button>
            )}
          </div>
          <Side row={current} decides={decides} onBack={() => onOpen(undefined, true)} onAsk={(decision, row) => setAsking({ decision, rows: [row] })} />
        </div>
      )}
      <Decide asking={asking} onClose={() => setAsking(null)} onDone={done} />
    </div>
  )
}

function Nothing({ view, filtered }: { view: View; filtered: boolean }) {
  const t = texts.use()
  if (filtered || view === 'all' || view === 'decided') return <EmptyState title={t('inbox.nothing')}>{t('inbox.nothingText')}</EmptyState>
  if (view === 'asked') return <EmptyState title={t('inbox.emptyAsked')}>{t('inbox.emptyAskedText')}</EmptyState>
  return <EmptyState title={t('inbox.empty')}>{t('inbox.emptyText')}</EmptyState>
}

interface SideProps {
  row: Approval | undefined
  decides: boolean
  onBack: () => void
  onAsk: (decision: Decision, row: Approval) => void
}

function Side({ row, decides, onBack, onAsk }: SideProps) {
  const t = texts.use()
  const words = useWords()
  if (!row) {
    return (
      <div className="dz-desk-side">
        <Card>
          <p>{t('inbox.choose')}</p>
          {decides && <p className="dz-soft">{t('inbox.keys')}</p>}
        </Card>
      </div>
    )
  }
  return (
    <div className="dz-desk-side">
      <Card
        title={words.title(row)}
        extra={
          <Button size="small" icon={BackIcon} onClick={onBack}>
            {t('inbox.back')}
          </Button>
        }
      >
        <div className="dz-stack">
          <Details row={row} />
          <Link to="/approvals/$approvalId" params={{ approvalId: row.id }}>
            {t('inbox.open')}
          </Link>
          {decides && (
            <div className="dz-desk-foot">
              <Button kind="primary" icon={CheckIcon} onClick={() => onAsk('approve', row)}>
                {t('decide.approve')} <Kbd>a</Kbd>
              </Button>
              <Button kind="danger" icon={CloseIcon} onClick={() => onAsk('refuse', row)}>
                {t('decide.refuse')} <Kbd>r</Kbd>
              </Button>
            </div>
          )}
        </div>
      </Card>
    </div>
  )
}
