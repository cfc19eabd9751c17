import { useState } from 'react'
import { ConfirmAction, Menu, toast } from '@/shared/ui'
import { MoreIcon } from '@/shared/ui/icons'
import { readSku, type SkuOut, useChangeSku } from '../queries'
import { texts } from '../texts'

export function SkuMenu({ sku, onEdit }: { sku: SkuOut; onEdit: () => void }) {
  const t = texts.use()
  const change = useChangeSku()
  const [asking, setAsking] = useState(false)
  const number = { number: sku.sku }
  return (
    <>
      <Menu
        trigger={{ kind: 'icon', props: { size: 'small', icon: MoreIcon, label: t('menuOf', { name: sku.sku }) } }}
        label={t('menuOf', { name: sku.sku })}
        items={[
          { id: 'edit', label: t('sku.edit'), onPick: onEdit },
          { id: 'line', line: true },
          { id: 'state', label: t(sku.active ? 'sku.stop' : 'sku.resume'), danger: sku.active, onPick: () => setAsking(true) },
        ]}
      />
      <ConfirmAction
        open={asking}
        title={t(sku.active ? 'sku.stopTitle' : 'sku.resumeTitle', number)}
        verb={t(sku.active ? 'sku.stop' : 'sku.resume')}
        danger={sku.active}
        onConfirm={async () => {
          const { etag } = await readSku(sku.id)
          await change.mutateAsync({ id: sku.id, etag, patch: { active: !sku.active } })
          toast.success(t('saved', { name: sku.sku }))
        }}
        onClose={() => setAsking(false)}
      >
        {t(sku.active ? 'sku.stopText' : 'sku.resumeText')}
      </ConfirmAction>
    </>
  )
}
