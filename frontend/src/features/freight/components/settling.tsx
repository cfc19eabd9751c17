import { useState } from 'react'
import { Button, ConfirmAction, type OneResult, Results, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { type FreightBillLineRow, type SettledAtOnce, type Step, STEPS, usePayBill, useSettleLine, useSettleLines } from '../queries'
import { texts } from '../texts'

const CURRENCY = 'CNY'

interface Settled {
  step: Step
  amount: string
  note: string
}

/** What became of one disputed line: the carrier proved it, took our figure, or both met in between. */
export function SettleLine({ bill, line, onClose }: { bill: string; line: FreightBillLineRow; onClose: () => void }) {
  const t = texts.use()
  const settle = useSettleLine()
  const fields: FormField<Settled>[] = [
    { kind: 'select', name: 'step', label: t('settle.step'), required: true, options: STEPS.map((value) => ({ value, label: t(`steps.${value}`) })) },
    { kind: 'money', name: 'amount', label: t('settle.amount'), help: t('settle.between', { least: line.payable, most: line.amount }), currency: CURRENCY, required: true, when: (values) => values.step === 'settled' },
    { kind: 'textarea', name: 'note', label: t('settle.note'), help: t('settle.noteHelp'), required: true, rows: 2, maxLength: 500 },
  ]
  return (
    <FormModal<Settled>
      open
      title={t('settle.title', { line: line.line_no, number: line.tracking_number })}
      verb={t('settle.verb')}
      lead={t('settle.lead', { amount: line.amount, payable: line.payable })}
      fields={fields}
      onSubmit={async ({ step, amount, note }) => {
        const now = await settle.mutateAsync({ number: bill, line: line.line_no, step, note, amount: step === 'settled' ? amount : null })
        toast.success(t('settle.done', { payable: now.payable }))
      }}
      onClose={onClose}
    />
  )
}

/** The same step for many lines; says what became of each that was refused. */
export function SettleMany({ bill, rows, clear }: { bill: string; rows: readonly FreightBillLineRow[]; clear: () => void }) {
  const t = texts.use()
  const settle = useSettleLines()
  const [step, setStep] = useState<SettledAtOnce | null>(null)
  const [refused, setRefused] = useState<readonly OneResult[] | null>(null)
  return (
    <>
      {(['proved', 'given_up'] as const).map((one) => (
        <Button key={one} onClick={() => setStep(one)}>
          {t(`steps.${one}`)}
        </Button>
      ))}
      <ConfirmAction
        open={step !== null}
        title={t('settle.many', { lines: rows.length })}
        verb={t('settle.verb')}
        reason="required"
        onConfirm={async (note) => {
          if (step === null) return
          const { results } = await settle.mutateAsync({ number: bill, lines: rows.map((row) => row.line_no), step, note })
          if (results.every((one) => one.outcome === 'settled')) {
            toast.success(t('settle.allDone', { lines: results.length }))
            clear()
          } else setRefused(results.map((one) => ({ id: String(one.line_no), refusal: one.detail === null ? null : { rule: one.rule, detail: one.detail } })))
        }}
        onClose={() => setStep(null)}
      >
        {step && t(`settle.means.${step}`)}
      </ConfirmAction>
      {refused && (
        <Results
          of={t('line.no')}
          results={refused}
          onClose={() => {
            setRefused(null)
            clear()
          }}
        />
      )}
    </>
  )
}

interface Payment {
  amount: string
  document: string
}

export function PayBill({ bill, left, onClose }: { bill: string; left: string; onClose: () => void }) {
  const t = texts.use()
  const pay = usePayBill()
  const fields: FormField<Payment>[] = [
    { kind: 'money', name: 'amount', label: t('pay.amount'), currency: CURRENCY, required: true },
    { kind: 'text', name: 'document', label: t('pay.document'), help: t('pay.documentHelp'), required: true, maxLength: 100 },
  ]
  return (
    <FormModal<Payment>
      open
      title={t('pay.title')}
      verb={t('pay.verb')}
      lead={t('pay.lead', { left })}
      fields={fields}
      initial={{ amount: left }}
      onSubmit={async (values) => {
        await pay.mutateAsync({ number: bill, ...values })
        toast.success(t('pay.done'))
      }}
      onClose={onClose}
    />
  )
}
