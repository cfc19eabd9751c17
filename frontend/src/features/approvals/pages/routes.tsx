import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { useCan } from '@/shared/api'
import { dayStart } from '@/shared/lib/time'
import { Button, Card, Chip, Columns, ConfirmAction, DateTime, Dialog, ErrorPanel, Loaded, Page, toast } from '@/shared/ui'
import { AddIcon } from '@/shared/ui/icons'
import { RouteEditor } from '../components/route-editor'
import { useNow, useWords } from '../components/words'
import { type ApprovalRoute, namedRolesQuery, positionNamesQuery, routesQuery, type RouteStep, useDropRoute, usePublishRoute } from '../queries'
import { texts } from '../texts'
import '../components/approvals.css'

export function Routes() {
  const t = texts.use()
  const can = useCan()
  const { every = false } = useSearch({ from: '/shell/approval-routes' })
  const navigate = useNavigate({ from: '/approval-routes' })
  const query = useQuery(routesQuery(every))
  const drop = useDropRoute()
  const [editing, setEditing] = useState<ApprovalRoute | 'new' | null>(null)
  const [publishing, setPublishing] = useState<ApprovalRoute | null>(null)
  const [dropping, setDropping] = useState<ApprovalRoute | null>(null)
  const mayPublish = can('people.approval_routes.publish')
  return (
    <Page
      title={t('routes.title')}
      lead={t('routes.lead')}
      actions={
        <>
          <label className="dz-row" style={{ gap: 6 }}>
            <input type="checkbox" checked={every} onChange={() => void navigate({ search: { every: every ? undefined : true }, replace: true })} />
            {t('routes.every')}
          </label>
          {mayPublish && (
            <Button kind="primary" icon={AddIcon} onClick={() => setEditing('new')}>
              {t('routes.create')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query}>
        {(routes) => (
          <Columns min={340}>
            {routes.map((route) => (
              <RouteCard
                key={route.id}
                route={route}
                onEdit={mayPublish && (route.effective_from === null || (route.in_force && !routes.some((one) => one.kind === route.kind && one.effective_from === null))) ? () => setEditing(route) : undefined}
                onPublish={mayPublish && route.effective_from === null ? () => setPublishing(route) : undefined}
                onDrop={mayPublish && route.effective_from === null ? () => setDropping(route) : undefined}
              />
            ))}
          </Columns>
        )}
      </Loaded>
      {editing && <RouteEditor route={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {publishing && <Publish route={publishing} onClose={() => setPublishing(null)} />}
      <ConfirmAction
        open={dropping !== null}
        title={t('routes.dropTitle')}
        verb={t('routes.drop')}
        danger
        onConfirm={async () => {
          if (dropping) await drop.mutateAsync(dropping)
          toast.success(t('routes.dropped'))
        }}
        onClose={() => setDropping(null)}
      />
    </Page>
  )
}

interface CardProps {
  route: ApprovalRoute
  onEdit: (() => void) | undefined
  onPublish: (() => void) | undefined
  onDrop: (() => void) | undefined
}

function RouteCard({ route, onEdit, onPublish, onDrop }: CardProps) {
  const t = texts.use()
  const words = useWords()
  return (
    <Card
      title={words.name(route)}
      extra={
        <>
          <span className="dz-soft">{t('routes.version', { number: route.number })}</span>
          <RouteState route={route} />
        </>
      }
    >
      <div className="dz-stack">
        <ol>
          {route.steps.map((step, place) => (
            // A published version never changes: a step is its place.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={place}>
              <StepWords step={step} />
            </li>
          ))}
        </ol>
        {route.reason && <p className="dz-soft">{route.reason}</p>}
        <div className="dz-row">
          {onPublish && (
            <Button size="small" kind="primary" onClick={onPublish}>
              {t('routes.publish')}
            </Button>
          )}
          {onEdit && (
            <Button size="small" onClick={onEdit} aria-label={`${t(route.effective_from === null ? 'routes.edit' : 'routes.newVersion')}: ${words.name(route)}`}>
              {t(route.effective_from === null ? 'routes.edit' : 'routes.newVersion')}
            </Button>
          )}
          {onDrop && (
            <Button size="small" kind="danger" onClick={onDrop}>
              {t('routes.drop')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}

function RouteState({ route }: { route: ApprovalRoute }) {
  const t = texts.use()
  const now = useNow()
  if (route.effective_from === null) return <Chip tone="warning">{t('routes.draft')}</Chip>
  if (route.in_force) return <Chip tone="success">{t('routes.inForce')}</Chip>
  if (Date.parse(route.effective_from) > now) {
    return (
      <Chip tone="info">
        {t('routes.planned', { day: '' })} <DateTime at={route.effective_from} form="day" />
      </Chip>
    )
  }
  return <Chip>{t('routes.past')}</Chip>
}

/** "Superior and Finance, above 500.00; reminds after 8 h, goes up after 24 h". */
function StepWords({ step }: { step: RouteStep }) {
  const t = texts.use()
  const words = useWords()
  const roles = useQuery(namedRolesQuery).data ?? []
  const positions = useQuery(positionNamesQuery(step.who.flatMap((one) => (one.kind === 'position' && one.position_id ? [one.position_id] : [])))).data ?? []
  const roleName = (code: string | null) => {
    const known = roles.find((role) => role.code === code)
    return known ? words.name(known) : code
  }
  const positionName = (id: string | null) => {
    const known = positions.find((one) => one.id === id)
    return known ? words.position(known) : null
  }
  const who = step.who.map((one) => {
    const detail = one.kind === 'role' ? roleName(one.role) : one.kind === 'position' ? positionName(one.position_id) : one.kind === 'unit_head' && one.of === 'named' ? t('routes.ofNamed') : one.levels > 1 ? t('routes.level', { levels: one.levels }) : null
    return detail ? `${t(`routes.${one.kind}`)} (${detail})` : t(`routes.${one.kind}`)
  })
  return (
    <>
      <strong>{who.join(t(step.mode === 'joint' ? 'routes.and' : 'routes.or'))}</strong>
      {step.above !== null && <> · {t('routes.aboveIs', { amount: step.above })}</>}
      <div className="dz-soft">{t('routes.hours', { remind: step.remind_after_hours, within: step.within_hours })}</div>
    </>
  )
}

function Publish({ route, onClose }: { route: ApprovalRoute; onClose: () => void }) {
  const t = texts.use()
  const words = useWords()
  const publish = usePublishRoute()
  const id = useId()
  const [from, setFrom] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await publish.mutateAsync({ route, from: from ? dayStart(from) : null })
    } catch {
      // Shown below, with each step that leads to nobody.
      return
    }
    toast.success(t('routes.published'))
    onClose()
  }
  return (
    <Dialog open title={t('routes.publishTitle', { name: words.name(route), number: route.number })} onClose={onClose}>
      <form className="dz-stack" onSubmit={submit}>
        <div className="dz-field">
          <label htmlFor={id}>{t('routes.from')}</label>
          <input id={id} className="dz-input" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        </div>
        {publish.error && <ErrorPanel error={publish.error} />}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" kind="primary" busy={publish.isPending}>
            {t('routes.publish')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
