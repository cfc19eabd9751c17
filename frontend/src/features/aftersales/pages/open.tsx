import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Banner, Button, Card, Chip, ErrorPanel, Loaded, Money, Page, toast } from '@/shared/ui'
import { useCaseWords } from '../components/words'
import { type CaseKind, choicesQuery, findOrder, type OrderChoices, useOpenCase } from '../queries'
import { texts } from '../texts'
import './open.css'

/** From the number to the case without the mouse: number, Enter, a digit for the kind, a digit for the reason, how many or how much, Enter. */
export function OpenCasePage() {
  const t = texts.use()
  const { order = '' } = useSearch({ from: '/shell/aftersales/new' })
  const navigate = useNavigate({ from: '/aftersales/new' })
  const query = useQuery(choicesQuery(order))
  const [missing, setMissing] = useState(false)
  const number = useRef<HTMLInputElement>(null)
  const look = async (event: FormEvent) => {
    event.preventDefault()
    const text = number.current?.value.trim() ?? ''
    if (text === '') return
    try {
      const found = await findOrder(text)
      setMissing(found === null)
      if (found) void navigate({ search: { order: found.id }, replace: true })
    } catch (error) {
      toast.error(error)
    }
  }
  return (
    <Page title={t('opening.title')} lead={t('opening.lead')}>
      <Card>
        <form className="dz-row" onSubmit={(event) => void look(event)}>
          <label className="open-case-field">
            {t('opening.number')}
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the page is for typing a number at once */}
            <input ref={number} className="dz-input" autoFocus={order === ''} autoComplete="off" maxLength={64} />
          </label>
          <Button kind="primary" type="submit">
            {t('opening.find')}
          </Button>
        </form>
        {missing && <p role="alert">{t('opening.notFound')}</p>}
      </Card>
      {order !== '' && (
        <Loaded query={query} lines={6}>
          {(choices) => <Opening key={choices.order_id} choices={choices} />}
        </Loaded>
      )}
    </Page>
  )
}

interface Piece {
  quantity: string
  amount: string
  sku: string
}

const NO_PIECE: Piece = { quantity: '0', amount: '', sku: '' }

function Opening({ choices }: { choices: OrderChoices }) {
  const t = texts.use()
  const words = useCaseWords()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const navigate = useNavigate()
  const open = useOpenCase()
  const [kindCode, setKind] = useState<string>(choices.kinds[0]?.kind ?? '')
  const kind = choices.kinds.find((one) => one.kind === kindCode)
  const [reasonCode, setReason] = useState('')
  const reason = kind?.reasons.find((one) => one.code === reasonCode) ?? kind?.reasons[0]
  const [pieces, setPieces] = useState<Record<number, Piece>>(() => Object.fromEntries(choices.lines.map((line) => [line.line_no, { quantity: String(line.pieces_left), amount: '', sku: '' }])))
  const [buyerPays, setBuyerPays] = useState('')
  const [text, setText] = useState('')
  const [agree, setAgree] = useState(can('orders.cases.decide'))
  if (kind === undefined || reason === undefined)
    return (
      <Banner tone="warning">
        {t('opening.nothing')} <span className="dz-rule">CARE-1</span>
      </Banner>
    )
  const change = (line: number, patch: Partial<Piece>) => setPieces((old) => ({ ...old, [line]: { ...(old[line] ?? NO_PIECE), ...patch } }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const lines = choices.lines
      .map(({ line_no }) => ({ line_no, quantity: Number(pieces[line_no]?.quantity ?? 0), amount: pieces[line_no]?.amount.trim() ?? '', sku: pieces[line_no]?.sku.trim() ?? '' }))
      .filter((line) => line.quantity > 0 && (kind.money !== 'amount' || line.amount !== ''))
      .map(({ amount, sku, ...line }) => ({
        ...line,
        ...(amount !== '' && kind.money !== 'none' ? { amount: { amount, currency: choices.currency } } : {}),
        ...(sku !== '' && kind.goods_out ? { send_sku: sku } : {}),
      }))
    const difference = kind.money === 'difference' && buyerPays.trim() !== '' ? { buyer_pays: { amount: buyerPays.trim(), currency: choices.currency } } : {}
    try {
      const made = await open.mutateAsync({ order_id: choices.order_id, kind: kind.kind as CaseKind, reason_code: reason.code, lines, note: text, agree, ...difference })
      toast.success(t('opening.made', { number: made.number }))
      void navigate({ to: '/aftersales/$id', params: { id: made.id } })
    } catch {
      // Said below the button.
    }
  }
  return (
    <form className="dz-stack" onSubmit={(event) => void submit(event)}>
      <Card title={choices.number}>
        <Picked label={t('opening.kind')} focus value={kind.kind} options={choices.kinds.map((one) => ({ value: one.kind, label: words.kind(one.kind) }))} onPick={setKind} />
        <Picked label={t('opening.reason')} value={reason.code} options={kind.reasons.map((one) => ({ value: one.code, label: zh ? one.zh : one.en }))} onPick={setReason} />
      </Card>
      <Card title={t('opening.lines')}>
        {kind.kind === 'refund_before_shipping' && <p className="dz-soft">{t('opening.beforeShipping')}</p>}
        {choices.lines.map((line, place) => (
          <div key={line.line_no} className="open-case-line">
            <span>
              {line.title} <span className="dz-soft">{t('opening.available', { count: line.pieces_left })}</span>
            </span>
            <label className="open-case-field">
              {t('opening.quantity', { line: line.line_no })}
              <input className="dz-input" data-after-reason={(place === 0 && kind.money !== 'amount') || undefined} inputMode="numeric" pattern="[0-9]{1,6}" value={pieces[line.line_no]?.quantity ?? '0'} onChange={(event) => change(line.line_no, { quantity: event.target.value })} />
            </label>
            {kind.goods_out && (
              <label className="open-case-field">
                {t('opening.sendSku', { line: line.line_no })}
                <input className="dz-input" maxLength={64} value={pieces[line.line_no]?.sku ?? ''} placeholder={line.sku ?? ''} onChange={(event) => change(line.line_no, { sku: event.target.value })} />
              </label>
            )}
            {kind.money !== 'none' && (
              <label className="open-case-field">
                {t(kind.money === 'difference' ? 'opening.weOwe' : 'opening.amount', { line: line.line_no })}
                <input className="dz-input" data-after-reason={(place === 0 && kind.money === 'amount') || undefined} inputMode="decimal" pattern="[0-9]{1,12}(\.[0-9]{1,2})?" value={pieces[line.line_no]?.amount ?? ''} placeholder={kind.money === 'pieces' && pieces[line.line_no]?.quantity === String(line.pieces_left) ? line.worth.amount : ''} onChange={(event) => change(line.line_no, { amount: event.target.value })} />
              </label>
            )}
            <span className="dz-soft">{t('opening.worth', { worth: kind.money === 'pieces' || kind.money === 'difference' ? line.worth.amount : line.left.amount })}</span>
          </div>
        ))}
        {kind.money === 'difference' && (
          <label className="open-case-field">
            {t('opening.buyerPays')}
            <input className="dz-input" inputMode="decimal" pattern="[0-9]{1,12}(\.[0-9]{1,2})?" value={buyerPays} onChange={(event) => setBuyerPays(event.target.value)} />
          </label>
        )}
        <label className="open-case-field">
          {t('opening.note')}
          <input className="dz-input" maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      </Card>
      <div className="dz-row">
        {can('orders.cases.decide') && (
          <label>
            <input type="checkbox" checked={agree} onChange={(event) => setAgree(event.target.checked)} /> {t('opening.agree')}
          </label>
        )}
        <Button kind="primary" type="submit" busy={open.isPending}>
          {t('opening.submit')}
        </Button>
      </div>
      {open.isError && <ErrorPanel error={open.error} />}
      {choices.cases.length > 0 && (
        <Card title={t('opening.existing')}>
          {choices.cases.map((one) => (
            <p key={one.id}>
              <Link className="dz-mono" to="/aftersales/$id" params={{ id: one.id }}>
                {one.number}
              </Link>{' '}
              {words.kind(one.kind)} <Chip>{words.state(one.state)}</Chip> <Money value={one.amount} />
            </p>
          ))}
        </Card>
      )}
    </form>
  )
}

interface PickedProps {
  label: string
  value: string
  focus?: boolean
  options: readonly { value: string; label: string }[]
  onPick: (value: string) => void
}

/** One of a few: arrows or a digit, which also goes on to the next choice, and from the last to what is asked of the first line. */
function Picked({ label, value, focus = false, options, onPick }: PickedProps) {
  const box = useRef<HTMLFieldSetElement>(null)
  const byDigit = (event: KeyboardEvent) => {
    const one = options[Number(event.key) - 1]
    if (!one) return
    // Else the digit would be typed into the field that takes the focus, and the focus go to a reason that the kind does not have.
    event.preventDefault()
    flushSync(() => onPick(one.value))
    const next = box.current?.nextElementSibling?.querySelector<HTMLInputElement>('input:checked') ?? box.current?.closest('form')?.querySelector<HTMLInputElement>('[data-after-reason]')
    next?.focus()
    // What is proposed is typed over: who wants one piece of three must not refund all three.
    next?.select()
  }
  return (
    <fieldset ref={box} className="open-case-choice">
      <legend>{label}</legend>
      {options.map((one, place) => (
        <label key={one.value}>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the kind is what is chosen next */}
          <input type="radio" name={label} checked={one.value === value} autoFocus={focus && one.value === value} onKeyDown={(event) => /^[1-9]$/.test(event.key) && byDigit(event)} onChange={() => onPick(one.value)} /> {place < 9 ? `${place + 1} ` : ''}
          {one.label}
        </label>
      ))}
    </fieldset>
  )
}
