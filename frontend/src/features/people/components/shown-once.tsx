import { type ReactNode, useId } from 'react'
import { Banner, Button, Dialog, toast } from '@/shared/ui'
import { CopyIcon } from '@/shared/ui/icons'
import { texts } from '../texts'

/** A secret that the server tells only once. Closes only by saying so, not by a slip of the hand. */
export function ShownOnce({ title, lead, label, secret, children, onClose }: { title: string; lead: string; label: string; secret: string; children?: ReactNode; onClose: () => void }) {
  const t = texts.use()
  const id = useId()
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    toast.success(t('clients.copied'))
  }
  return (
    <Dialog
      open
      title={title}
      width={600}
      onClose={() => undefined}
      foot={
        <Button kind="primary" data-focus="" onClick={onClose}>
          {t('clients.stored')}
        </Button>
      }
    >
      <div className="dz-stack">
        <Banner tone="warning">{lead}</Banner>
        <div className="dz-field">
          <label htmlFor={id}>{label}</label>
          <div className="dz-row" style={{ flexWrap: 'nowrap' }}>
            <input id={id} className="dz-input dz-mono" readOnly value={secret} onFocus={(event) => event.target.select()} />
            <Button icon={CopyIcon} onClick={() => void copy()}>
              {t('clients.copy')}
            </Button>
          </div>
        </div>
        {children}
      </div>
    </Dialog>
  )
}
