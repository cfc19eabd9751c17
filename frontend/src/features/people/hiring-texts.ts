import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('hiring', { zh: () => import('./hiring-texts.zh'), en: () => import('./hiring-texts.en') })
