import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { ApiError } from '@/shared/api'
import { isAmount } from '@/shared/lib/money'
import { Banner, Button, Card, ErrorPanel, Loaded, Money, Page, toast } from '@/shared/ui'
import { useShops } from '../../components/shops'
import { type OrderOut, orderQuery } from '../../queries'
import { type Address, AddressFields, NO_ADDRESS } from './address-fields'
import { type ItemLine, ItemLines, isWhole, newLine, skuOfLine } from './item-lines'
import { usePlaceByHand } from './queries'
import { texts } from './texts'
import '../attention.css'

/** Typed in, or begun from another order (`?copy=`). */
export function ManualOrderPage() {
  const { copy } = useSearch({ from: '/shell/orders/new' })
  return copy ? <Copy id={copy} /> : <Form source={null} />
}

function Copy({ id }: { id: string }) {
  const query = useQuery(orderQuery(id))
  const t = texts.use()
  return query.data ? (
    <Form key={id} source={query.data} />
  ) : (
    <Page title={t('manual.title')}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  )
}

const linesOf = (source: OrderOut | null): readonly ItemLine[] =>
  source === null ? [newLine(1)] : source.lines.map((line, index) => ({ key: index + 1, line_no: null, known: line.sku ?? '', sku: null, quantity: String(line.quantity), price: line.unit_price.amount }))

/** Cents of a decimal text; 0 of what is none yet. */
const cents = (text: string) => (isAmount(text) ? BigInt(Math.round(Number(text) * 100)) : 0n)

function totalOf(lines: readonly ItemLine[], freight: string, discount: string): string {
  const goods = lines.filter(isWhole).reduce((sum, line) => sum + cents(line.price) * BigInt(line.quantity), 0n)
  const total = goods + cents(freight) - cents(discount)
  const text = (total < 0n ? 0n : total).toString().padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

function Form({ source }: { source: OrderOut | null }) {
  const t = texts.use()
  const id = useId()
  const navigate = useNavigate()
  const { all } = useShops()
  const place = usePlaceByHand()
  const [shop, setShop] = useState(source?.shop_id ?? '')
  const [number, setNumber] = useState('')
  const [same, setSame] = useState(source !== null)
  const [address, setAddress] = useState<Address>(NO_ADDRESS)
  const [lines, setLines] = useState<readonly ItemLine[]>(() => linesOf(source))
  const [freight, setFreight] = useState('0.00')
  const [discount, setDiscount] = useState('0.00')
  const [paid, setPaid] = useState(true)
  const [buyerRemark, setBuyerRemark] = useState('')
  const [ourRemark, setOurRemark] = useState('')
  const [error, setError] = useState<unknown>(null)
  const form = useRef<HTMLFormElement>(null)
  const first = useRef<HTMLSelectElement>(null)
  useEffect(() => first.current?.focus(), [])
  const currency = source?.paid.currency ?? 'CNY'
  const chosen = shop || (all.length === 1 ? (all[0]?.id ?? '') : '')

  const send = async (evenIfDuplicate: boolean) => {
    setError(null)
    try {
      const made = await place.mutateAsync({
        shop_id: chosen,
        source: source ? 'copy' : 'hand',
        ...(source ? { copied_from: source.id } : {}),
        ...(number.trim() ? { platform_order_no: number.trim() } : {}),
        ...(same ? {} : { receiver: address }),
        currency,
        lines: lines.map((line) => ({ sku: skuOfLine(line), title: line.sku?.name_zh ?? '', quantity: Number(line.quantity), unit_price: line.price })),
        freight: freight || '0',
        discount: discount || '0',
        is_paid: paid,
        buyer_remark: buyerRemark,
        seller_remark: ourRemark,
        even_if_duplicate: evenIfDuplicate,
      })
      toast.success(t('manual.done', { number: made.number }))
      void navigate({ to: '/orders/$id', params: { id: made.id } })
    } catch (refused) {
      setError(refused)
    }
  }
  const ready = chosen !== '' && lines.length > 0 && lines.every(isWhole) && isAmount(freight || '0') && isAmount(discount || '0')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !place.isPending) void send(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      form.current?.requestSubmit()
    }
  }
  const duplicate = error instanceof ApiError && error.code === 'looks_like_duplicate'
  return (
    <Page title={source ? t('manual.copyTitle', { number: source.number }) : t('manual.title')} lead={t('manual.lead')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only hears Ctrl+Enter of its fields */}
      <form ref={form} className="dz-stack" onSubmit={submit} onKeyDown={onKeyDown}>
        <Card title={t('manual.shop')}>
          <div className="adjust-address">
            <div className="dz-field">
              <label htmlFor={`${id}-shop`}>{t('manual.shop')}</label>
              <select ref={first} id={`${id}-shop`} className="dz-input" required value={chosen} onChange={(event) => setShop(event.target.value)}>
                <option value="" disabled>
                  {t('manual.shopChoose')}
                </option>
                {all.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            </div>
            <div className="dz-field">
              <label htmlFor={`${id}-number`}>{t('manual.number')}</label>
              <input id={`${id}-number`} className="dz-input dz-mono" maxLength={64} autoComplete="off" value={number} onChange={(event) => setNumber(event.target.value)} />
            </div>
          </div>
        </Card>
        <Card title={t('manual.receiver')}>
          {source && (
            <label className="dz-row">
              <input type="checkbox" checked={same} onChange={(event) => setSame(event.target.checked)} /> {t('manual.sameReceiver')}
            </label>
          )}
          {!same && <AddressFields value={address} onChange={setAddress} />}
        </Card>
        <Card title={t('manual.goods')}>
          <ItemLines lines={lines} onChange={setLines} />
        </Card>
        <Card title={t('manual.amounts')}>
          <div className="adjust-address">
            <div className="dz-field">
              <label htmlFor={`${id}-freight`}>{t('manual.freight')}</label>
              <input id={`${id}-freight`} className="dz-input" inputMode="decimal" value={freight} onChange={(event) => setFreight(event.target.value.trim())} />
            </div>
            <div className="dz-field">
              <label htmlFor={`${id}-discount`}>{t('manual.discount')}</label>
              <input id={`${id}-discount`} className="dz-input" inputMode="decimal" value={discount} onChange={(event) => setDiscount(event.target.value.trim())} />
            </div>
            <div className="dz-field">
              <span>{t('manual.total')}</span>
              <strong>
                <Money value={{ amount: totalOf(lines, freight, discount), currency }} />
              </strong>
            </div>
            <label className="dz-row">
              <input type="checkbox" checked={paid} onChange={(event) => setPaid(event.target.checked)} /> {t('manual.paid')}
            </label>
          </div>
        </Card>
        <Card title={t('manual.remarks')}>
          <div className="adjust-address">
            <div className="dz-field">
              <label htmlFor={`${id}-buyer`}>{t('manual.buyerRemark')}</label>
              <input id={`${id}-buyer`} className="dz-input" maxLength={2000} value={buyerRemark} onChange={(event) => setBuyerRemark(event.target.value)} />
            </div>
            <div className="dz-field">
              <label htmlFor={`${id}-ours`}>{t('manual.ourRemark')}</label>
              <input id={`${id}-ours`} className="dz-input" maxLength={2000} value={ourRemark} onChange={(event) => setOurRemark(event.target.value)} />
            </div>
          </div>
        </Card>
        {duplicate ? (
          <Banner tone="warning" action={<Button onClick={() => void send(true)}>{t('manual.another')}</Button>}>
            {error.detail}
          </Banner>
        ) : (
          error !== null && <ErrorPanel error={error} />
        )}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          {!ready && <span className="dz-soft">{chosen === '' ? t('manual.mustShop') : t('manual.mustGoods')}</span>}
          <Button type="submit" kind="primary" busy={place.isPending} disabled={!ready}>
            {t('manual.submit')}
          </Button>
        </div>
      </form>
    </Page>
  )
}
