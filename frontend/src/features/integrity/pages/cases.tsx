import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, Count, DateTime, EmptyState, Money, Page, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { caseKeys, caseList, type FakeOrderCaseOut, useAppeal, useDecideAppeal, useShopName } from '../queries'
import { texts } from '../texts'

const rowId = (row: FakeOrderCaseOut) => row.id
const TONES = { none: 'neutral', lodged: 'warning', upheld: 'success', refused: 'danger' } as const
type AppealState = keyof typeof TONES
const appealOf = (row: FakeOrderCaseOut): AppealState => (['lodged', 'upheld', 'refused'] as const).find((one) => one === row.appeal?.state) ?? 'none'

export function Cases() {
  const t = texts.use()
  const can = useCan()
  const shopName = useShopName()
  const [appealing, setAppealing] = useState<FakeOrderCaseOut | null>(null)
  const [deciding, setDeciding] = useState<{ row: FakeOrderCaseOut; uphold: boolean } | null>(null)
  const [now] = useState(() => Date.now())
  const decide = useDecideAppeal()
  const source = useCursorList({ queryKey: caseKeys.list(), page: caseList })
  const columns = useMemo<GridColumn<FakeOrderCaseOut>[]>(
    () => [
      { id: 'shop', header: t('cases.shop'), width: 160, always: true, cell: (row) => shopName(row.shop_id), copy: (row) => shopName(row.shop_id) },
      { id: 'orders', header: t('cases.orders'), width: 90, numeric: true, cell: (row) => <Count value={row.orders} />, copy: (row) => String(row.orders) },
      { id: 'amount', header: t('cases.amount'), width: 130, numeric: true, cell: (row) => <Money value={row.amount} />, copy: (row) => row.amount.amount },
      { id: 'reason', header: t('cases.reason'), width: 200, grow: true, cell: (row) => row.reason, copy: (row) => row.reason },
      { id: 'by', header: t('cases.by'), width: 110, cell: (row) => row.confirmed_by, copy: (row) => row.confirmed_by },
      { id: 'confirmed', header: t('cases.confirmed'), width: 150, cell: (row) => <DateTime at={row.confirmed_at} />, copy: (row) => row.confirmed_at },
      { id: 'until', header: t('cases.until'), width: 150, cell: (row) => <DateTime at={row.appeal_until} />, copy: (row) => row.appeal_until },
      { id: 'appeal', header: t('cases.appeal'), width: 120, cell: (row) => <Chip tone={TONES[appealOf(row)]}>{t(`cases.${appealOf(row)}`)}</Chip>, copy: (row) => t(`cases.${appealOf(row)}`) },
      {
        id: 'actions',
        header: t('cases.actions'),
        width: 210,
        always: true,
        pinned: 'end',
        cell: (row) => (
          <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
            {row.appeal === null && Date.parse(row.appeal_until) > now && can('orders.fake_order_appeals.lodge') && (
              <Button size="small" onClick={() => setAppealing(row)}>
                {t('cases.lodge')}
              </Button>
            )}
            {row.appeal?.state === 'lodged' && can('orders.fake_order_appeals.decide') && (
              <>
                <Button size="small" onClick={() => setDeciding({ row, uphold: true })}>
                  {t('cases.uphold')}
                </Button>
                <Button size="small" onClick={() => setDeciding({ row, uphold: false })}>
                  {t('cases.refuse')}
                </Button>
              </>
            )}
          </span>
        ),
      },
    ],
    [t, can, shopName, now],
  )
  return (
    <Page title={t('cases.title')} lead={t('cases.lead')} width="full">
      <DataGrid id="fake-order-cases" label={t('cases.title')} columns={columns} source={source} rowId={rowId} empty={<EmptyState title={t('cases.empty')} />} />
      {appealing && <Appeal row={appealing} onClose={() => setAppealing(null)} />}
      <ConfirmAction
        open={deciding !== null}
        title={t('cases.decideTitle')}
        verb={t(deciding?.uphold ? 'cases.uphold' : 'cases.refuse')}
        reason="required"
        onConfirm={async (comment) => {
          if (deciding) await decide.mutateAsync({ ...deciding, comment })
          toast.success(t('cases.decided'))
        }}
        onClose={() => setDeciding(null)}
      >
        <p>{deciding?.row.appeal?.text}</p>
        <ul>
          {deciding?.row.appeal?.evidence.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        {deciding?.uphold && <p>{t('cases.upholdText')}</p>}
      </ConfirmAction>
    </Page>
  )
}

interface Values {
  text: string | null
  evidence: string | null
}

function Appeal({ row, onClose }: { row: FakeOrderCaseOut; onClose: () => void }) {
  const t = texts.use()
  const appeal = useAppeal()
  const fields: FormField<Values>[] = [
    { kind: 'textarea', name: 'text', label: t('cases.text'), required: true, rows: 4, maxLength: 2000 },
    { kind: 'textarea', name: 'evidence', label: t('cases.evidence'), help: t('cases.evidenceHelp'), required: true, rows: 4 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('cases.lodge')}
      verb={t('cases.lodge')}
      fields={fields}
      initial={{}}
      onSubmit={async (values) => {
        const evidence = (values.evidence ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '')
        await appeal.mutateAsync({ id: row.id, text: values.text ?? '', evidence })
        toast.success(t('cases.sent'))
      }}
      onClose={onClose}
    />
  )
}
