import { companyDay } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { usePositionChoices } from '../organisation/choices'
import { type Requisition, useChangeRequisition, useOpenRequisition, useRequestHeadcount } from './queries'
import { texts } from '../../hiring-texts'

export function OpenRequisitionForm({ position, onClose }: { position?: string | undefined; onClose: () => void }) {
  const t = texts.use()
  const open = useOpenRequisition()
  const positions = usePositionChoices()
  return (
    <FormModal<{ position_id: string; openings: number; wanted_by: string; reason: string }>
      open
      title={t('requisitions.open')}
      lead={t('requisitions.lead')}
      verb={t('requisitions.openVerb')}
      initial={{ openings: 1, wanted_by: companyDay(), ...(position ? { position_id: position } : {}) }}
      fields={[
        { kind: 'select', name: 'position_id', label: t('position'), options: positions, required: true },
        { kind: 'number', name: 'openings', label: t('requisitions.openings'), min: 1, max: 1000, required: true },
        { kind: 'date', name: 'wanted_by', label: t('requisitions.wantedBy'), required: true },
        { kind: 'textarea', name: 'reason', label: t('reason'), maxLength: 500, required: true },
      ]}
      onSubmit={async (values) => {
        await open.mutateAsync({ ...values, openings: Number(values.openings) })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

export function ChangeRequisitionForm({ requisition, onClose }: { requisition: Requisition; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeRequisition()
  return (
    <FormModal<{ openings: number; wanted_by: string; reason: string }>
      open
      title={t('requisitions.change')}
      verb={t('requisitions.change')}
      initial={{ openings: requisition.openings, wanted_by: requisition.wanted_by, reason: requisition.reason }}
      fields={[
        { kind: 'number', name: 'openings', label: t('requisitions.openings'), min: Math.max(1, requisition.hired), max: 1000, required: true },
        { kind: 'date', name: 'wanted_by', label: t('requisitions.wantedBy'), required: true },
        { kind: 'textarea', name: 'reason', label: t('reason'), maxLength: 500, required: true },
      ]}
      onSubmit={async (values) => {
        await change.mutateAsync({ id: requisition.id, version: requisition.version, patch: { ...values, openings: Number(values.openings) } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

export function RaiseHeadcountForm({ position, onClose }: { position?: string | undefined; onClose: () => void }) {
  const t = texts.use()
  const request = useRequestHeadcount()
  const positions = usePositionChoices()
  return (
    <FormModal<{ position_id: string; planned: number; valid_from: string; reason: string }>
      open
      title={t('requisitions.raise')}
      lead={t('requisitions.raiseLead')}
      verb={t('requisitions.raiseVerb')}
      initial={{ valid_from: companyDay(), ...(position ? { position_id: position } : {}) }}
      fields={[
        { kind: 'select', name: 'position_id', label: t('position'), options: positions, required: true },
        { kind: 'number', name: 'planned', label: t('requisitions.planned'), min: 1, max: 10_000, required: true },
        { kind: 'date', name: 'valid_from', label: t('requisitions.validFrom'), required: true },
        { kind: 'textarea', name: 'reason', label: t('reason'), maxLength: 500, required: true },
      ]}
      onSubmit={async (values) => {
        await request.mutateAsync({ ...values, planned: Number(values.planned) })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
