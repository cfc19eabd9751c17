import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('feedback', { zh: () => import('./feedback-texts.zh'), en: () => import('./feedback-texts.en') })
