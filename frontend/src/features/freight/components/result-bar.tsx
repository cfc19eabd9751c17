import { Link } from '@tanstack/react-router'
import { Card, Chip, Count } from '@/shared/ui'
import type { FreightBillOut, ResultSum } from '../queries'
import { RESULTS } from '../queries'
import { texts } from '../texts'
import './result-bar.css'
import { toneOf, useResult, Yuan } from './words'

/** What comparing found, as one bar of what was billed and a table of the same sums; each opens its lines. */
export function ResultSums({ bill, results }: { bill: FreightBillOut['bill']; results: readonly ResultSum[] }) {
  const t = texts.use()
  const name = useResult()
  const shown = results.toSorted((a, b) => order(a.result) - order(b.result))
  return (
    <Card title={t('sums.title')} flush>
      <div style={{ padding: 16 }}>
        {/* The table below says the same in words. */}
        <div className="freight-bar" aria-hidden="true">
          {shown.map((one) => (
            <span key={one.result} data-tone={toneOf(one.result)} style={{ flexGrow: Math.max(0, Number(one.billed)) }} title={`${name(one.result)} ${one.billed}`} />
          ))}
        </div>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('sums.title')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t('line.result')}</th>
              {(['lines', 'billed', 'expected', 'payable', 'disputed'] as const).map((column) => (
                <th key={column} scope="col" className="dz-num">
                  {t(`sums.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.result}>
                <td>
                  <Link to="/freight-bills/$number" params={{ number: bill.number }} search={{ result: one.result as (typeof RESULTS)[number] }}>
                    <Chip tone={toneOf(one.result)}>{name(one.result)}</Chip>
                  </Link>
                </td>
                <td className="dz-num">
                  <Count value={one.lines} />
                </td>
                <td className="dz-num">
                  <Yuan value={one.billed} />
                </td>
                <td className="dz-num">
                  <Yuan value={one.expected} />
                </td>
                <td className="dz-num">
                  <Yuan value={one.payable} />
                </td>
                <td className="dz-num">
                  <Yuan value={one.disputed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

const order = (result: string) => RESULTS.findIndex((one) => one === result)
