import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { asApiError } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Banner, Card, Chip, Dialog, EmptyState, Facts, Loaded, Page, Skeleton, Stat, Stats } from '@/shared/ui'
import { FilterBar, type FilterField } from '@/shared/ui/grid'
import { ReviewIcon } from '@/shared/ui/icons'
import { features } from '../features'
import { policyVersionsQuery, rulebookQuery } from './queries'
import { counted, figuresOf, inForce, matching, numberOf, type Rule, type Rulebook, stateOf, STATES } from './rulebook'
import { texts } from './texts'

const TONES = { yes: 'success', partly: 'warning', no: 'neutral' } as const

/** The coverage page (SYS-6): each rule with its text, its figures in force, and whether the software carries it out. */
export function Rules() {
  const t = texts.use()
  const book = useQuery(rulebookQuery)
  return (
    <Page title={t('rules.title')} lead={t('rules.lead')} width="full">
      <Loaded query={book}>{(found) => <Book book={found} />}</Loaded>
    </Page>
  )
}

function useWords() {
  const chinese = useLanguage() === 'zh-CN'
  return {
    chinese,
    title: (one: { title_zh: string; title_en: string }) => (chinese ? one.title_zh : one.title_en),
    otherTitle: (one: { title_zh: string; title_en: string }) => (chinese ? one.title_en : one.title_zh),
  }
}

function Book({ book }: { book: Rulebook }) {
  const t = texts.use()
  const { title, otherTitle } = useWords()
  const search = useSearch({ from: '/shell/rules' })
  const navigate = useNavigate({ from: '/rules' })
  const shown = matching(book.rules, search)
  const sums = counted(book.rules)
  const open = book.rules.find((rule) => rule.number === search.rule)
  const fields: FilterField[] = [
    { kind: 'search', name: 'q', label: t('rules.search') },
    { kind: 'choice', name: 'area', label: t('rules.area'), options: book.areas.map((area) => ({ value: area.code, label: title(area) })) },
    { kind: 'choice', name: 'state', label: t('rules.state'), options: STATES.map((one) => ({ value: one, label: t(`rules.states.${one}`) })) },
  ]
  return (
    <div className="dz-stack">
      <Stats>
        {STATES.map((one) => (
          <Stat key={one} label={t(`rules.states.${one}`)} value={sums[one]} />
        ))}
      </Stats>
      <FilterBar fields={fields} value={search} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })} />
      {shown.length === 0 && <EmptyState icon={ReviewIcon} title={t('rules.empty')} />}
      {book.areas.map((area) => {
        const rules = shown.filter((rule) => rule.area === area.code)
        return (
          rules.length > 0 && (
            <Card key={area.code} flush title={`${area.code} ${title(area)}`}>
              <div className="dz-table-wrap">
                <table className="dz-table">
                  <thead>
                    <tr>
                      <th scope="col">{t('rules.number')}</th>
                      <th scope="col">{t('rules.what')}</th>
                      <th scope="col">{t('rules.state')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rules.map((rule) => (
                      <tr key={rule.number}>
                        <td>
                          <Link from="/rules" to="/rules" search={(old) => ({ ...old, rule: rule.number })} replace className="dz-mono">
                            {rule.number}
                          </Link>
                        </td>
                        <td>
                          {title(rule)} <span className="dz-soft">{otherTitle(rule)}</span>
                        </td>
                        <td>
                          <Chip tone={TONES[stateOf(rule)]}>{t(`rules.states.${stateOf(rule)}`)}</Chip>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Card>
          )
        )
      })}
      {open && <Opened rule={open} onClose={() => void navigate({ search: (old) => ({ ...old, rule: undefined }), replace: true })} />}
    </div>
  )
}

function Opened({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = texts.use()
  const { chinese, title, otherTitle } = useWords()
  const language = useLanguage()
  const nav = features.flatMap((feature) => feature.nav)
  const gap = chinese ? rule.gap_zh : rule.gap_en
  return (
    <Dialog open title={`${rule.number} ${title(rule)}`} width={760} onClose={onClose}>
      <div className="dz-stack">
        <div className="dz-row">
          <Chip tone={TONES[stateOf(rule)]}>{t(`rules.states.${stateOf(rule)}`)}</Chip>
        </div>
        <p>{chinese ? rule.text_zh : rule.text_en}</p>
        {gap && (
          <Banner tone="warning">
            {t('rules.gap')}: {gap}
          </Banner>
        )}
        <details>
          <summary>
            {t('rules.other')}: {otherTitle(rule)}
          </summary>
          <p lang={chinese ? 'en' : 'zh-CN'}>{chinese ? rule.text_en : rule.text_zh}</p>
        </details>
        {rule.pages.length > 0 && (
          <Facts
            items={[
              [
                t('rules.pages'),
                <span key="pages" className="dz-row">
                  {rule.pages.map((page) => (
                    <Link key={page} to={page as '/'}>
                      {nav.find((entry) => entry.to === page)?.name[language] ?? page}
                    </Link>
                  ))}
                </span>,
              ],
            ]}
          />
        )}
        {rule.policies.map((url) => (
          <InForce key={url} url={url} />
        ))}
        {rule.parameters.length > 0 && (
          <section>
            <h3>{t('rules.figures')}</h3>
            <Facts items={rule.parameters.map((one) => [one.name, `${one.value} ${one.unit}`] as const)} />
          </section>
        )}
      </div>
    </Dialog>
  )
}

function InForce({ url }: { url: string }) {
  const t = texts.use()
  const [opened] = useState(() => Date.now())
  const versions = useQuery({ ...policyVersionsQuery(url), retry: false })
  if (versions.error) return <Banner tone="neutral">{t('rules.unreadable', { why: asApiError(versions.error).title || asApiError(versions.error).code })}</Banner>
  if (!versions.data) return <Skeleton lines={2} />
  const now = inForce(versions.data, opened)
  return (
    <section>
      <h3>{t('rules.policy')}</h3>
      {now ? (
        <>
          <p className="dz-soft">{t('rules.version', { version: numberOf(now), since: now.effective_from?.slice(0, 10) ?? '–' })}</p>
          <Facts items={figuresOf(now)} />
        </>
      ) : (
        <p>{t('rules.noPolicy')}</p>
      )}
    </section>
  )
}
