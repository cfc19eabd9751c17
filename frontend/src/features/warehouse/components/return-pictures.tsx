import { useEffect, useId, useState } from 'react'
import { Button, Card, Dialog, toast } from '@/shared/ui'
import { CameraIcon } from '@/shared/ui/icons'
import { lookAtPicture, type ReturnOut, useAddPicture } from '../queries'
import { texts } from '../texts'

/** Evidence. On a phone the field opens its camera; each look is in the audit trail, so none is loaded by itself. */
export function ReturnPictures({ found, mayAdd }: { found: ReturnOut; mayAdd: boolean }) {
  const t = texts.use()
  const id = useId()
  const add = useAddPicture()
  const [shown, setShown] = useState<string | null>(null)
  const { number } = found.parcel
  useEffect(() => () => (shown ? URL.revokeObjectURL(shown) : undefined), [shown])
  const look = async (picture: string) => {
    try {
      setShown(await lookAtPicture(number, picture))
    } catch (error) {
      toast.error(error)
    }
  }
  if (!mayAdd && found.pictures.length === 0) return null
  return (
    <Card title={t('returns.pictures')}>
      <div className="dz-row">
        {found.pictures.map((picture, index) =>
          picture.removed_at ? (
            <span key={picture.id} className="dz-soft">
              {t('desk.pictureRemoved', { number: index + 1 })}
            </span>
          ) : (
            <Button key={picture.id} icon={CameraIcon} onClick={() => void look(picture.id)}>
              {t('desk.look', { number: index + 1 })}
            </Button>
          ),
        )}
        {mayAdd && (
          <label htmlFor={id} className="dz-drop return-add">
            <CameraIcon size={22} aria-hidden="true" />
            <strong>{t('desk.addPicture')}</strong>
            <input
              id={id}
              type="file"
              className="dz-hidden"
              accept="image/jpeg,image/png,image/webp"
              capture="environment"
              disabled={add.isPending}
              onChange={(event) => {
                const file = event.target.files?.[0]
                event.target.value = ''
                if (file) add.mutate({ number, file }, { onError: toast.error, onSuccess: () => toast.success(t('desk.pictureKept')) })
              }}
            />
          </label>
        )}
      </div>
      {shown && (
        <Dialog open title={t('returns.pictures')} width={720} onClose={() => setShown(null)}>
          <img className="return-picture" src={shown} alt={t('desk.pictureAlt')} />
        </Dialog>
      )}
    </Card>
  )
}
