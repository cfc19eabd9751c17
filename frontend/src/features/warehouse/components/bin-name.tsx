import { texts } from '../texts'

const AREAS = ['@IN', '@OUT', '@BACK', '@BAD'] as const

/** A bin's code; areas that every warehouse has are named in words. */
export function BinName({ code }: { code: string | null }) {
  const t = texts.use()
  const area = AREAS.find((one) => one === code)
  return <span className="dz-mono">{area ? t(`areas.${area}`) : (code ?? '–')}</span>
}
