import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Dialog, FileDrop, Loaded, toast } from '@/shared/ui'
import { CameraIcon } from '@/shared/ui/icons'
import { lookAtPicture, picturesQuery, useAddPicture } from '../queries'
import { texts } from '../texts'

const LARGEST = 10_000_000

/** Pictures by drag, choice or the phone's camera. Each look is in the audit trail with its reason, so none is loaded by itself. */
export function Evidence({ id, number }: { id: string; number: string }) {
  const t = texts.use()
  const can = useCan()
  const camera = useId()
  const query = useQuery(picturesQuery(id))
  const add = useAddPicture()
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => () => (shown ? URL.revokeObjectURL(shown) : undefined), [shown])
  const send = (file: File) => add.mutate({ id, file }, { onError: toast.error, onSuccess: () => toast.success(t('evidence.kept')) })
  const look = async (picture: string) => {
    try {
      setShown(await lookAtPicture(id, picture, t('evidence.reason', { number })))
    } catch (error) {
      toast.error(error)
    }
  }
  return (
    <Card title={t('evidence.title')}>
      <Loaded query={query} lines={2}>
        {(pictures) => (
          <div className="dz-row">
            {pictures.map((picture, index) =>
              picture.removed_at ? (
                <span key={picture.id} className="dz-soft">
                  {t('evidence.removed', { number: index + 1 })}
                </span>
              ) : (
                <Button key={picture.id} icon={CameraIcon} disabled={!can('orders.case_pictures.see')} onClick={() => void look(picture.id)}>
                  {t('evidence.look', { number: index + 1, by: picture.taken_by })}
                </Button>
              ),
            )}
            {pictures.length === 0 && <p className="dz-soft">{t('evidence.none')}</p>}
          </div>
        )}
      </Loaded>
      {can('orders.cases.open') && (
        <div className="dz-row">
          <FileDrop label={t('evidence.add')} hint={t('evidence.hint')} accept=".jpg,.jpeg,.png,.webp" maxBytes={LARGEST} disabled={add.isPending} onFile={send} />
          <label htmlFor={camera} className="dz-drop">
            <CameraIcon size={22} aria-hidden="true" />
            <strong>{t('evidence.camera')}</strong>
            <input
              id={camera}
              type="file"
              className="dz-hidden"
              accept="image/jpeg,image/png,image/webp"
              capture="environment"
              disabled={add.isPending}
              onChange={(event) => {
                const file = event.target.files?.[0]
                event.target.value = ''
                if (file) send(file)
              }}
            />
          </label>
        </div>
      )}
      {shown && (
        <Dialog open title={t('evidence.title')} width={720} onClose={() => setShown(null)}>
          <img style={{ maxWidth: '100%' }} src={shown} alt={t('evidence.alt')} />
        </Dialog>
      )}
    </Card>
  )
}
