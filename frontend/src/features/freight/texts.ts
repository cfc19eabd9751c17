import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('freight', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
