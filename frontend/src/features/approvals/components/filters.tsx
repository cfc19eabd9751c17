import { useQuery } from '@tanstack/react-query'
import { type ApprovalSearch, kindsQuery, STATES, type State } from '../queries'
import { texts } from '../texts'
import { useWords } from './words'

interface FiltersProps {
  search: ApprovalSearch
  withState: boolean
  onChange: (search: ApprovalSearch) => void
}

/** By kind and, where it differs, by state. */
export function Filters({ search, withState, onChange }: FiltersProps) {
  const t = texts.use()
  const words = useWords()
  const kinds = new Map((useQuery(kindsQuery).data ?? []).map((one) => [one.kind, words.name(one)]))
  if (search.kind && !kinds.has(search.kind)) kinds.set(search.kind, search.kind)
  if (kinds.size === 0 && !withState) return null
  return (
    <div className="dz-row approvals-filters">
      {kinds.size > 0 && (
        <select className="dz-input" aria-label={t('inbox.kind')} value={search.kind ?? ''} onChange={(event) => onChange({ ...search, kind: event.target.value || undefined })}>
          <option value="">{t('inbox.anyKind')}</option>
          {[...kinds].map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      )}
      {withState && (
        <select className="dz-input" aria-label={t('inbox.state')} value={search.state ?? ''} onChange={(event) => onChange({ ...search, state: (event.target.value || undefined) as State | undefined })}>
          <option value="">{t('inbox.anyState')}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {t(`state.${state}`)}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}
