import { type FormEvent, useState } from 'react'
import { usePreference } from '@/shared/api'
import { common } from '@/shared/i18n/basics'
import { Button, IconButton } from '../button'
import { RemoveIcon, StarIcon } from '../icons'
import { Popover } from '../popover'

interface SavedView {
  name: string
  search: Record<string, unknown>
}

interface SavedViewsProps {
  /** Names the list of views in the account, usually the grid's id. */
  id: string
  /** The route's search parameters now. */
  search: Record<string, unknown>
  /** Replaces them: `navigate({search: view})`. */
  onPick: (search: Record<string, unknown>) => void
}

const same = (a: Record<string, unknown>, b: Record<string, unknown>) => stable(a) === stable(b)
const stable = (search: Record<string, unknown>) => JSON.stringify(Object.entries(search).filter(([, value]) => value !== undefined).toSorted(([a], [b]) => a.localeCompare(b)))

/** Filters and sorting under a name, kept in the account. */
export function SavedViews({ id, search, onPick }: SavedViewsProps) {
  const t = common.use()
  const { value: views, ready, save } = usePreference<SavedView[]>(`views.${id}`, [])
  const [name, setName] = useState('')
  const current = views.find((view) => same(view.search, search))

  const keep = (event: FormEvent) => {
    event.preventDefault()
    const trimmed = name.trim()
    if (!trimmed || !ready) return
    save([...views.filter((view) => view.name !== trimmed), { name: trimmed, search }])
    setName('')
  }
  return (
    <Popover trigger={{ kind: 'button', props: { icon: StarIcon, children: current?.name ?? t('filter.views') } }} label={t('filter.views')}>
      {(close) => (
        <div className="dz-stack" style={{ gap: 6, width: 300 }}>
          {ready && views.length === 0 && <p className="dz-soft">{t('filter.noViews')}</p>}
          {views.map((view) => (
            <div key={view.name} className="dz-row" style={{ flexWrap: 'nowrap', gap: 2 }}>
              <button
                type="button"
                className="dz-menu-item"
                aria-current={view === current}
                onClick={() => {
                  onPick(view.search)
                  close()
                }}
              >
                {view === current ? '✓ ' : ''}
                {view.name}
              </button>
              <IconButton size="small" icon={RemoveIcon} label={t('filter.removeView', { name: view.name })} onClick={() => save(views.filter((one) => one !== view))} />
            </div>
          ))}
          <div className="dz-menu-line" />
          <form className="dz-row" style={{ flexWrap: 'nowrap' }} onSubmit={keep}>
            <input className="dz-input" maxLength={40} aria-label={t('filter.viewName')} placeholder={t('filter.viewName')} value={name} onChange={(event) => setName(event.target.value)} />
            <Button type="submit" disabled={!ready || !name.trim()}>
              {t('save')}
            </Button>
          </form>
          {views.some((view) => view.name === name.trim()) && <p className="dz-soft">{t('filter.overwrite')}</p>}
        </div>
      )}
    </Popover>
  )
}
