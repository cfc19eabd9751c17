import { common } from '@/shared/i18n/basics'
import { toClipboard } from '@/shared/lib/clipboard'
import { Button } from './button'
import { CopyIcon } from './icons'
import { toast } from './toast'

export function CopyButton({ text, label, size = 'normal' }: { text: string; label?: string; size?: 'small' | 'normal' }) {
  const t = common.use()
  const copy = () =>
    void toClipboard(text).then(
      () => toast.success(t('once.copied')),
      () => toast.warning(t('once.notCopied')),
    )
  return (
    <Button size={size} icon={CopyIcon} onClick={copy}>
      {label ?? t('once.copy')}
    </Button>
  )
}
