import { common } from '@/shared/i18n/basics'
import { Dialog } from './dialog'
import { Kbd } from './kbd'

/** What `?` shows: the keys of every page. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = common.use()
  const keys: [string[], string][] = [
    [['Ctrl', 'K'], t('keys.search')],
    [['?'], t('keys.help')],
    [['j', '↓'], t('keys.down')],
    [['k', '↑'], t('keys.up')],
    [['Enter', 'o'], t('keys.open')],
    [['x', 'Space'], t('keys.select')],
    [['Shift', 'x'], t('keys.range')],
    [['Ctrl', 'A'], t('keys.all')],
    [['Ctrl', 'C'], t('keys.copy')],
    [['/'], t('keys.filter')],
    [['Esc'], t('keys.leave')],
  ]
  return (
    <Dialog open={open} title={t('keys.title')} onClose={onClose}>
      <div className="dz-keys">
        {keys.map(([combination, what]) => (
          <div key={what} style={{ display: 'contents' }}>
            <span className="dz-row" style={{ gap: 4 }}>
              {combination.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </span>
            <span>{what}</span>
          </div>
        ))}
      </div>
    </Dialog>
  )
}
