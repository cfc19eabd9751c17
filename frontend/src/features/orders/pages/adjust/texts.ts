import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('orders-adjust', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
