/** The pages of customer care. */
export const careRoutes = [] as const
