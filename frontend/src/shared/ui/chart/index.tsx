import { lazy, Suspense, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { Button } from '../button'
import { Skeleton } from '../states'
import type { ChartProps } from './types'

export type { ChartProps, ChartSeries } from './types'

const Picture = lazy(() => import('./picture'))

/** A chart that is also a table; echarts is loaded when the first one is seen. */
export function Chart(props: ChartProps) {
  const t = common.use()
  const [asTable, setAsTable] = useState(false)
  const { categories, series, height = 260 } = props
  const nothing = categories.length === 0 || series.every((one) => one.values.every((value) => value === null))
  if (nothing) return <p className="dz-empty">{t('chart.empty')}</p>
  return (
    <div>
      <div style={{ display: 'flex', justifyContent: 'flex-end' }}>
        <Button kind="link" size="small" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.chart' : 'chart.table')}
        </Button>
      </div>
      {asTable ? (
        <ChartTable {...props} />
      ) : (
        <Suspense
          fallback={
            <div style={{ height }}>
              <Skeleton lines={6} />
            </div>
          }
        >
          <Picture {...props} />
        </Suspense>
      )}
    </div>
  )
}

function ChartTable({ title, categories, series, height = 260, format = String }: ChartProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
    <div className="dz-table-wrap" style={{ maxHeight: height, overflow: 'auto' }} tabIndex={0} role="region" aria-label={title}>
      <table className="dz-table">
        <caption className="dz-hidden">{title}</caption>
        <thead>
          <tr>
            <td />
            {series.map((one) => (
              <th key={one.name} scope="col" className="dz-num">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.map((category, row) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {series.map((one) => {
                const value = one.values[row]
                return (
                  <td key={one.name} className="dz-num" data-copy={value ?? ''}>
                    {value === null || value === undefined ? '–' : format(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
