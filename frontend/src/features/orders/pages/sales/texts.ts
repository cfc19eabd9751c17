import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('orders-sales', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
