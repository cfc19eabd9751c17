import { useState } from 'react'
import { Button, toast } from '@/shared/ui'
import { DownloadIcon } from '@/shared/ui/icons'
import { type ResultSearch, saveResults } from '../queries'
import { texts } from '../texts'

/** Participation and results as xlsx, as far as one sees them. */
export function ExportButton({ search, size }: { search: ResultSearch; size?: 'small' }) {
  const t = texts.use()
  const [busy, setBusy] = useState(false)
  const save = () => {
    setBusy(true)
    void saveResults(search)
      .catch(toast.error)
      .finally(() => setBusy(false))
  }
  return (
    <Button {...(size ? { size } : {})} icon={DownloadIcon} busy={busy} onClick={save}>
      {t('results.export')}
    </Button>
  )
}
