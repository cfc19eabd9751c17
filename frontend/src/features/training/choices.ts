export const KINDS = ['new_hire', 'skill', 'business', 'rules', 'visit', 'other'] as const
export const STATES = ['draft', 'open', 'closed'] as const
