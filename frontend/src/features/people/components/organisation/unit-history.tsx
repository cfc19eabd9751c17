import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import { Button, Chip, Dialog, Loaded, toast } from '@/shared/ui'
import { companyDay } from '@/shared/lib/time'
import { useUnits } from './choices'
import { useNames } from './names'
import { type Unit, unitHistoryQuery, type UnitPeriod, useWithdrawChange } from './queries'
import { texts } from '../../organisation-texts'

const TONES = { past: 'neutral', now: 'success', planned: 'info' } as const

/** Everything the unit was, is and is planned to be; what has not come yet can be withdrawn. */
export function UnitHistory({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = texts.use()
  const names = useNames()
  const can = useCan()
  const history = useQuery(unitHistoryQuery(unit.id))
  const withdraw = useWithdrawChange()
  const back = (day: string) =>
    withdraw.mutate({ id: unit.id, version: history.data?.version ?? unit.version, day }, { onSuccess: () => toast.success(t('chart.withdrawn')), onError: (error) => toast.error(error) })
  const last = history.data?.data.at(-1)
  const closes = last?.valid_until && last.valid_until > companyDay() ? last.valid_until : null
  return (
    <Dialog open title={t('chart.historyOf', { name: names.name(unit) })} onClose={onClose} width={620}>
      <Loaded query={history}>
        {({ data }) => (
          <ul className="org-history">
            {data.toReversed().map((period) => (
              <li key={period.valid_from}>
                <Period period={period} />
                {period.when === 'planned' && can('people.organisation.change') && (
                  <Button size="small" busy={withdraw.isPending} onClick={() => back(period.valid_from)}>
                    {t('chart.withdraw')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {closes && can('people.organisation.change') && (
        <Button busy={withdraw.isPending} onClick={() => back(closes)}>
          {t('chart.withdrawClose')}
        </Button>
      )}
    </Dialog>
  )
}

function Period({ period }: { period: UnitPeriod }) {
  const t = texts.use()
  const names = useNames()
  const above = useUnits(period.valid_from).find((one) => one.id === period.parent_id)
  const when = period.when as keyof typeof TONES
  return (
    <div className="dz-grow">
      <div className="dz-row">
        <Chip tone={TONES[when]}>{t(`chart.when.${when}`)}</Chip>
        <strong>{names.name(period)}</strong>
        <span className="dz-soft">{period.valid_until ? t('chart.until', { from: period.valid_from, until: period.valid_until }) : t('chart.since', { from: period.valid_from })}</span>
      </div>
      <div className="dz-soft">
        {t('chart.above')}: {above ? names.name(above) : t('none')} · {t('chart.head')}: {period.head?.name ?? t('none')} · {t('chart.deputy')}: {period.deputy?.name ?? t('none')}
      </div>
    </div>
  )
}
