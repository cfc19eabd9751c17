import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('warehouse', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
