import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Banner, Button, Card, Chip, DateTime, Facts, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { type AccessPolicy, policyQuery, useSetPolicy } from './queries'
import { texts } from './texts'

interface RoleName {
  id: string
  name_zh: string
  name_en: string
}

interface Values {
  roles: string[]
  days: number
  reason: string
}

/** Who needs a second factor, and how long an extra role may last: a versioned policy (SYS-6). */
export function PolicyCard({ roles }: { roles: readonly RoleName[] }) {
  const t = texts.use()
  const can = useCan()
  const policy = useQuery(policyQuery)
  const set = useSetPolicy()
  const [changing, setChanging] = useState(false)
  const language = useLanguage()
  const name = (role: RoleName) => (language === 'zh-CN' ? role.name_zh : role.name_en)
  const now = newestInForce(policy.data)
  return (
    <Card
      title={t('policy.title')}
      extra={
        can('people.access_policy.set') && (
          <Button disabled={!now} onClick={() => setChanging(true)}>
            {t('policy.change')}
          </Button>
        )
      }
    >
      <Loaded query={policy}>
        {(versions) => (
          <div className="dz-stack">
            {now && (
              <>
                <p className="dz-soft">{t('policy.lead', { version: now.version, by: now.created_by, reason: now.reason })}</p>
                <Facts
                  items={[
                    [
                      t('policy.required'),
                      <span key="roles" className="dz-row" style={{ gap: 4 }}>
                        {now.second_factor_role_ids.length === 0 ? t('policy.noRoles') : roles.filter((role) => now.second_factor_role_ids.includes(role.id)).map((role) => <Chip key={role.id} dot={false}>{name(role)}</Chip>)}
                      </span>,
                    ],
                    [t('policy.longest'), `${now.longest_grant_days} ${t('policy.days')}`],
                  ]}
                />
              </>
            )}
            {versions.length > 1 && (
              <details>
                <summary>{t('policy.history')}</summary>
                <ul>
                  {versions.map((one) => (
                    <li key={one.version}>
                      {one.version} · <DateTime at={one.effective_from} /> · {one.created_by} · {one.reason}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        )}
      </Loaded>
      {changing && now && (
        <FormModal<Values>
          open
          title={t('policy.change')}
          verb={t('policy.verb')}
          lead={<Banner tone="warning">{t('policy.text')}</Banner>}
          initial={{ roles: now.second_factor_role_ids, days: now.longest_grant_days }}
          fields={[
            { kind: 'multi', name: 'roles', label: t('policy.required'), options: roles.map((role) => ({ value: role.id, label: name(role) })) },
            { kind: 'number', name: 'days', label: t('policy.longest'), required: true, min: 1, max: 3660, unit: t('policy.days') },
            { kind: 'textarea', name: 'reason', label: t('policy.why'), required: true, maxLength: 500 },
          ]}
          onSubmit={async (values) => {
            await set.mutateAsync({ second_factor_role_ids: values.roles, longest_grant_days: values.days, reason: values.reason })
            toast.success(t('policy.saved'))
          }}
          onClose={() => setChanging(false)}
        />
      )}
    </Card>
  )
}

function newestInForce(versions: readonly AccessPolicy[] | undefined): AccessPolicy | undefined {
  return versions?.find((one) => Date.parse(one.effective_from) <= Date.now())
}
