import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Columns, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { useNames } from './names'
import { type Preset, presetsQuery, useApplyPreset } from './queries'
import { texts } from '../../organisation-texts'

/** The three ready-made organisations, for a house that has none yet. */
export function Presets() {
  const t = texts.use()
  const names = useNames()
  const can = useCan()
  const presets = useQuery(presetsQuery)
  const apply = useApplyPreset()
  const [chosen, setChosen] = useState<Preset | null>(null)
  return (
    <>
      <Loaded query={presets}>
        {(list) => (
          <Columns min={280}>
            {list.map((preset) => (
              <Card
                key={preset.code}
                title={names.title(preset)}
                extra={
                  can('people.organisation.change') && (
                    <Button kind="primary" size="small" aria-label={`${t('chart.preset')}: ${names.title(preset)}`} onClick={() => setChosen(preset)}>
                      {t('chart.preset')}
                    </Button>
                  )
                }
              >
                <ul className="org-preset">
                  {preset.units.map((unit) => (
                    <li key={unit.code}>
                      <strong>{names.name(unit)}</strong>
                      <span className="dz-soft"> {unit.positions.map(names.title).join(' · ')}</span>
                    </li>
                  ))}
                </ul>
              </Card>
            ))}
          </Columns>
        )}
      </Loaded>
      {chosen && (
        <FormModal<{ valid_from: string }>
          open
          title={t('chart.presetTitle', { name: names.title(chosen) })}
          lead={t('chart.presetText')}
          verb={t('chart.preset')}
          initial={{ valid_from: companyDay() }}
          fields={[{ kind: 'date', name: 'valid_from', label: t('effective'), required: true, help: t('chart.fromHelp') }]}
          onSubmit={async ({ valid_from }) => {
            await apply.mutateAsync({ code: chosen.code, valid_from })
            toast.success(t('chart.presetDone'))
          }}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  )
}
