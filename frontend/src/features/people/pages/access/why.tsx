import { useLanguage } from '@/shared/i18n'
import { Chip } from '@/shared/ui'
import type { RightSource } from './queries'
import { reasonsOf, sentenceOf } from './sources'
import { texts } from './texts'

const TONES = { account: 'neutral', position: 'info', grant: 'warning' } as const

/** By what somebody has a role: one line a source. */
export function Why({ sources }: { sources: readonly RightSource[] }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  return (
    <ul className="dz-stack" style={{ gap: 4 }}>
      {reasonsOf(sources).map(({ source, alsoByAccount }) => {
        const kind = source.kind === 'position' || source.kind === 'grant' ? source.kind : 'account'
        const { key, values } = sentenceOf(source, chinese, t('rights.nobodyNamed'))
        return (
          <li key={`${source.kind} ${source.role_id} ${source.position_id ?? source.grant_id ?? ''}`} className="dz-row" style={{ gap: 6 }}>
            <Chip dot={false} tone={TONES[kind]}>
              {t(`kinds.${kind}`)}
            </Chip>
            {alsoByAccount && (
              <Chip dot={false} tone={TONES.account}>
                {t('kinds.account')}
              </Chip>
            )}
            <span>{t(key, values)}</span>
          </li>
        )
      })}
    </ul>
  )
}
