import { type FormEvent, useId, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { Button } from '../button'
import { Dialog } from '../dialog'
import { ErrorPanel } from '../states'
import { AntdTheme } from './antd-theme'
import { complaints, fieldOf, refusedFields, submitted } from './check'
import { Control } from './fields'
import type { FormModalProps } from './types'

type Values = Record<string, unknown>

export default function FormModal({ title, fields, initial, verb, lead, width = 560, onSubmit, onClose }: FormModalProps<Values>) {
  const t = common.use()
  const id = useId()
  const [start, setStart] = useState<Values>(() => ({ ...initial }))
  const [values, setValues] = useState<Values>(start)
  // The record was read again (somebody else saved it): fields nobody touched here show what it is now.
  if (JSON.stringify({ ...initial }) !== JSON.stringify(start)) {
    setStart({ ...initial })
    setValues({ ...initial, ...touched(values, start) })
  }
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const dirty = Object.keys(touched(values, start)).length > 0
  // What is on its way is neither stopped nor undone by closing; its refusal must be seen.
  const close = () => busy || (dirty ? setLeaving(true) : onClose())

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const found = complaints(fields, values, t)
    setWrong(found)
    setError(null)
    if (Object.keys(found).length > 0) return focusFirst(id, fields.find((field) => found[field.name])?.name)
    setBusy(true)
    try {
      await onSubmit(submitted(fields, values))
      onClose()
    } catch (refused) {
      setWrong(refusedFields(fields, refused))
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <AntdTheme popups={() => document.getElementById(id)?.closest('dialog') ?? document.body}>
      <Dialog open title={title} width={width} onClose={close}>
        <form id={id} onSubmit={submit} noValidate className="dz-stack" style={{ gap: 14 }}>
          {lead && <div>{lead}</div>}
          {fields.map((field) => {
            if (field.when && !field.when(values)) return null
            const fieldId = `${id}-${field.name}`
            const complaint = wrong[field.name]
            const described = [field.help && `${fieldId}-help`, complaint && `${fieldId}-wrong`].filter(Boolean).join(' ') || undefined
            return (
              <div key={field.name} className="dz-field">
                {field.heading && <h3 className="dz-field-heading">{field.heading}</h3>}
                <label htmlFor={fieldId}>
                  {field.label}
                  {field.required && <span aria-hidden="true"> *</span>}
                </label>
                <div>
                  <Control field={field} id={fieldId} value={values[field.name]} invalid={complaint !== undefined} describedBy={described} onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))} />
                </div>
                {field.help && (
                  <div id={`${fieldId}-help`} className="dz-soft">
                    {field.help}
                  </div>
                )}
                {complaint && (
                  <div id={`${fieldId}-wrong`} className="dz-field-error" role="alert">
                    {complaint}
                  </div>
                )}
              </div>
            )
          })}
          {error !== null && <ErrorPanel error={error} nameOf={(pointer) => fieldOf(fields, pointer)?.label} />}
          <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
            {leaving ? (
              <>
                <span className="dz-grow" role="alert">
                  {t('form.discard')}
                </span>
                <Button onClick={() => setLeaving(false)}>{t('form.keep')}</Button>
                <Button kind="danger" onClick={onClose}>
                  {t('form.discardVerb')}
                </Button>
              </>
            ) : (
              <>
                <Button disabled={busy} onClick={close}>
                  {t('cancel')}
                </Button>
                <Button type="submit" kind="primary" busy={busy}>
                  {verb}
                </Button>
              </>
            )}
          </div>
        </form>
      </Dialog>
    </AntdTheme>
  )
}

function touched(values: Values, start: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(start[name])))
}

function focusFirst(id: string, name: string | undefined): void {
  if (name) document.getElementById(`${id}-${name}`)?.focus()
}
