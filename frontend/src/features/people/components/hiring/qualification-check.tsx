import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, ConfirmAction, DateTime } from '@/shared/ui'
import { type CandidateFile, useGoOn } from './queries'
import { texts } from '../../hiring-texts'

/** What the description asks beside what the candidate has, point by point (rule ORG-4). */
export function QualificationCheck({ candidate }: { candidate: CandidateFile }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const can = useCan()
  const goOn = useGoOn()
  const [asking, setAsking] = useState(false)
  const found = candidate.qualifications
  const left = found.points.filter((point) => !point.met && !point.excused)
  const may = left.length > 0 && ['applied', 'interview'].includes(candidate.stage) && can('people.candidates.keep')
  return (
    <Card
      title={t('check.title')}
      extra={
        may && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('check.goOn')}
          </Button>
        )
      }
    >
      {found.description_number === null ? (
        <p className="dz-soft">{t('check.none')}</p>
      ) : (
        <div className="dz-stack">
          <p className="dz-soft">{t('check.lead', { number: found.description_number })}</p>
          <div className="dz-table-wrap">
            <table className="dz-table">
              <thead>
                <tr>
                  <th scope="col">{t('check.wanted')}</th>
                  <th scope="col">{t('check.has')}</th>
                  <th scope="col">{t('check.result')}</th>
                </tr>
              </thead>
              <tbody>
                {found.points.map((point) => (
                  <tr key={point.key}>
                    <td>{zh ? point.zh : point.en}</td>
                    <td>{zh ? point.has_zh : point.has_en}</td>
                    <td>{point.met ? <Chip tone="success">{t('check.met')}</Chip> : <Chip tone={point.excused ? 'warning' : 'danger'}>{t(point.excused ? 'check.excused' : 'check.unmet')}</Chip>}</td>
                  </tr>
                ))}
                {found.other.map((line) => (
                  <tr key={line}>
                    <td>{line}</td>
                    <td colSpan={2} className="dz-soft">
                      {t('check.other')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {(found.age_from !== null || found.age_to !== null) && <p className="dz-soft">{t('check.age', { from: found.age_from ?? '', to: found.age_to ?? '' })}</p>}
          {candidate.went_on && (
            <p>
              {t('check.wentOn', { by: candidate.went_on.by, reason: candidate.went_on.reason })} · <DateTime at={candidate.went_on.at} />
            </p>
          )}
        </div>
      )}
      <ConfirmAction open={asking} title={t('check.goOn')} verb={t('check.goOn')} reason="required" onConfirm={(reason) => goOn.mutateAsync({ id: candidate.id, version: candidate.version, reason })} onClose={() => setAsking(false)}>
        <p>{t('check.goOnText')}</p>
        <ul>
          {left.map((point) => (
            <li key={point.key}>{zh ? point.zh : point.en}</li>
          ))}
        </ul>
      </ConfirmAction>
    </Card>
  )
}
