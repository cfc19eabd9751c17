import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button, ConfirmAction, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { type CustomerProposalOut, type CustomerRow, proposalKeys, proposalPage, useConfirm, useRefuse, useShops } from '../queries'
import { texts } from '../texts'

const rowId = (row: CustomerProposalOut) => row.id

interface Asking {
  verb: 'confirm' | 'refuse'
  id: string
}

function Side({ customer }: { customer: CustomerRow }) {
  const t = texts.use()
  const { nameOf } = useShops()
  return (
    <>
      <Link to="/customers/$id" params={{ id: customer.id }}>
        {customer.name || t('nameless')} <span className="dz-mono">{customer.phone}</span>
      </Link>{' '}
      <span className="dz-soft">
        {t('ordersCounted', { count: customer.orders })} · {customer.shops.map(nameOf).join(', ')}
      </span>
    </>
  )
}

export function CustomerProposals() {
  const t = texts.use()
  const source = useCursorList({ queryKey: proposalKeys.list(), page: proposalPage })
  const confirm = useConfirm()
  const refuse = useRefuse()
  const [asking, setAsking] = useState<Asking | null>(null)
  const columns = useMemo<GridColumn<CustomerProposalOut>[]>(
    () => [
      { id: 'one', header: t('proposals.older'), width: 300, grow: true, always: true, cell: (row) => <Side customer={row.one} />, copy: (row) => `${row.one.name} ${row.one.phone}` },
      { id: 'other', header: t('proposals.newer'), width: 300, grow: true, always: true, cell: (row) => <Side customer={row.other} />, copy: (row) => `${row.other.name} ${row.other.phone}` },
      { id: 'region', header: t('region'), width: 140, cell: (row) => row.one.region, copy: (row) => row.one.region },
      { id: 'made', header: t('proposals.since'), width: 146, cell: (row) => <DateTime at={row.made_at} />, copy: (row) => row.made_at },
      {
        id: 'decide',
        header: t('proposals.decide'),
        width: 210,
        always: true,
        pinned: 'end',
        cell: (row) => (
          <>
            <Button size="small" kind="primary" onClick={() => setAsking({ verb: 'confirm', id: row.id })}>
              {t('proposals.confirm')}
            </Button>{' '}
            <Button size="small" onClick={() => setAsking({ verb: 'refuse', id: row.id })}>
              {t('proposals.refuse')}
            </Button>
          </>
        ),
      },
    ],
    [t],
  )
  const yes = asking?.verb !== 'refuse'
  return (
    <Page title={t('proposals.title')} lead={t('proposals.lead')} width="full">
      <DataGrid
        id="customer-proposals"
        label={t('proposals.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => setAsking({ verb: 'confirm', id: row.id })}
        empty={
          <EmptyState icon={SuccessIcon} title={t('proposals.empty')}>
            {t('proposals.emptyAdvice')}
          </EmptyState>
        }
      />
      <ConfirmAction
        open={asking !== null}
        title={yes ? t('proposals.confirmTitle') : t('proposals.refuseTitle')}
        verb={yes ? t('proposals.confirm') : t('proposals.refuse')}
        reason="required"
        reasons={yes ? [t('merge.reasons.call'), t('merge.reasons.told')] : [t('proposals.reasons.family'), t('proposals.reasons.call')]}
        onConfirm={async (reason) => {
          if (!asking) return
          await (asking.verb === 'confirm' ? confirm : refuse).mutateAsync({ id: asking.id, reason })
          toast.success(asking.verb === 'confirm' ? t('merge.done') : t('proposals.remembered'))
        }}
        onClose={() => setAsking(null)}
      >
        {yes ? t('merge.text') : t('proposals.refuseText')}
      </ConfirmAction>
    </Page>
  )
}
