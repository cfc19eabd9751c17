import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, DateTime, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { findPeople } from '../organisation/choices'
import { type LeavingFile, type LeavingItem, useAddItem, useAnnounceLeaving, useTick } from './queries'
import { texts } from '../../hiring-texts'

const KINDS = ['resigned', 'dismissed', 'probation', 'contract_ended', 'retired', 'other'] as const
const ITEM_KINDS = ['task', 'approval', 'unit', 'client', 'thing', 'paper'] as const

export function AnnounceLeaving({ employee, onClose }: { employee: { id: string; name: string; stage: string }; onClose: () => void }) {
  const t = texts.use()
  const announce = useAnnounceLeaving()
  const navigate = useNavigate()
  return (
    <FormModal<{ at_once: boolean; last_day: string; kind: (typeof KINDS)[number]; reason: string }>
      open
      title={`${t('leaving.announce')}: ${employee.name}`}
      lead={t('leaving.lead')}
      verb={t('leaving.announceVerb')}
      initial={{ at_once: false, last_day: companyDay(), kind: employee.stage === 'probation' ? 'probation' : 'resigned' }}
      fields={[
        { kind: 'select', name: 'kind', label: t('leaving.kind'), required: true, options: KINDS.map((one) => ({ value: one, label: t(`leaving.kinds.${one}`) })) },
        { kind: 'switch', name: 'at_once', label: t('leaving.atOnce'), help: t('leaving.atOnceHelp') },
        { kind: 'date', name: 'last_day', label: t('leaving.lastDay'), required: true, when: (values) => !values.at_once },
        { kind: 'textarea', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        const atOnce = Boolean(values.at_once)
        const made = await announce.mutateAsync({ id: employee.id, leaving: { kind: values.kind, reason: values.reason, at_once: atOnce, last_day: atOnce ? companyDay() : values.last_day } })
        toast.success(t('saved'))
        void navigate({ to: '/leavings/$id', params: { id: made.id } })
      }}
      onClose={onClose}
    />
  )
}

/** What has to be handed over; ticked line by line, also after the last day. */
export function Checklist({ leaving }: { leaving: LeavingFile }) {
  const t = texts.use()
  const may = useCan()('people.leavings.handle') && leaving.state !== 'withdrawn'
  const [adding, setAdding] = useState(false)
  return (
    <Card
      title={t('leaving.checklist')}
      extra={
        <>
          <Chip tone={leaving.open_items > 0 ? 'warning' : 'success'}>{leaving.open_items > 0 ? t('leaving.open', { count: leaving.open_items }) : t('leaving.allDone')}</Chip>
          {may && (
            <Button size="small" onClick={() => setAdding(true)}>
              {t('leaving.add')}
            </Button>
          )}
        </>
      }
    >
      <ul className="hire-list">
        {leaving.checklist.map((item) => (
          <Item key={item.id} leaving={leaving} item={item} may={may} />
        ))}
      </ul>
      {adding && <AddItem leaving={leaving} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function Item({ leaving, item, may }: { leaving: LeavingFile; item: LeavingItem; may: boolean }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const tick = useTick()
  const [asking, setAsking] = useState(false)
  const title = zh ? item.title_zh : item.title_en
  const reopen = () => tick.mutateAsync({ id: leaving.id, item_id: item.id, tick: { done: false, note: '' } }).catch(toast.error)
  return (
    <li>
      <span className="dz-row">
        <Chip tone={item.done_at ? 'success' : 'warning'}>{t(`leaving.itemKinds.${item.kind as 'task'}`)}</Chip>
        <span className="dz-grow">{title}</span>
        {may && (
          <Button size="small" busy={tick.isPending} aria-label={`${t(item.done_at ? 'leaving.reopen' : 'leaving.tick')}: ${title}`} onClick={() => (item.done_at ? void reopen() : setAsking(true))}>
            {t(item.done_at ? 'leaving.reopen' : 'leaving.tick')}
          </Button>
        )}
      </span>
      {item.done_at && (
        <span className="dz-soft">
          {t('leaving.doneBy', { name: item.done_by ?? '' })} · <DateTime at={item.done_at} /> {item.handed_to_name && `→ ${item.handed_to_name}`} {item.note}
        </span>
      )}
      {asking && (
        <FormModal<{ handed_to_id: string | null; note: string | null }>
          open
          title={title}
          verb={t('leaving.tickVerb')}
          initial={{}}
          fields={[
            { kind: 'find', name: 'handed_to_id', label: t('leaving.handedTo'), find: findPeople },
            { kind: 'text', name: 'note', label: t('leaving.note'), maxLength: 200 },
          ]}
          onSubmit={(values) => tick.mutateAsync({ id: leaving.id, item_id: item.id, tick: { done: true, handed_to_id: values.handed_to_id || null, note: values.note ?? '' } })}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  )
}

function AddItem({ leaving, onClose }: { leaving: LeavingFile; onClose: () => void }) {
  const t = texts.use()
  const add = useAddItem()
  return (
    <FormModal<{ kind: (typeof ITEM_KINDS)[number]; title: string }>
      open
      title={t('leaving.add')}
      verb={t('leaving.addVerb')}
      initial={{ kind: 'thing' }}
      fields={[
        { kind: 'select', name: 'kind', label: t('leaving.itemKind'), required: true, options: ITEM_KINDS.map((one) => ({ value: one, label: t(`leaving.itemKinds.${one}`) })) },
        { kind: 'text', name: 'title', label: t('leaving.item'), required: true, maxLength: 200 },
      ]}
      onSubmit={(values) => add.mutateAsync({ id: leaving.id, item: values })}
      onClose={onClose}
    />
  )
}
