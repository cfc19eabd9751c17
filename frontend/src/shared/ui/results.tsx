import { type ReactNode, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { Button } from './button'
import { Chip } from './chip'
import { Dialog } from './dialog'

export interface OneResult {
  id: string
  /** Its number; null where it is not there for the asker. */
  number?: string | null
  /** In place of a number. */
  name?: ReactNode
  refusal: { rule?: string | null; detail: string } | null
  /** What is said of one that was not refused, where "done" is not all. */
  said?: ReactNode
}

export interface ResultsProps {
  /** What the numbers or names are of. */
  of: string
  results: readonly OneResult[]
  onClose: () => void
}

/** What became of each of many, refusals first. */
export function Results({ of, results, onClose }: ResultsProps) {
  const t = common.use()
  const [onlyRefused, setOnlyRefused] = useState(false)
  const refused = results.filter((one) => one.refusal !== null)
  const done = results.filter((one) => one.refusal === null)
  return (
    <Dialog
      open
      title={t('results.title')}
      width={720}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose} data-focus>
          {t('results.close')}
        </Button>
      }
    >
      <div className="dz-stack">
        <div className="dz-row">
          {done.length > 0 ? <Chip tone="success">{t('results.done', { count: done.length })}</Chip> : <Chip>{t('results.none')}</Chip>}
          {refused.length > 0 && <Chip tone="danger">{t('results.refused', { count: refused.length })}</Chip>}
          <span className="dz-grow" />
          {done.length > 0 && refused.length > 0 && (
            <Button size="small" aria-pressed={onlyRefused} onClick={() => setOnlyRefused(!onlyRefused)}>
              {t(onlyRefused ? 'results.all' : 'results.only')}
            </Button>
          )}
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
        <div className="dz-table-wrap" style={{ maxHeight: '50vh', overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('results.title')}>
          <table className="dz-table">
            <thead>
              <tr>
                <th scope="col">{of}</th>
                <th scope="col">{t('results.what')}</th>
              </tr>
            </thead>
            <tbody>
              {[...refused, ...(onlyRefused ? [] : done)].map((one) => (
                <tr key={one.id}>
                  <td>{one.name ?? <span className="dz-mono">{one.number ?? one.id}</span>}</td>
                  <td>
                    {one.refusal ? (
                      <span>
                        {one.refusal.rule && <span className="dz-rule">{one.refusal.rule}</span>} {one.refusal.detail}
                      </span>
                    ) : (
                      (one.said ?? <Chip tone="success">{t('results.ok')}</Chip>)
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Dialog>
  )
}
