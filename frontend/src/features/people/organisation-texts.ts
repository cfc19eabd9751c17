import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('organisation', { zh: () => import('./organisation-texts.zh'), en: () => import('./organisation-texts.en') })
