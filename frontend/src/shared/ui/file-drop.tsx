import { type DragEvent, useId, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { UploadIcon } from './icons'

interface FileDropProps {
  label: string
  hint?: string
  /** ".xlsx,.csv" */
  accept: string
  maxBytes: number
  disabled?: boolean
  onFile: (file: File) => void
}

/** One file by drag, click or keyboard. Wrong kinds and sizes are named here, before anything is sent. */
export function FileDrop({ label, hint, accept, maxBytes, disabled = false, onFile }: FileDropProps) {
  const t = common.use()
  const id = useId()
  const [over, setOver] = useState(false)
  const [complaint, setComplaint] = useState<string | null>(null)

  const take = (file: File | undefined) => {
    if (!file || disabled) return
    const endings = accept.split(',').map((ending) => ending.trim().toLowerCase())
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return setComplaint(t('file.wrongKind', { kinds: endings.join(' ') }))
    if (file.size > maxBytes) return setComplaint(t('file.tooLarge', { megabytes: Math.floor(maxBytes / 1_000_000) }))
    if (file.size === 0) return setComplaint(t('file.empty'))
    setComplaint(null)
    onFile(file)
  }
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(inside)
  }
  return (
    <div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is the mouse's way; the input inside is the keyboard's */}
      <label
        htmlFor={id}
        className="dz-drop"
        data-over={over}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event)
          take(event.dataTransfer.files[0])
        }}
      >
        <UploadIcon size={26} aria-hidden="true" />
        <strong>{label}</strong>
        <span className="dz-soft">{hint ?? t('file.hint')}</span>
        <input
          id={id}
          type="file"
          className="dz-hidden"
          accept={accept}
          disabled={disabled}
          onChange={(event) => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </label>
      {complaint && (
        <p className="dz-field-error" role="alert">
          {complaint}
        </p>
      )}
    </div>
  )
}
