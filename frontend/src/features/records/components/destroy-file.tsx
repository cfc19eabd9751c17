import { useLanguage } from '@/shared/i18n'
import { ConfirmAction, Facts, toast } from '@/shared/ui'
import { sizeText } from '../parts'
import { type FilePage, useDestroy } from '../queries'
import { texts } from '../texts'

/** Says what is gone for good and what the record keeps, before anybody can say yes. */
export function DestroyFile({ file, onClose }: { file: FilePage; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const destroy = useDestroy()
  return (
    <ConfirmAction
      open
      title={t('destroy.title', { name: file.name })}
      verb={t('destroy.verb')}
      danger
      reason="required"
      onConfirm={async (reason) => {
        await destroy.mutateAsync({ one: file, reason })
        toast.success(t('destroy.done'))
      }}
      onClose={onClose}
    >
      <div className="dz-stack">
        <p>{t('destroy.gone', { count: file.versions.length, size: sizeText(file.versions.reduce((sum, one) => sum + one.size, 0)) })}</p>
        <p>{t('destroy.kept')}</p>
        <Facts items={[[t('files.unit'), zh ? file.unit_zh : file.unit_en], [t('files.folder'), file.folder || '–'], [t('files.keep'), file.keep_until]]} />
      </div>
    </ConfirmAction>
  )
}
