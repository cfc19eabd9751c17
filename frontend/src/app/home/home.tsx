import { Link } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { useAccount, useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import type { HomePiece } from '@/shared/lib/feature'
import { COMPANY_TIME_ZONE, formatTime } from '@/shared/lib/time'
import { Page, Skeleton } from '@/shared/ui'
import { features } from '../features'
import { texts } from '../texts'
import './home.css'

function greeting(now: Date): 'morning' | 'noon' | 'afternoon' | 'evening' {
  const hour = Number(formatTime(now, 'clock').slice(0, 2))
  if (hour < 11) return 'morning'
  if (hour < 14) return 'noon'
  return hour < 18 ? 'afternoon' : 'evening'
}

/** A desk that stays open over night shows the day it is. */
function useMinute(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A desk, not a poster: what waits for this person first, then figures, then charts. Each feature brings its pieces. */
export function Home() {
  const t = texts.use()
  const language = useLanguage()
  const account = useAccount()
  const now = useMinute()
  const can = useCan()
  const pieces = features.flatMap((feature) => feature.home ?? []).filter((piece) => !piece.permission || can(piece.permission))
  const at = (place: HomePiece['place']) => pieces.filter((piece) => piece.place === place)
  const shortcuts = features.flatMap((feature) => feature.nav).filter((entry) => !entry.permission || can(entry.permission))
  const today = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: COMPANY_TIME_ZONE }).format(now)
  return (
    <Page title={t(`home.${greeting(now)}`, { name: account.name })} lead={today}>
      <Place title={t('home.todos')} pieces={at('todo')} className="home-todos" />
      <Place title={t('home.figures')} pieces={at('figure')} className="home-figures" />
      <Place title={t('home.charts')} pieces={at('chart')} className="home-charts" />
      {shortcuts.length > 0 && (
        <section className="dz-stack" style={{ gap: 8 }}>
          <h2>{t('home.shortcuts')}</h2>
          <div className="home-shortcuts">
            {shortcuts.map((entry) => (
              <Link key={entry.to} to={entry.to as '/'} className="home-shortcut">
                <entry.icon size={20} aria-hidden="true" />
                {entry.name[language]}
              </Link>
            ))}
          </div>
        </section>
      )}
    </Page>
  )
}

function Place({ title, pieces, className }: { title: string; pieces: readonly HomePiece[]; className: string }) {
  if (pieces.length === 0) return null
  return (
    <section className="dz-stack home-place" style={{ gap: 8 }}>
      <h2>{title}</h2>
      <div className={className}>
        {pieces.map((piece) => (
          <Suspense key={piece.id} fallback={<Skeleton />}>
            <piece.component />
          </Suspense>
        ))}
      </div>
    </section>
  )
}
