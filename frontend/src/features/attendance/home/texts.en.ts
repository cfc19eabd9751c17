import type { Shape } from '@/shared/i18n'
import type zh from './texts.zh'

const en: Shape<typeof zh> = {
  toSign_one: "unit's attendance of {{month}} to sign",
  toSign_other: "units' attendance of {{month}} to sign",
  toTakeOver_one: "unit's attendance of {{month}} to take over",
  toTakeOver_other: "units' attendance of {{month}} to take over",
  toClose_one: "unit's attendance of {{month}} to close",
  toClose_other: "units' attendance of {{month}} to close",
  objections_one: 'objection to settle',
  objections_other: 'objections to settle',
  today: 'My attendance today',
  month: 'Days worked this month',
  should: 'of {{days}} work days',
  cases: 'exceptions: {{count}}',
  leave: '{{name}} left',
  days: '{{amount}} days',
  hours: '{{amount}} h',
  held: '{{amount}} held by requests',
}
export default en
