export type DurationUnit = 'seconds' | 'minutes' | 'hours' | 'daysLong'

/** A duration as people say it: two figures that matter, in the unit that fits. */
export function inWords(seconds: number): { unit: DurationUnit; value: string } {
  const [unit, size] = (seconds < 60 ? ['seconds', 1] : seconds < 3600 ? ['minutes', 60] : seconds < 86_400 ? ['hours', 3600] : ['daysLong', 86_400]) as [DurationUnit, number]
  const value = seconds / size
  return { unit, value: value < 10 && unit !== 'seconds' ? String(Math.round(value * 10) / 10) : String(Math.round(value)) }
}
