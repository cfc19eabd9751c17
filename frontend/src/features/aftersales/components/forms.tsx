import { ConfirmAction, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { type CaseOut, useAddNote, useCloseRefunded, useDifferenceGivenBack, useDifferencePaid, usePaidByHand, usePay, useSend, useSentBack, useTellParcel, useWithdraw } from '../queries'
import { texts } from '../texts'

type Filled = 'pay' | 'sent_back' | 'tell_parcel' | 'pay_by_hand' | 'difference_paid' | 'difference_given_back' | 'add_note'
export type Form = Filled | 'send' | 'close_refunded' | 'withdraw'
type Values = Record<string, string>

interface FormsProps {
  found: CaseOut
  form: Form | null
  onClose: () => void
}

/** What a person does to one case. */
export function CaseForms({ found, form, onClose }: FormsProps) {
  const t = texts.use()
  const { id } = found
  const pay = usePay()
  const send = useSend()
  const closeRefunded = useCloseRefunded()
  const sentBack = useSentBack()
  const tellParcel = useTellParcel()
  const byHand = usePaidByHand()
  const differencePaid = useDifferencePaid()
  const givenBack = useDifferenceGivenBack()
  const withdraw = useWithdraw()
  const addNote = useAddNote()
  const said = () => toast.success(t('ask.done'))
  const reason: FormField<Values> = { kind: 'text', name: 'reason', label: t('form.reason'), required: true, maxLength: 500 }
  const parcel: FormField<Values>[] = [
    { kind: 'text', name: 'carrier_code', label: t('form.carrier'), required: true, maxLength: 32 },
    { kind: 'text', name: 'tracking_number', label: t('form.tracking'), required: true, maxLength: 64 },
  ]
  const paid = found.lines.filter((line) => line.amount.amount !== '0.00')
  const modals: Record<Filled, { fields: FormField<Values>[]; initial?: Values; submit: (values: Values) => Promise<unknown> }> = {
    pay: {
      fields: [
        ...paid.map(({ line_no: line, amount }): FormField<Values> => ({ kind: 'money', name: `line${line}`, label: t('form.lineAmount', { line }), currency: amount.currency, required: true })),
        reason,
      ],
      initial: Object.fromEntries(paid.map((line) => [`line${line.line_no}`, line.amount.amount])),
      submit: (values) =>
        pay.mutateAsync({
          id,
          reason: values.reason ?? '',
          lines: paid.map(({ line_no, amount }) => ({ line_no, amount: { amount: values[`line${line_no}`] ?? '0.00', currency: amount.currency } })),
        }),
    },
    sent_back: {
      fields: [...parcel, reason],
      submit: (values) => sentBack.mutateAsync({ id, reason: values.reason ?? '', carrier_code: values.carrier_code ?? '', tracking_number: values.tracking_number ?? '' }),
    },
    tell_parcel: { fields: parcel, submit: (values) => tellParcel.mutateAsync({ id, carrier_code: values.carrier_code ?? '', tracking_number: values.tracking_number ?? '' }) },
    pay_by_hand: {
      fields: [{ kind: 'text', name: 'reference', label: t('form.reference'), required: true, maxLength: 100 }, reason],
      submit: (values) => byHand.mutateAsync({ id, reason: values.reason ?? '', reference: values.reference ?? '' }),
    },
    difference_paid: {
      fields: [
        { kind: 'money', name: 'paid', label: t('page.difference'), currency: found.amount.currency, required: true },
        { kind: 'text', name: 'reference', label: t('form.paymentNumber'), required: true, maxLength: 100 },
      ],
      initial: { paid: found.difference?.amount.amount ?? '' },
      submit: (values) => differencePaid.mutateAsync({ id, paid: { amount: values.paid ?? '', currency: found.amount.currency }, reference: values.reference ?? '' }),
    },
    difference_given_back: {
      fields: [{ kind: 'text', name: 'reference', label: t('form.reference'), required: true, maxLength: 100 }],
      submit: (values) => givenBack.mutateAsync({ id, reference: values.reference ?? '' }),
    },
    add_note: { fields: [{ kind: 'textarea', name: 'text', label: t('form.text'), required: true, maxLength: 1000 }], submit: (values) => addNote.mutateAsync({ id, text: values.text ?? '' }) },
  }
  const modal = form === null || form === 'withdraw' || form === 'send' || form === 'close_refunded' ? null : modals[form]
  return (
    <>
      {modal && form && (
        <FormModal<Values>
          open
          title={t(`verbs.${form}`)}
          verb={t('form.save')}
          fields={modal.fields}
          {...(modal.initial ? { initial: modal.initial } : {})}
          onSubmit={async (values) => {
            await modal.submit(values)
            said()
          }}
          onClose={onClose}
        />
      )}
      <ConfirmAction
        open={form === 'withdraw'}
        title={t('ask.withdraw')}
        verb={t('verbs.withdraw')}
        danger
        reason="required"
        reasons={[t('ask.withdrawReasons.kept'), t('ask.withdrawReasons.wrong')]}
        onConfirm={async (why) => {
          await withdraw.mutateAsync({ id, reason: why })
          said()
        }}
        onClose={onClose}
      />
      <ConfirmAction
        open={form === 'close_refunded'}
        title={t('ask.closeRefunded')}
        verb={t('verbs.close_refunded')}
        danger
        reason="required"
        onConfirm={async (why) => {
          await closeRefunded.mutateAsync({ id, reason: why })
          said()
        }}
        onClose={onClose}
      />
      <ConfirmAction
        open={form === 'send'}
        title={t('ask.send')}
        verb={t('verbs.send')}
        reason="required"
        onConfirm={async (why) => {
          await send.mutateAsync({ id, reason: why })
          said()
        }}
        onClose={onClose}
      />
    </>
  )
}
