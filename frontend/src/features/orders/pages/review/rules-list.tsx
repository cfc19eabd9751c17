import { useLanguage } from '@/shared/i18n'
import { Chip, IconButton } from '@/shared/ui'
import { ArrowDownIcon, ArrowUpIcon, EditIcon, RemoveIcon } from '@/shared/ui/icons'
import { useShops } from '../../components/shops'
import type { Rule } from './queries'
import { nameOf, sentence } from './rule-words'
import { texts } from './texts'
import './review.css'

interface ListProps {
  rules: readonly Rule[]
  /** Left out: they are only shown. */
  edit?: { onMove: (place: number, step: 1 | -1) => void; onChange: (place: number) => void; onRemove: (place: number) => void; busy: boolean }
}

export function RulesList({ rules, edit }: ListProps) {
  const t = texts.use()
  const language = useLanguage()
  const { nameOf: shopName } = useShops()
  if (rules.length === 0) return <p className="dz-soft">{t('rule.none')}</p>
  return (
    <ol className="review-rules">
      {rules.map((rule, place) => {
        const name = nameOf(rule, language)
        return (
          <li key={rule.code}>
            <div className="dz-grow">
              <span className="dz-row" style={{ gap: 6 }}>
                <strong>{name}</strong>
                <Chip tone={rule.does === 'hold' ? 'warning' : 'success'} dot={false} title={rule.code}>
                  {t(rule.does === 'hold' ? 'rule.holds' : 'rule.passes')}
                </Chip>
                {rule.firm && <Chip dot={false}>{t('rule.firm')}</Chip>}
              </span>
              <span>{sentence(rule, t, language, shopName)}</span>
            </div>
            {edit && (
              <span className="dz-row" style={{ gap: 2, flexWrap: 'nowrap' }}>
                <IconButton size="small" icon={ArrowUpIcon} label={t('edit.up', { name })} disabled={edit.busy || place === 0} onClick={() => edit.onMove(place, -1)} />
                <IconButton size="small" icon={ArrowDownIcon} label={t('edit.down', { name })} disabled={edit.busy || place === rules.length - 1} onClick={() => edit.onMove(place, 1)} />
                <IconButton size="small" icon={EditIcon} label={t('edit.change', { name })} disabled={edit.busy} onClick={() => edit.onChange(place)} />
                <IconButton size="small" icon={RemoveIcon} label={t('edit.remove', { name })} disabled={edit.busy} onClick={() => edit.onRemove(place)} />
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
