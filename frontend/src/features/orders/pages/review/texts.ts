import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('orders-review', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
