import { type ReactNode, useId } from 'react'
import { common } from '@/shared/i18n/basics'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { Dialog } from './dialog'
import { Banner } from './states'

/** A secret that the server tells only once. Closes only by saying so, not by a slip of the hand. */
export function ShownOnce({ title, lead, label, secret, children, onClose }: { title: string; lead: string; label: string; secret: string; children?: ReactNode; onClose: () => void }) {
  const t = common.use()
  const id = useId()
  return (
    <Dialog
      open
      title={title}
      width={600}
      foot={
        <Button kind="primary" data-focus="" onClick={onClose}>
          {t('once.stored')}
        </Button>
      }
    >
      <div className="dz-stack">
        <Banner tone="warning">{lead}</Banner>
        <div className="dz-field">
          <label htmlFor={id}>{label}</label>
          <div className="dz-row" style={{ flexWrap: 'nowrap' }}>
            <input id={id} className="dz-input dz-mono" readOnly value={secret} onFocus={(event) => event.target.select()} />
            <CopyButton text={secret} />
          </div>
        </div>
        {children}
      </div>
    </Dialog>
  )
}
