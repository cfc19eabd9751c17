import { Button } from '@/shared/ui/button'
import { CopyIcon } from '@/shared/ui/icons'
import { toast } from '@/shared/ui/toast'
import { texts } from './texts'

export function Code({ label, text }: { label: string; text: string }) {
  const t = texts.use()
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    toast.success(t('copied'))
  }
  return (
    <div className="docs-code">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <Button size="small" icon={CopyIcon} onClick={() => void copy()}>
        {t('copy')}
      </Button>
    </div>
  )
}
