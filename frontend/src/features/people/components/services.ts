/** Services whose permissions can be given as a whole (`orders.*`). */
export const SERVICES = ['orders', 'warehouse', 'catalog', 'channels', 'people'] as const
