/** How the stages of an employee look wherever they are told. */
export const STAGE_TONES = { probation: 'info', regular: 'success', left: 'neutral' } as const
