import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('import-dialog', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
