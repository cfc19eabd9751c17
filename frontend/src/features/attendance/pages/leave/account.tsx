import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Button, Dialog, EmptyState, Facts, Loaded, Tabs } from '@/shared/ui'
import { ClockIcon } from '@/shared/ui/icons'
import { texts } from './accounts-texts'
import type { Entry } from './accounts-values'
import { Booking } from './booking'
import { balancesOfQuery, type LeaveAccount, type LeaveBalance, ledgerQuery } from './queries'
import { whoText } from './who'

const MOVES = ['grant', 'use', 'return', 'expire', 'correct'] as const

interface AccountProps {
  employee: string
  kind: string | undefined
  /** The row that was opened; a link from elsewhere has none, and the numbers speak alone. */
  known: LeaveAccount | undefined
  keeps: boolean
  onKind: (kind: string) => void
  onClose: () => void
}

/** Somebody's balances, and every line behind the one that is chosen. */
export function AccountDialog({ employee, kind, known, keeps, onKind, onClose }: AccountProps) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const balances = useQuery(balancesOfQuery(employee))
  const [booking, setBooking] = useState<Entry | null>(null)
  const person = { employee_id: employee, name: known?.name ?? '', number: known?.number ?? '' }
  const unit = known && (zh ? known.unit_zh : known.unit_en)
  return (
    <Dialog
      open
      title={known ? `${whoText(person)}${unit ? ` · ${unit}` : ''}` : t('ledger')}
      width={820}
      onClose={onClose}
    >
      <Loaded query={balances} lines={6}>
        {(rows) => {
          const chosen = rows.find((row) => row.kind === kind) ?? rows[0]
          return chosen ? (
            <div className="dz-stack">
              <Tabs label={t('ledger')} value={chosen.kind} onChange={onKind} tabs={rows.map((row) => ({ id: row.kind, label: zh ? row.name_zh : row.name_en }))} />
              <Balance balance={chosen} />
              {keeps && (
                <div className="dz-row" style={{ flexWrap: 'wrap' }}>
                  {(['grant', 'add', 'take'] as const).map((entry) => (
                    <Button key={entry} size="small" kind={entry === 'grant' ? 'primary' : 'default'} onClick={() => setBooking(entry)}>
                      {t(`entries.${entry}`)}
                    </Button>
                  ))}
                </div>
              )}
              <Ledger employee={employee} balance={chosen} />
              {booking && <Booking entry={booking} people={[person]} kind={chosen.kind} onClose={() => setBooking(null)} />}
            </div>
          ) : (
            <EmptyState icon={ClockIcon} title={t('noKinds')} />
          )
        }}
      </Loaded>
    </Dialog>
  )
}

function Balance({ balance }: { balance: LeaveBalance }) {
  const t = texts.use()
  const unit = t(`units.${balance.unit === 'hour' ? 'hour' : 'half_day'}`)
  return (
    <Facts
      items={[
        [t('available'), `${balance.available} ${unit}`],
        [t('balance'), `${balance.balance} ${unit}`],
        [t('waiting'), `${balance.held} ${unit}`],
        [t('ends'), balance.ends.map((end) => `${end.on}: ${end.amount}`).join(' · ') || '–'],
      ]}
    />
  )
}

function Ledger({ employee, balance }: { employee: string; balance: LeaveBalance }) {
  const t = texts.use()
  const ledger = useQuery(ledgerQuery(employee, balance.kind))
  return (
    <Loaded query={ledger} lines={4}>
      {(found) =>
        found.data.length === 0 ? (
          <p className="dz-soft">{t('noLines')}</p>
        ) : (
          /* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */
          <div className="dz-table-wrap" style={{ maxHeight: '45vh', overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('ledger')}>
            <table className="dz-table">
              <thead>
                <tr>
                  <th scope="col">{t('day')}</th>
                  <th scope="col">{t('entry')}</th>
                  <th scope="col" className="dz-num">
                    {t('amount')}
                  </th>
                  <th scope="col" className="dz-num">
                    {t('after')}
                  </th>
                  <th scope="col">{t('expires')}</th>
                  <th scope="col">{t('document')}</th>
                  <th scope="col">{t('reason')}</th>
                </tr>
              </thead>
              <tbody>
                {found.data.toReversed().map((line) => (
                  <tr key={`${line.at} ${line.move} ${line.balance} ${line.document}`}>
                    <td style={{ whiteSpace: 'nowrap' }}>{line.on}</td>
                    <td style={{ whiteSpace: 'nowrap' }}>{t(`moves.${MOVES.find((move) => move === line.move) ?? 'correct'}`)}</td>
                    <td className="dz-num">{line.amount}</td>
                    <td className="dz-num">{line.balance}</td>
                    <td style={{ whiteSpace: 'nowrap' }}>{line.expires_on ?? '–'}</td>
                    <td className="dz-mono">{line.document || '–'}</td>
                    <td>{line.reason || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Loaded>
  )
}
