import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, ConfirmAction, Facts, Loaded, Page, toast } from '@/shared/ui'
import { KindName, TrainingState } from '../components/chips'
import { PaperCard } from '../components/paper-card'
import { PeopleCard } from '../components/people-card'
import { SessionsCard } from '../components/sessions-card'
import { TrainingForm } from '../components/training-form'
import { ratingsQuery, trainingQuery, type TrainingPage, unitsQuery, useCloseTraining, useOpenTraining } from '../queries'
import { texts } from '../texts'

export function TrainingDetail() {
  const t = texts.use()
  const plans = useCan()('people.trainings.plan')
  const { id } = useParams({ from: '/shell/trainings/$id' })
  const query = useQuery(trainingQuery(id))
  const open = useOpenTraining()
  const close = useCloseTraining()
  const [closing, setClosing] = useState(false)
  const [changing, setChanging] = useState(false)
  const [now] = useState(() => Date.now())
  const training = query.data
  return (
    <Page
      title={training?.title ?? t('list.title')}
      mark={training && <TrainingState state={training.state} />}
      actions={
        plans &&
        training && (
          <>
            {training.state === 'draft' && (
              <Button kind="primary" busy={open.isPending} onClick={() => void open.mutateAsync(training).then(() => toast.success(t('page.opened')), toast.error)}>
                {t('page.open')}
              </Button>
            )}
            {training.state !== 'closed' && <Button onClick={() => setChanging(true)}>{t('form.change')}</Button>}
            {training.state !== 'closed' && <Button onClick={() => setClosing(true)}>{t('page.close')}</Button>}
          </>
        )
      }
    >
      <Loaded query={query}>
        {(found) => (
          <>
            <About training={found} />
            <SessionsCard training={found} now={now} />
            <PeopleCard training={found} now={now} />
            {plans && <PaperCard training={found} />}
            <Ratings id={id} />
          </>
        )}
      </Loaded>
      {changing && training && <TrainingForm training={training} onClose={() => setChanging(false)} />}
      <ConfirmAction
        open={closing}
        title={t('page.close')}
        verb={t('page.close')}
        danger
        onConfirm={async () => {
          await close.mutateAsync(training as TrainingPage)
          toast.success(t('page.closed'))
        }}
        onClose={() => setClosing(false)}
      >
        {t('page.closeText')}
      </ConfirmAction>
    </Page>
  )
}

function About({ training }: { training: TrainingPage }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const units = useQuery(unitsQuery).data ?? []
  const { audience } = training
  const nameOf = (id: string | null) => {
    const unit = units.find((one) => one.id === id)
    return id === null ? '–' : unit ? (zh ? unit.name_zh : unit.name_en) : '…'
  }
  const named = (audience.unit_ids ?? []).map(nameOf)
  const positions = audience.position_ids?.length ?? 0
  const whom = [...(audience.everyone ? [t('page.everyone')] : []), ...named, ...(positions > 0 ? [t('page.positions', { number: positions })] : []), ...(audience.new_hire_days ? [t('page.newHires', { days: audience.new_hire_days })] : []), ...(audience.outside ? [t('page.outside')] : [])]
  const certificate = training.certificate_months === null ? t('page.noCertificate') : training.certificate_months === 0 ? t('page.forever') : t('page.months', { months: training.certificate_months })
  return (
    <Card>
      <Facts
        items={[
          [t('list.code'), training.code],
          [t('list.kind'), <KindName key="kind" kind={training.kind} />],
          [t('page.goal'), training.goal || '–'],
          [t('form.unit'), nameOf(training.unit_id)],
          [t('page.audience'), whom.join(zh ? '、' : ', ')],
          [t('page.certificate'), certificate],
          [t('page.paper'), training.paper_number === null ? t('page.noPaper') : t('page.paperNo', { number: training.paper_number })],
          [t('page.by'), training.created_by],
        ]}
      />
    </Card>
  )
}

function Ratings({ id }: { id: string }) {
  const t = texts.use()
  const query = useQuery(ratingsQuery(id))
  return (
    <Card title={t('rating.title')}>
      <Loaded query={query} lines={2}>
        {(found) =>
          found.count === 0 ? (
            <p className="dz-soft">{t('rating.none')}</p>
          ) : (
            <>
              <Facts items={[[t('rating.title'), t('rating.count', { number: found.count })], [t('rating.content'), found.content], [t('rating.teaching'), found.teaching], [t('rating.usefulness'), found.usefulness]]} />
              <ul>
                {numbered(found.comments).map(([key, comment]) => (
                  <li key={key}>{comment}</li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Card>
  )
}

/** The same words may come twice. */
function numbered(comments: readonly string[]): [string, string][] {
  return comments.map((comment, index) => [`${index} ${comment}`, comment])
}
