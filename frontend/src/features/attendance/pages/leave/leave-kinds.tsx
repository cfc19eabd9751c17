import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, Dialog, Facts, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { texts } from './accounts-texts'
import { kindOf, type KindValues } from './accounts-values'
import { kindVersionsQuery, type LeaveKind, newestKindsQuery, usePublishKind } from './queries'

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/
type Open = { kind: LeaveKind | null; how: 'publish' | 'versions' }

/** Versions are added, never edited. */
export function LeaveKinds({ keeps }: { keeps: boolean }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const kinds = useQuery(newestKindsQuery)
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <Loaded query={kinds} lines={8}>
      {(rows) => (
        <div className="dz-stack">
          {keeps && (
            <div>
              <Button kind="primary" icon={AddIcon} onClick={() => setOpen({ kind: null, how: 'publish' })}>
                {t('kinds.add')}
              </Button>
            </div>
          )}
          {rows.map((kind) => (
            <Card
              key={kind.code}
              title={
                <span className="dz-row">
                  {zh ? kind.name_zh : kind.name_en} <span className="dz-soft dz-mono">{kind.code}</span>
                </span>
              }
              extra={
                <span className="dz-row">
                  <State kind={kind} />
                  <Button size="small" aria-label={`${t('kinds.versions')}: ${zh ? kind.name_zh : kind.name_en}`} onClick={() => setOpen({ kind, how: 'versions' })}>
                    {t('kinds.versions')}
                  </Button>
                  {keeps && (
                    <Button size="small" aria-label={`${t('kinds.next')}: ${zh ? kind.name_zh : kind.name_en}`} onClick={() => setOpen({ kind, how: 'publish' })}>
                      {t('kinds.next')}
                    </Button>
                  )}
                </span>
              }
            >
              <Traits kind={kind} />
            </Card>
          ))}
          {open?.how === 'publish' && <Publish before={open.kind} onClose={close} />}
          {open?.how === 'versions' && open.kind && <Versions kind={open.kind} onClose={close} />}
        </div>
      )}
    </Loaded>
  )
}

function State({ kind }: { kind: LeaveKind }) {
  const t = texts.use()
  if (kind.effective_from > companyDay()) return <Chip tone="info">{t('kinds.from', { on: kind.effective_from })}</Chip>
  return kind.active ? <Chip tone="success">{t('kinds.inForce')}</Chip> : <Chip>{t('kinds.stopped')}</Chip>
}

function Traits({ kind }: { kind: LeaveKind }) {
  const t = texts.use()
  const said = [
    t(kind.paid ? 'kinds.paid' : 'kinds.unpaid'),
    t(`kinds.in.${kind.unit === 'hour' ? 'hour' : 'half_day'}`),
    t(kind.balance ? 'kinds.balance' : 'kinds.noBalance'),
    ...(kind.evidence ? [t('kinds.evidence')] : []),
    ...(kind.calendar_days ? [t('kinds.calendarDays')] : []),
  ]
  return <span>{said.join(' · ')}</span>
}

function Versions({ kind, onClose }: { kind: LeaveKind; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const versions = useQuery(kindVersionsQuery(kind.code))
  return (
    <Dialog open title={`${t('kinds.versions')}: ${zh ? kind.name_zh : kind.name_en}`} width={640} onClose={onClose}>
      <Loaded query={versions} lines={4}>
        {(rows) => <Facts items={rows.map((one) => [t('kinds.version', { number: one.version, on: one.effective_from }), <span key={one.version}>{zh ? one.name_zh : one.name_en} · <Traits kind={one} /> {!one.active && <Chip>{t('kinds.stopped')}</Chip>}</span>])} />}
      </Loaded>
    </Dialog>
  )
}

function Publish({ before, onClose }: { before: LeaveKind | null; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const publish = usePublishKind()
  return (
    <FormModal<KindValues>
      open
      title={before ? `${t('kinds.next')}: ${zh ? before.name_zh : before.name_en}` : t('kinds.add')}
      lead={t(before ? 'kinds.nextLead' : 'kinds.addLead')}
      verb={t('kinds.publish')}
      initial={before ? { name_zh: before.name_zh, name_en: before.name_en, paid: before.paid, evidence: before.evidence, calendar_days: before.calendar_days, active: before.active, from: companyDay() } : { paid: true, balance: false, active: true, unit: 'half_day', from: companyDay() }}
      fields={[
        ...(before ? [] : [{ kind: 'text', name: 'code', label: t('kinds.code'), required: true, pattern: CODE, help: t('kinds.codeHelp') } as const]),
        { kind: 'text', name: 'name_zh', label: t('kinds.nameZh'), required: true, maxLength: 80 },
        { kind: 'text', name: 'name_en', label: t('kinds.nameEn'), required: true, maxLength: 80 },
        ...(before
          ? []
          : ([
              { kind: 'select', name: 'unit', label: t('kinds.unit'), required: true, options: [{ value: 'half_day', label: t('kinds.in.half_day') }, { value: 'hour', label: t('kinds.in.hour') }] },
              { kind: 'switch', name: 'balance', label: t('kinds.balance') },
            ] as const)),
        { kind: 'switch', name: 'paid', label: t('kinds.paid') },
        { kind: 'switch', name: 'evidence', label: t('kinds.evidence') },
        { kind: 'switch', name: 'calendar_days', label: t('kinds.calendarDays') },
        ...(before ? [{ kind: 'switch', name: 'active', label: t('kinds.active') } as const] : []),
        { kind: 'date', name: 'from', label: t('kinds.fromDay'), required: true, check: (value) => (typeof value === 'string' && value < companyDay() ? t('kinds.past') : undefined) },
        { kind: 'text', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await publish.mutateAsync(kindOf(before, values))
        toast.success(t('kinds.published'))
      }}
      onClose={onClose}
    />
  )
}
