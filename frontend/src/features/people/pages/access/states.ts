/** Apart from queries.ts, so that the routes load without the client. */
export const GRANT_STATES = ['requested', 'approved', 'refused', 'withdrawn', 'revoked', 'ended'] as const
export type GrantState = (typeof GRANT_STATES)[number]
