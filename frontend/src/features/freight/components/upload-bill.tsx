import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { type FormField, FormModal } from '@/shared/ui/form'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { type BillUpload, checkBill, useImportBill } from '../queries'
import { texts } from '../texts'
import { useCarriers } from './choices'

/** Whose bill and of which days, then its file: checked first, with every wrong row, and then all of it or nothing. */
export function UploadBill({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const carriers = useCarriers()
  const navigate = useNavigate()
  const taking = useImportBill()
  const [of, setOf] = useState<BillUpload | null>(null)
  const chosen = useRef<BillUpload | null>(null)
  const made = useRef<string | null>(null)
  const fields: FormField<BillUpload>[] = [
    { kind: 'select', name: 'carrier', label: t('carrier'), required: true, options: carriers },
    { kind: 'date', name: 'period_from', label: t('upload.from'), required: true },
    { kind: 'date', name: 'period_to', label: t('upload.to'), required: true, check: (value, all) => (typeof value === 'string' && all.period_from && value < all.period_from ? t('upload.turned') : undefined) },
  ]
  if (of === null) {
    return (
      <FormModal<BillUpload>
        open
        title={t('upload.title')}
        verb={t('upload.next')}
        fields={fields}
        initial={{ period_from: `${dayAfter(`${companyDay().slice(0, 7)}-01`, -1).slice(0, 7)}-01`, period_to: dayAfter(`${companyDay().slice(0, 7)}-01`, -1) }}
        onSubmit={async (values) => {
          chosen.current = values
        }}
        onClose={() => (chosen.current ? setOf(chosen.current) : onClose())}
      />
    )
  }
  return (
    <ImportDialog
      title={t('upload.title')}
      hint={t('upload.hint', { carrier: carriers.find((one) => one.value === of.carrier)?.label ?? of.carrier, from: of.period_from, to: of.period_to })}
      template="/api/warehouse/v1/freight-bills/template"
      send={async (file, check) => {
        if (check) return checkBill(file)
        const bill = (await taking.mutateAsync({ ...of, file })).bill
        made.current = bill.number
        return { rows: bill.line_count, errors: [] }
      }}
      onClose={() => {
        onClose()
        if (made.current) void navigate({ to: '/freight-bills/$number', params: { number: made.current } })
      }}
    />
  )
}
