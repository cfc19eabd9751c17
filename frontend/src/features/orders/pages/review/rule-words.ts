import type { Language, Say } from '@/shared/i18n'
import { platformName } from '@/shared/lib/platform-names'
import type { Rule } from './queries'
import { told } from './rule-form'
import type zh from './texts.zh'

const SHOWN = 6

/** What a rule asks and does, in one sentence of the reader's language. */
export function sentence(rule: Rule, t: Say<typeof zh>, language: Language, shopName: (id: string) => string): string {
  return t(`rule.${rule.does}`, { stage: stageName(rule.stage, t), conditions: conditionsOf(rule, t, language, shopName).join(t('rule.and')) })
}

export function nameOf(named: { zh: string; en: string }, language: Language): string {
  return language === 'zh-CN' ? named.zh : named.en
}

const STAGES = ['service', 'finance', 'platform', 'fake_orders', 'by_itself'] as const

export function stageName(stage: string, t: Say<typeof zh>): string {
  const known = STAGES.find((one) => one === stage)
  return known ? t(`stages.${known}`) : stage
}

function conditionsOf(rule: Rule, t: Say<typeof zh>, language: Language, shopName: (id: string) => string): string[] {
  const asks = rule.conditions
  const list = (words: readonly string[] | undefined) => listed((words ?? []).map((word) => `“${word}”`), t)
  const limits = (amounts: Record<string, unknown> | undefined) => listed(Object.entries(amounts ?? {}).map(([currency, amount]) => `${currency} ${String(amount)}`), t)
  const lines = t(rule.does === 'hold' ? 'rule.anyLine' : 'rule.everyLine')
  const goods = [asks.skus?.length && t('rule.skus', { list: list(asks.skus) }), asks.sku_prefixes?.length && t('rule.prefixes', { list: list(asks.sku_prefixes) })].filter(Boolean)
  const found = [
    asks.shops?.length && t('rule.shops', { list: list(asks.shops.map(shopName)) }),
    asks.platforms?.length && t('rule.platforms', { list: list(asks.platforms.map((code) => platformName(code, language))) }),
    asks.buyers?.length && t('rule.buyers', { list: list(asks.buyers) }),
    asks.buyer_unknown && t('rule.buyerUnknown'),
    typeof asks.first_order === 'boolean' && t(asks.first_order ? 'rule.firstOrder' : 'rule.notFirstOrder'),
    Object.keys(asks.amount_over ?? {}).length > 0 && t('rule.over', { list: limits(asks.amount_over) }),
    Object.keys(asks.amount_below ?? {}).length > 0 && t('rule.below', { list: limits(asks.amount_below) }),
    asks.paid_percent_below && t('rule.percent', { percent: asks.paid_percent_below }),
    asks.buyer_remark && (asks.buyer_remark.contains?.length ? t('rule.buyerRemarkWith', { list: list(asks.buyer_remark.contains) }) : t('rule.buyerRemark')),
    asks.seller_remark && (asks.seller_remark.contains?.length ? t('rule.sellerRemarkWith', { list: list(asks.seller_remark.contains) }) : t('rule.sellerRemark')),
    asks.countries?.length && t('rule.countries', { list: list(asks.countries) }),
    asks.regions?.length && t('rule.regions', { list: list(asks.regions) }),
    goods.length > 0 && `${lines}${language === 'zh-CN' ? '' : ' '}${goods.join(t('rule.or'))}`,
    told(asks.pieces_over) && t('rule.pieces', { count: asks.pieces_over }),
    asks.refund_asked && t('rule.refund'),
    asks.hours && t('rule.hours', { start: asks.hours.start, end: asks.hours.end }),
  ]
  return found.filter((one): one is string => typeof one === 'string' && one !== '')
}

/** The first few of a long list: a list of buyers may hold thousands. */
function listed(words: readonly string[], t: Say<typeof zh>): string {
  const shown = words.slice(0, SHOWN).join(t('rule.or'))
  return words.length > SHOWN ? `${shown} … (${words.length})` : shown
}
