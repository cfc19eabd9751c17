import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('integrity', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
