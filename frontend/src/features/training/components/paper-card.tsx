import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Card, Chip, ConfirmAction, Loaded, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { readPaper, writePaper } from '../paper-text'
import { type PaperOut, papersQuery, type TrainingPage, usePublishPaper, useWritePaper } from '../queries'
import { texts } from '../texts'

/** For whoever plans: versions of the test with the right answers. */
export function PaperCard({ training }: { training: TrainingPage }) {
  const t = texts.use()
  const query = useQuery(papersQuery(training.id))
  const publish = usePublishPaper()
  const [writing, setWriting] = useState(false)
  const [publishing, setPublishing] = useState<number | null>(null)
  const open = training.state !== 'closed'
  return (
    <Card
      title={t('paper.title')}
      extra={
        open && (
          <Button size="small" onClick={() => setWriting(true)}>
            {t(query.data?.[0]?.state === 'published' ? 'paper.next' : 'paper.write')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(papers) => (
          <>
            {papers.length === 0 && <p className="dz-soft">{t('paper.none')}</p>}
            {papers.map((paper) => (
              <div key={paper.number} className="dz-row">
                <span className="dz-grow">
                  {t('page.paperNo', { number: paper.number })} · {t('paper.count', { number: paper.questions.length, points: paper.questions.reduce((sum, one) => sum + one.points, 0) })} · {t('paper.passMark')} {paper.pass_mark}
                </span>
                {paper.state === 'draft' ? <Chip>{t('paper.draft')}</Chip> : null}
                {paper.state === 'draft' && open && (
                  <Button size="small" kind="primary" onClick={() => setPublishing(paper.number)}>
                    {t('paper.publish', { number: paper.number })}
                  </Button>
                )}
              </div>
            ))}
            {writing && <PaperForm training={training.id} last={papers[0]} onClose={() => setWriting(false)} />}
          </>
        )}
      </Loaded>
      <ConfirmAction
        open={publishing !== null}
        title={t('paper.publish', { number: publishing ?? 0 })}
        verb={t('paper.publish', { number: publishing ?? 0 })}
        onConfirm={async () => {
          await publish.mutateAsync({ id: training.id, number: publishing as number })
          toast.success(t('paper.published'))
        }}
        onClose={() => setPublishing(null)}
      >
        {t('paper.publishText')}
      </ConfirmAction>
    </Card>
  )
}

interface Values {
  pass_mark: number
  attempts: number
  minutes: number | null
  draw: number | null
  text: string
}

function PaperForm({ training, last, onClose }: { training: string; last: PaperOut | undefined; onClose: () => void }) {
  const t = texts.use()
  const write = useWritePaper()
  const check = (value: unknown) => {
    const slip = readPaper(String(value ?? '')).slips[0]
    return slip && t(`paper.slip.${slip.kind}`, { line: slip.line })
  }
  const fields: FormField<Values>[] = [
    { kind: 'textarea', name: 'text', label: t('paper.text'), help: t('paper.help'), rows: 14, required: true, check },
    { kind: 'number', name: 'pass_mark', label: t('paper.passMark'), min: 1, max: 100, required: true },
    { kind: 'number', name: 'attempts', label: t('paper.attempts'), min: 1, max: 100, required: true },
    { kind: 'number', name: 'minutes', label: t('paper.minutes'), min: 1, max: 600 },
    { kind: 'number', name: 'draw', label: t('paper.draw'), min: 1, max: 300 },
  ]
  return (
    <FormModal<Values>
      open
      width={720}
      title={t('paper.write')}
      verb={t('paper.save')}
      initial={last ? { pass_mark: last.pass_mark, attempts: last.attempts, minutes: last.minutes, draw: last.draw, text: writePaper(last.questions) } : { pass_mark: 60, attempts: 2 }}
      fields={fields}
      onSubmit={async ({ text, minutes, draw, ...rest }) => {
        await write.mutateAsync({ id: training, ...rest, minutes: minutes ?? null, draw: draw ?? null, questions: readPaper(text).questions })
        toast.success(t('paper.saved'))
      }}
      onClose={onClose}
    />
  )
}
