import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Ago, Button, Card, Chip, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { draftPage, draftsKey, useBegin } from './queries'
import { texts } from './texts'

/** The newest drafts, and the way to a new one. */
export function DraftsCard({ edits }: { edits: boolean }) {
  const t = texts.use()
  const navigate = useNavigate()
  const begin = useBegin()
  const query = useQuery({ queryKey: draftsKey, queryFn: ({ signal }) => draftPage(undefined, signal) })
  const [asking, setAsking] = useState(false)
  return (
    <Card
      title={t('drafts.title')}
      extra={
        edits && (
          <Button size="small" kind="primary" icon={AddIcon} onClick={() => setAsking(true)}>
            {t('drafts.begin')}
          </Button>
        )
      }
    >
      <div className="dz-stack">
        <p className="dz-soft">{t('drafts.lead')}</p>
        <Loaded query={query} lines={2}>
          {(page) =>
            page.data.length === 0 ? (
              <p>{t('drafts.none')}</p>
            ) : (
              <ul className="review-rules">
                {page.data.map((draft) => (
                  <li key={draft.id}>
                    <Link className="dz-grow" to="/review-drafts/$id" params={{ id: draft.id }}>
                      {draft.name}
                    </Link>
                    <span className="dz-row">
                      <Chip tone={draft.published_version === null ? 'info' : 'neutral'}>{draft.published_version === null ? t('drafts.open') : t('drafts.published', { version: draft.published_version })}</Chip>
                      <span className="dz-soft">
                        {t('drafts.updated', { name: draft.updated_by })} <Ago at={draft.updated_at} />
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
      {asking && (
        <FormModal<{ name: string }>
          open
          title={t('drafts.begin')}
          verb={t('drafts.begin')}
          lead={t('drafts.beginHelp')}
          fields={[{ kind: 'text', name: 'name', label: t('drafts.name'), required: true, maxLength: 100 }]}
          onSubmit={async ({ name }) => {
            const draft = await begin.mutateAsync(name)
            toast.success(t('drafts.saved'))
            void navigate({ to: '/review-drafts/$id', params: { id: draft.id } })
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  )
}
