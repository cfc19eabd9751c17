import { defineTexts } from '@/shared/i18n'

export const texts = defineTexts('leave-accounts', { zh: () => import('./accounts-texts.zh'), en: () => import('./accounts-texts.en') })
