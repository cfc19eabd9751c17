import type { Choice, FormField } from '@/shared/ui/form'
import { linesOf } from '../lines'
import type { DescriptionText } from './queries'
import type { texts } from '../../organisation-texts'

type Say = ReturnType<typeof texts.use>
type Qualifications = DescriptionText['qualifications']
export type Group = DescriptionText['attendance_group']
export const GROUPS = ['management', 'technical', 'operations', 'administration', 'marketing', 'customer_service'] as const
export const EDUCATIONS = ['none', 'secondary', 'junior_college', 'bachelor', 'master', 'doctor'] as const

export const emptyText: DescriptionText = {
  title_zh: '',
  title_en: '',
  grade: '',
  superior_id: null,
  attendance_group: 'operations',
  summary: '',
  duties: [],
  indicators: [],
  qualifications: { education: 'none', majors: [], experience: [], certificates: [], abilities: [], other: [], age_from: null, age_to: null },
  role_ids: [],
}

export interface BasicValues {
  title_zh: string
  title_en: string
  grade: string | null
  superior_id: string | null
  attendance_group: Group
  summary: string | null
  role_ids?: string[]
}

export function basicFields<Values extends BasicValues>(t: Say, superiors: readonly Choice[]): FormField<Values>[] {
  const fields: FormField<BasicValues>[] = [
    { kind: 'text', name: 'title_zh', label: t('nameZh'), required: true, maxLength: 120 },
    { kind: 'text', name: 'title_en', label: t('nameEn'), required: true, maxLength: 120 },
    { kind: 'text', name: 'grade', label: t('positions.grade'), maxLength: 40 },
    { kind: 'select', name: 'superior_id', label: t('positions.superior'), options: superiors },
    { kind: 'select', name: 'attendance_group', label: t('positions.group'), required: true, options: GROUPS.map((group) => ({ value: group, label: t(`positions.groups.${group}`) })) },
    { kind: 'textarea', name: 'summary', label: t('description.summary'), maxLength: 2000 },
  ]
  return fields as unknown as FormField<Values>[]
}

export function withBasics(text: DescriptionText, values: BasicValues): DescriptionText {
  return {
    ...text,
    title_zh: values.title_zh,
    title_en: values.title_en,
    grade: values.grade ?? '',
    superior_id: values.superior_id || null,
    attendance_group: values.attendance_group,
    summary: values.summary ?? '',
    role_ids: values.role_ids ?? text.role_ids,
  }
}

/** "2 淘宝推广" and "3年 美工": years first, then with what. Null when a line says no years. */
export function readExperience(text: string | null | undefined): Qualifications['experience'] | null {
  const read = linesOfText(text).map((line) => /^(\d{1,2})\s*(?:年|years?|yrs?)?\s*(?:以上)?[\s·:：]*(\S.*)$/iu.exec(line))
  return read.some((match) => match === null) ? null : read.flatMap((match) => (match ? [{ years: Number(match[1]), subject: match[2] as string }] : []))
}

export function experienceText(experience: Qualifications['experience']): string {
  return experience.map((one) => `${one.years} ${one.subject}`).join('\n')
}

/** One entry a line; commas belong to the entry. */
export function linesOfText(text: string | null | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export interface AskedValues {
  education: Qualifications['education']
  majors: string | null
  experience: string | null
  certificates: string | null
  abilities: string | null
  other: string | null
  age_from: number | null
  age_to: number | null
}

const age = (value: number | null | undefined) => (value === null || value === undefined ? null : Number(value))

export function askedOf(values: AskedValues): Qualifications {
  return {
    education: values.education,
    majors: linesOf(values.majors),
    experience: readExperience(values.experience) ?? [],
    certificates: linesOf(values.certificates),
    abilities: linesOfText(values.abilities),
    other: linesOfText(values.other),
    age_from: age(values.age_from),
    age_to: age(values.age_to),
  }
}

export function askedValues(asked: Qualifications): AskedValues {
  return { ...asked, majors: asked.majors.join('\n'), experience: experienceText(asked.experience), certificates: asked.certificates.join('\n'), abilities: asked.abilities.join('\n'), other: asked.other.join('\n') }
}

/** The list with one entry a place further up or down. */
export function moved<Entry>(list: readonly Entry[], at: number, by: -1 | 1): Entry[] {
  const next = [...list]
  const [entry] = next.splice(at, 1)
  if (entry !== undefined) next.splice(Math.max(0, at + by), 0, entry)
  return next
}
