import { toast } from '@/shared/ui'
import { useMerge } from './queries'
import { texts } from './texts'

/** One group; a refusal is thrown as the dialog shows it. */
export function useMergeOne(): (ids: readonly string[], reason: string) => Promise<void> {
  const t = texts.use()
  const merge = useMerge()
  return async (ids, reason) => {
    const done = await merge.mutateAsync({ groups: [[...ids]], reason })
    const result = done.results[0]
    if (result?.refusal) throw new Error(result.refusal.detail)
    toast.success(result?.order ? t('result.into', { number: result.order.number }) : t('waits'))
  }
}
