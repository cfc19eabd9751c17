import { IconButton } from '@/shared/ui'
import { BackIcon, ChevronRightIcon } from '@/shared/ui/icons'
import { monthAfter } from '../../components/months'
import { texts } from './texts'

export function MonthChoice({ month, onChange }: { month: string; onChange: (month: string) => void }) {
  const t = texts.use()
  return (
    <div className="dz-row" style={{ justifyContent: 'center' }}>
      <IconButton label={t('month.before')} icon={BackIcon} onClick={() => onChange(monthAfter(month, -1))} />
      <strong className="dz-mono">{month}</strong>
      <IconButton label={t('month.after')} icon={ChevronRightIcon} onClick={() => onChange(monthAfter(month, 1))} />
    </div>
  )
}
