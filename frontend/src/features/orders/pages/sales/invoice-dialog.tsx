import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, ConfirmAction, DateTime, Dialog, Facts, FileDrop, Money, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { downloadInvoice, type InvoiceDetailsOut, type InvoiceOut, useIssue, useRedLetter, useRequestInvoice, useRevealInvoice, useUploadInvoice, useWithdrawInvoice } from './queries'
import { texts } from './texts'

type Step = 'see' | 'note' | 'withdraw' | 'reveal'
const LARGEST = 5 * 1024 * 1024
const TITLE_KINDS = ['company', 'person'] as const
const KINDS = ['ordinary', 'special'] as const

/** One request: what is known of it, and what may be done now. */
export function InvoiceDialog({ invoice, onClose }: { invoice: InvoiceOut; onClose: () => void }) {
  const t = texts.use()
  const [step, setStep] = useState<Step>('see')
  const withdraw = useWithdrawInvoice()
  const reveal = useRevealInvoice()
  const [details, setDetails] = useState<InvoiceDetailsOut | null>(null)
  if (step === 'note') return <NoteNumber invoice={invoice} onClose={onClose} />
  return (
    <>
      <See invoice={invoice} details={details} open={step === 'see'} onStep={setStep} onClose={onClose} />
      <ConfirmAction open={step === 'withdraw'} title={t('invoices.withdrawTitle', { number: invoice.number })} verb={t('invoices.withdraw')} danger reason="required" onConfirm={async (reason) => { await withdraw.mutateAsync({ invoice, reason }); onClose() }} onClose={() => setStep('see')} />
      <ConfirmAction open={step === 'reveal'} title={t('invoices.revealTitle', { number: invoice.number })} verb={t('invoices.reveal')} reason="required" onConfirm={async (reason) => setDetails(await reveal.mutateAsync({ id: invoice.id, reason }))} onClose={() => setStep('see')}>
        {t('invoices.revealText')}
      </ConfirmAction>
    </>
  )
}

function See({ invoice, details, open, onStep, onClose }: { invoice: InvoiceOut; details: InvoiceDetailsOut | null; open: boolean; onStep: (step: Step) => void; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const upload = useUploadInvoice()
  const mayIssue = can('orders.invoices.issue')
  const waits = invoice.state === 'requested'
  const takesFile = mayIssue && !waits && invoice.state !== 'withdrawn'
  const send = async (file: File) => {
    try {
      await upload.mutateAsync({ id: invoice.id, file })
      toast.success(t('invoices.done'))
      onClose()
    } catch (problem) {
      toast.error(problem)
    }
  }
  return (
    <Dialog
      open={open}
      title={t('invoices.chosen', { number: invoice.number })}
      width={640}
      onClose={onClose}
      foot={
        <>
          {invoice.file_kind && <Button onClick={() => void downloadInvoice(invoice).catch(toast.error)}>{t('invoices.download')}</Button>}
          {mayIssue && !details && <Button onClick={() => onStep('reveal')}>{t('invoices.reveal')}</Button>}
          {waits && can('orders.invoices.request') && <Button kind="danger" onClick={() => onStep('withdraw')}>{t('invoices.withdraw')}</Button>}
          {mayIssue && waits && <Button kind="primary" data-focus onClick={() => onStep('note')}>{t('invoices.issue')}</Button>}
          {mayIssue && invoice.state === 'red_due' && <Button kind="primary" data-focus onClick={() => onStep('note')}>{t('invoices.red')}</Button>}
          <Button onClick={onClose}>{t('invoices.close')}</Button>
        </>
      }
    >
      <div className="dz-stack">
        <Facts
          items={[
            [t('order'), invoice.order_number],
            [t('invoices.titleShown'), details?.title ?? invoice.title_shown],
            [t('amount'), <Money key="amount" value={invoice.amount} />],
            [t('invoices.email'), details?.email ?? (invoice.email_shown || null)],
            ...(details ? [[t('invoices.taxNumber'), details.tax_number || null] as const, [t('invoices.address'), details.address || null] as const, [t('invoices.buyerAddress'), details.buyer_address || null] as const, [t('invoices.phone'), details.phone || null] as const, [t('invoices.bank'), details.bank || null] as const, [t('invoices.account'), details.account || null] as const] : []),
            [t('invoices.issuedNumber'), invoice.issued_number],
            [t('invoices.issuedOn'), invoice.issued_on],
            [t('invoices.redNumber'), invoice.red_number],
            [t('invoices.asked'), <DateTime key="asked" at={invoice.requested_at} />],
            [t('note'), invoice.note || null],
            [t('reason'), invoice.ended_reason || null],
          ]}
        />
        {takesFile && <FileDrop label={t('invoices.file')} hint={t('invoices.fileHint')} accept=".pdf,.ofd" maxBytes={LARGEST} onFile={(file) => void send(file)} />}
      </div>
    </Dialog>
  )
}

function NoteNumber({ invoice, onClose }: { invoice: InvoiceOut; onClose: () => void }) {
  const t = texts.use()
  const issue = useIssue()
  const red = useRedLetter()
  const isRed = invoice.state === 'red_due'
  return (
    <FormModal<{ number: string; on: string }>
      open
      title={t(isRed ? 'invoices.redTitle' : 'invoices.issueTitle', { number: invoice.number })}
      verb={t(isRed ? 'invoices.red' : 'invoices.issue')}
      fields={[
        { kind: 'text', name: 'number', label: t(isRed ? 'invoices.redNumber' : 'invoices.issuedNumber'), required: true, maxLength: 20 },
        { kind: 'date', name: 'on', label: t('invoices.issuedOn'), required: true },
      ]}
      initial={{ on: companyDay() }}
      onSubmit={async ({ number, on }) => {
        await (isRed ? red : issue).mutateAsync({ invoice, number, on })
        toast.success(t('invoices.done'))
      }}
      onClose={onClose}
    />
  )
}

interface Wish {
  kind: string
  title_kind: string
  title: string
  tax_number: string | null
  email: string | null
  address: string | null
  buyer_address: string | null
  phone: string | null
  bank: string | null
  account: string | null
  amount: string | null
  note: string | null
}

export function AskInvoice({ orderId, number, onClose }: { orderId: string; number: string; onClose: () => void }) {
  const t = texts.use()
  const ask = useRequestInvoice()
  const company = (values: Partial<Wish>) => values.title_kind === 'company'
  const special = (values: Partial<Wish>) => values.kind === 'special'
  return (
    <FormModal<Wish>
      open
      width={640}
      title={t('invoices.askTitle', { number })}
      verb={t('invoices.ask')}
      fields={[
        { kind: 'select', name: 'kind', label: t('invoices.kind'), required: true, options: KINDS.map((kind) => ({ value: kind, label: t(`invoices.kinds.${kind}`) })) },
        { kind: 'select', name: 'title_kind', label: t('invoices.titleKind'), required: true, options: TITLE_KINDS.map((kind) => ({ value: kind, label: t(`invoices.titleKinds.${kind}`) })) },
        { kind: 'text', name: 'title', label: t('invoices.title_'), required: true, maxLength: 200 },
        { kind: 'text', name: 'tax_number', label: t('invoices.taxNumber'), required: true, maxLength: 18, when: company },
        { kind: 'text', name: 'email', label: t('invoices.email'), maxLength: 200 },
        { kind: 'text', name: 'address', label: t('invoices.address'), help: t('invoices.addressHelp'), maxLength: 200 },
        { kind: 'text', name: 'buyer_address', label: t('invoices.buyerAddress'), required: true, maxLength: 200, when: special },
        { kind: 'text', name: 'phone', label: t('invoices.phone'), required: true, maxLength: 40, when: special },
        { kind: 'text', name: 'bank', label: t('invoices.bank'), required: true, maxLength: 200, when: special },
        { kind: 'text', name: 'account', label: t('invoices.account'), required: true, maxLength: 40, when: special },
        { kind: 'money', name: 'amount', label: t('amount'), help: t('invoices.amountHelp'), currency: 'CNY' },
        { kind: 'textarea', name: 'note', label: t('note'), rows: 2, maxLength: 500 },
      ]}
      initial={{ kind: 'ordinary', title_kind: 'company' }}
      onSubmit={async (values) => {
        const person = values.title_kind === 'person'
        const made = await ask.mutateAsync({
          order_id: orderId, kind: values.kind as 'ordinary' | 'special', title_kind: person ? 'person' : 'company', title: values.title, tax_number: person ? '' : (values.tax_number ?? '').trim().toUpperCase(),
          email: values.email ?? '', address: values.address ?? '', buyer_address: values.buyer_address ?? '', phone: values.phone ?? '', bank: values.bank ?? '', account: values.account ?? '', amount: values.amount || null, note: values.note ?? '',
        })
        toast.success(t('invoices.requested', { number: made.number }))
      }}
      onClose={onClose}
    />
  )
}
