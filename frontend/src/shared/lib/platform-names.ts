import type { Language } from '@/shared/i18n'

const NAMES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  taobao: ['淘宝', 'Taobao'],
  tmall: ['天猫', 'Tmall'],
  jd: ['京东', 'JD'],
  pinduoduo: ['拼多多', 'Pinduoduo'],
  douyin: ['抖店', 'Douyin'],
  shopify: ['Shopify', 'Shopify'],
  woocommerce: ['WooCommerce', 'WooCommerce'],
  amazon: ['亚马逊', 'Amazon'],
  wechat: ['微信小店', 'WeChat'],
  youzan: ['有赞', 'Youzan'],
  mall: ['自营商城', 'Own mall'],
  distributor: ['分销商', 'Distributor'],
  other: ['其他', 'Other'],
}

/** Those that have a name in both languages; which there are channels tells. */
export const PLATFORMS: readonly string[] = Object.keys(NAMES)

/** Codes are open: one we do not know yet is shown as it is. */
export function platformName(code: string, language: Language): string {
  const names = NAMES[code]
  return names ? names[language === 'zh-CN' ? 0 : 1] : code
}
