import type { Shape } from '@/shared/i18n'
import type zh from './texts.zh'

const en: Shape<typeof zh> = {
  probation_one: 'probation to decide soon',
  probation_other: 'probations to decide soon',
  overdue_one: 'probation over and not decided',
  overdue_other: 'probations over and not decided',
  talks_one: 'person is due a talk',
  talks_other: 'people are due a talk',
  unsigned_one: 'person has not signed confidentiality',
  unsigned_other: 'people have not signed confidentiality',
  applied_one: 'new candidate to look at',
  applied_other: 'new candidates to look at',
  accepted_one: 'candidate accepted, to be hired',
  accepted_other: 'candidates accepted, to be hired',
  staff: 'In post',
  planned: 'of {{count}} planned',
  vacancies: 'Vacancies',
  units: 'in {{count}} positions',
  candidates: 'Candidates in the running',
  interviews: 'in interviews: {{count}}',
}
export default en
