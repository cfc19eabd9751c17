import { defineTexts } from '@/shared/i18n'

/** Apart from the pages' words: home is opened first, and needs few of them. */
export const texts = defineTexts('people-home', { zh: () => import('./texts.zh'), en: () => import('./texts.en') })
