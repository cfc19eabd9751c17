import { useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'
import { platformName } from '@/shared/lib/platform-names'
import { CODES, CREDENTIALS, DIALECTS, HOLDS } from './names'
import { DELIVERY_STATES, INBOUND_STATES, OUTCOMES, WRITE_BACK_STATES } from '../queries'
import { texts } from '../texts'

/** Codes and states are open: one we do not know yet is shown as it is. */
function among<const One extends string>(value: string, known: readonly One[]): One | undefined {
  return known.find((one) => one === value)
}

export interface Words {
  platform: (code: string) => string
  credential: (name: string) => string
  dialect: (name: string) => string
  /** Why something failed, is held or was refused. */
  code: (code: string) => string
  codes: (codes: readonly string[]) => string
  writeBack: (state: string) => string
  inbound: (state: string) => string
  outcome: (outcome: string) => string
  delivery: (state: string) => string
}

export function useWords(): Words {
  const t = texts.use()
  const language = useLanguage()
  return useMemo(() => {
    const code = (value: string) => {
      const known = among(value, CODES)
      if (known) return t(`codes.${known}`)
      const hold = among(value, HOLDS)
      return hold ? t(`holds.${hold}`) : value
    }
    const from = <const One extends string>(known: readonly One[], say: (one: One) => string) => (value: string) => {
      const one = among(value, known)
      return one ? say(one) : value
    }
    return {
      platform: (value) => platformName(value, language),
      credential: from(CREDENTIALS, (one) => t(`credentials.${one}`)),
      dialect: from(DIALECTS, (one) => t(`dialects.${one}`)),
      code,
      codes: (codes) => codes.map(code).join(language === 'zh-CN' ? '、' : ', '),
      writeBack: from(WRITE_BACK_STATES, (one) => t(`writeBackStates.${one}`)),
      inbound: from(INBOUND_STATES, (one) => t(`inboundStates.${one}`)),
      outcome: from(OUTCOMES, (one) => t(`outcomes.${one}`)),
      delivery: from(DELIVERY_STATES, (one) => t(`deliveryStates.${one}`)),
    }
  }, [t, language])
}
