import { defineTexts } from './index'

/** The words of the shared parts. */
export const common = defineTexts('common', { zh: () => import('./basics.zh'), en: () => import('./basics.en') })
