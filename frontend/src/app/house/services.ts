export const SERVICES = ['orders', 'warehouse', 'channels', 'catalog', 'people'] as const
export type Service = (typeof SERVICES)[number]
