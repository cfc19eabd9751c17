import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { pageName } from '@/shared/lib/page-names'
import { Card, Chip, Columns, Facts } from '@/shared/ui'
import { rolesQuery } from '../../queries'
import { PermissionChip } from '../permission'
import { usePositionChoices } from './choices'
import { useNames } from './names'
import type { DescriptionText } from './queries'
import { texts } from '../../organisation-texts'
import './organisation.css'

type Duty = DescriptionText['duties'][number]

interface ViewProps {
  text: DescriptionText
  below: readonly { title_zh: string; title_en: string }[]
  /** What stands beside a part's title: the editor's buttons. */
  extra?: Partial<Record<'basics' | 'duties' | 'indicators' | 'qualifications', ReactNode>>
  ofDuty?: (at: number) => ReactNode
  ofIndicator?: (at: number) => ReactNode
}

const NO_BUTTONS: NonNullable<ViewProps['extra']> = {}

/** All parts of 岗位说明书, as they stand on paper. */
export function DescriptionView({ text, below, extra = NO_BUTTONS, ofDuty, ofIndicator }: ViewProps) {
  const t = texts.use()
  const names = useNames()
  const positions = usePositionChoices()
  const superior = text.superior_id ? (positions.find((one) => one.value === text.superior_id)?.label ?? text.superior_id) : null
  return (
    <>
      <Columns>
        <Card title={t('description.basics')} extra={extra.basics}>
          <Facts
            items={[
              [t('positions.name'), names.title(text)],
              [t('positions.grade'), text.grade || null],
              [t('positions.superior'), superior],
              [t('positions.below'), below.map(names.title).join('、') || null],
              [t('positions.group'), t(`positions.groups.${text.attendance_group}`)],
              [t('description.roles'), <RoleNames key="roles" ids={text.role_ids} />],
              [t('description.summary'), text.summary || null],
            ]}
          />
        </Card>
        <Card title={t('description.qualifications')} extra={extra.qualifications}>
          <Asked asked={text.qualifications} />
        </Card>
      </Columns>
      <Card title={t('description.duties')} extra={extra.duties}>
        <ol className="org-lines">
          {text.duties.map((duty, at) => (
            <li key={duty.text} className="org-line">
              <span className="dz-num">{at + 1}.</span>
              <div className="dz-grow">
                <div>{duty.text}</div>
                <Carriers duty={duty} />
              </div>
              {ofDuty?.(at)}
            </li>
          ))}
        </ol>
      </Card>
      <Card title={t('description.indicators')} extra={extra.indicators}>
        <ul className="org-lines">
          {text.indicators.map((one, at) => (
            <li key={one.name} className="org-line">
              <div className="dz-grow">
                <strong>{one.name}</strong>
                <div className="dz-soft">{[one.measure, one.target].filter(Boolean).join(' · ')}</div>
              </div>
              {ofIndicator?.(at)}
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

function Asked({ asked }: { asked: DescriptionText['qualifications'] }) {
  const t = texts.use()
  const age = asked.age_from === null && asked.age_to === null ? null : `${asked.age_from ?? ''}–${asked.age_to ?? ''}`
  return (
    <Facts
      items={[
        [t('description.education'), t(`description.educations.${asked.education}`)],
        [t('description.majors'), asked.majors.join('、') || null],
        [t('description.experience'), asked.experience.map((one) => t('description.years', { years: one.years, subject: one.subject })).join('；') || null],
        [t('description.certificates'), asked.certificates.join('、') || null],
        [t('description.abilities'), asked.abilities.join('；') || null],
        [t('description.other'), asked.other.join('；') || null],
        [t('description.age'), age && `${age} (${t('description.ageHelp')})`],
      ]}
    />
  )
}

/** What carries a duty, or that nothing does (rule ORG-11). */
export function Carriers({ duty }: { duty: Pick<Duty, 'permissions' | 'pages' | 'indicators'> }) {
  const t = texts.use()
  const language = useLanguage()
  const named = [...duty.pages.map((path) => ({ at: path, name: pageName(path, language) })), ...duty.indicators.map((name) => ({ at: name, name }))]
  if (duty.permissions.length + named.length === 0) return <span className="dz-soft">{t('description.carriedByNothing')}</span>
  return (
    <span className="dz-row" style={{ gap: 4 }}>
      {duty.permissions.map((code) => (
        <PermissionChip key={code} code={code} />
      ))}
      {named.map(({ at, name }) => (
        <Chip key={at} dot={false} title={at} tone={at.startsWith('/') ? 'info' : 'special'}>
          {name}
        </Chip>
      ))}
    </span>
  )
}

function RoleNames({ ids }: { ids: readonly string[] }) {
  const t = texts.use()
  const names = useNames()
  const roles = useQuery({ ...rolesQuery, enabled: useCan()('people.roles.read') }).data ?? []
  if (ids.length === 0) return t('none')
  const known = roles.filter((role) => ids.includes(role.id)).map(names.name)
  return known.length > 0 ? known.join('、') : String(ids.length)
}
