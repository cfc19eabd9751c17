import { useState } from 'react'
import { Button } from '@/shared/ui'
import type { useInTurn } from '../queries'

/** Does the same to each chosen row, one after the other, and shows how far it is. */
export function InTurn({ ids, verb, work, onDone }: { ids: readonly string[]; verb: string; work: ReturnType<typeof useInTurn>; onDone: (good: number, refusal: string) => void }) {
  const [at, setAt] = useState<string | null>(null)
  const run = async () => {
    const { good, refusal } = await work.mutateAsync({ ids, tell: (done) => setAt(`${done} / ${ids.length}`) })
    setAt(null)
    onDone(good, refusal)
  }
  return (
    <Button kind="primary" busy={work.isPending} onClick={() => void run()}>
      {at ?? verb}
    </Button>
  )
}
