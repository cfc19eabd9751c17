import { useId, useState } from 'react'
import { Button, Dialog, ErrorPanel, toast } from '@/shared/ui'
import { CameraIcon } from '@/shared/ui/icons'
import { useTakePhoto } from '../queries'
import { texts } from '../texts'
import { clock } from './judge'

/** On a phone the field opens its camera. The time is the server's, when the picture arrives. */
export function PhotoSignIn({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const t = texts.use()
  const id = useId()
  const take = useTakePhoto()
  const [file, setFile] = useState<File | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (direction: 'in' | 'out') => {
    if (!file || take.isPending) return
    setError(null)
    try {
      const taken = await take.mutateAsync({ file, direction })
      toast.success(t('photo.done', { direction: t(`directions.${direction}`), at: clock(taken.at) }))
      onDone()
      onClose()
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <Dialog open title={t('photo.title')} onClose={onClose}>
      <div className="dz-stack">
        <p className="dz-soft">{t('photo.lead')}</p>
        <label htmlFor={id} className="dz-drop">
          <CameraIcon size={26} aria-hidden="true" />
          <strong>{file ? file.name : t('photo.choose')}</strong>
          <input
            id={id}
            type="file"
            className="dz-hidden"
            accept="image/jpeg,image/png,image/webp"
            capture="user"
            onChange={(event) => {
              const chosen = event.target.files?.[0] ?? null
              setFile(chosen)
              setError(null)
              if (shown) URL.revokeObjectURL(shown)
              setShown(chosen ? URL.createObjectURL(chosen) : null)
            }}
          />
        </label>
        {shown && <img className="att-photo" src={shown} alt={t('photo.alt')} />}
        {error !== null && <ErrorPanel error={error} />}
        <div className="dz-row">
          <Button kind="primary" size="large" disabled={!file} busy={take.isPending} onClick={() => void send('in')}>
            {t('directions.in')}
          </Button>
          <Button size="large" disabled={!file} busy={take.isPending} onClick={() => void send('out')}>
            {t('directions.out')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
