import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Chip, ConfirmAction, EmptyState, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DescriptionEditor } from './description-editor'
import { emptyText } from './description-fields'
import { DescriptionView } from './description-view'
import { type Description, descriptionsQuery, openDescription, type PositionFile, useDeleteDraft, useDraftDescription, usePublish } from './queries'
import { texts } from '../../organisation-texts'

type State = 'isDraft' | 'inForce' | 'planned' | 'older'
const TONES = { isDraft: 'warning', inForce: 'success', planned: 'info', older: 'neutral' } as const

function stateOf(one: Description): State {
  if (one.state === 'draft') return 'isDraft'
  if (one.in_force) return 'inForce'
  return one.effective_from !== null && one.effective_from > companyDay() ? 'planned' : 'older'
}

/** One version: the draft with its editor, a published one as it stands for good. */
export function DescriptionTab({ position, number }: { position: PositionFile; number: number | undefined }) {
  const t = texts.use()
  const can = useCan()
  const versions = useQuery(descriptionsQuery(position.id))
  return (
    <Loaded query={versions}>
      {(list) => {
        const shown = list.find((one) => one.number === number) ?? list.find((one) => one.in_force) ?? list[0]
        const draft = list.find((one) => one.state === 'draft')
        if (!shown) return <EmptyState title={t('description.none')} action={can('people.positions.describe') && <NewDraft position={position.id} from={undefined} />} />
        return (
          <>
            <div className="dz-row">
              <strong>{t('description.version', { number: shown.number })}</strong>
              <StateChip one={shown} />
              {shown.effective_from && <span className="dz-soft">{t('description.from', { day: shown.effective_from })}</span>}
              <span className="dz-soft">{t('description.writtenBy', { name: shown.written_by })}</span>
              {shown.published_by && <span className="dz-soft">{t('description.publishedBy', { name: shown.published_by })}</span>}
              <Button size="small" onClick={() => void openDescription(position.id, shown.number)}>
                {t('description.print')}
              </Button>
              {shown.state === 'draft' ? <DraftTools position={position.id} draft={shown} /> : !draft && can('people.positions.describe') && <NewDraft position={position.id} from={shown} />}
            </div>
            {shown.state === 'draft' && can('people.positions.describe') ? <DescriptionEditor position={position.id} draft={shown} below={position.below} /> : <DescriptionView text={shown.text} below={position.below} />}
          </>
        )
      }}
    </Loaded>
  )
}

export function StateChip({ one }: { one: Description }) {
  const t = texts.use()
  const state = stateOf(one)
  return <Chip tone={TONES[state]}>{t(`description.${state}`)}</Chip>
}

function NewDraft({ position, from }: { position: string; from: Description | undefined }) {
  const t = texts.use()
  const draft = useDraftDescription()
  const start = () => draft.mutate({ id: position, text: from?.text ?? { ...emptyText, title_zh: '岗位', title_en: 'Position' } }, { onSuccess: () => toast.success(t('description.drafted')), onError: (error) => toast.error(error) })
  return (
    <Button size="small" busy={draft.isPending} onClick={start}>
      {t('description.newDraft')}
    </Button>
  )
}

function DraftTools({ position, draft }: { position: string; draft: Description }) {
  const t = texts.use()
  const can = useCan()
  const publish = usePublish()
  const remove = useDeleteDraft()
  const [asking, setAsking] = useState<'publish' | 'remove' | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      {can('people.positions.publish') && (
        <Button kind="primary" size="small" onClick={() => setAsking('publish')}>
          {t('description.publish')}
        </Button>
      )}
      {can('people.positions.describe') && (
        <Button kind="danger" size="small" onClick={() => setAsking('remove')}>
          {t('description.remove')}
        </Button>
      )}
      {asking === 'publish' && (
        <FormModal<{ effective_from: string }>
          open
          title={t('description.publishTitle', { number: draft.number })}
          lead={t('description.publishLead')}
          verb={t('description.publish')}
          initial={{ effective_from: companyDay() }}
          fields={[{ kind: 'date', name: 'effective_from', label: t('effective'), required: true }]}
          onSubmit={async ({ effective_from }) => {
            await publish.mutateAsync({ id: position, number: draft.number, version: draft.version, effective_from })
            toast.success(t('description.published'))
          }}
          onClose={close}
        />
      )}
      <ConfirmAction
        open={asking === 'remove'}
        title={t('description.removeTitle')}
        verb={t('description.remove')}
        danger
        onConfirm={async () => {
          await remove.mutateAsync({ id: position, number: draft.number, version: draft.version })
          toast.success(t('description.removed'))
        }}
        onClose={close}
      />
    </>
  )
}
