import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Dialog, ErrorPanel, FileDrop, ProgressBar, toast } from '@/shared/ui'
import { sizeText } from '../parts'
import { rolesQuery, unitsQuery, useAddVersion, useFileDocument } from '../queries'
import { texts } from '../texts'

const ACCEPT = '.pdf,.png,.jpg,.jpeg,.gif,.webp,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.txt,.csv,.md,.zip'
const LARGEST = 25 * 1024 * 1024

/** A new document, or with `document` a further version of one. */
export function UploadDialog({ document, onClose }: { document?: { id: string; name: string } | undefined; onClose: () => void }) {
  const t = texts.use()
  const [file, setFile] = useState<File | null>(null)
  const [progress, setProgress] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [facts, setFacts] = useState({ unit: '', name: '', folder: '', note: '', keep: '', right: 'read' as 'read' | 'write', roles: [] as string[] })
  const fileNew = useFileDocument()
  const addVersion = useAddVersion()
  const busy = progress !== null
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!file || busy) return
    setError(null)
    setProgress(0)
    try {
      if (document) await addVersion.mutateAsync({ id: document.id, note: facts.note, file, onProgress: setProgress })
      else {
        const access = [{ unit_id: facts.unit, role_id: null, access: facts.right }, ...facts.roles.map((role) => ({ unit_id: null, role_id: role, access: 'read' as const }))]
        await fileNew.mutateAsync({ unit_id: facts.unit, folder: facts.folder, name: facts.name || file.name, description: '', keep_until: facts.keep || null, note: facts.note, access, file, onProgress: setProgress })
      }
      toast.success(t(document ? 'files.updated' : 'files.uploaded'))
      onClose()
    } catch (refused) {
      setError(refused)
    } finally {
      setProgress(null)
    }
  }
  return (
    <Dialog open title={document ? `${t('files.update')} · ${document.name}` : t('files.upload')} onClose={() => busy || onClose()}>
      <form className="dz-stack" onSubmit={submit}>
        <FileDrop label={file ? `${file.name} · ${sizeText(file.size)}` : t('files.drop')} hint={t('files.hint')} accept={ACCEPT} maxBytes={LARGEST} disabled={busy} onFile={setFile} />
        {!document && <NewFacts facts={facts} placeholder={file?.name ?? ''} onChange={(part) => setFacts((before) => ({ ...before, ...part }))} />}
        <label className="dz-field">
          {t('files.note')}
          <input className="dz-input" maxLength={500} value={facts.note} onChange={(event) => setFacts((before) => ({ ...before, note: event.target.value }))} />
        </label>
        {progress !== null && <ProgressBar value={progress} label={t('files.sending', { percent: Math.round(progress * 100) })} />}
        {error !== null && <ErrorPanel error={error} />}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" kind="primary" busy={busy} disabled={!file || (!document && !facts.unit)}>
            {t('files.uploadVerb')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface Facts {
  unit: string
  name: string
  folder: string
  keep: string
  right: 'read' | 'write'
  roles: string[]
}

function NewFacts({ facts, placeholder, onChange }: { facts: Facts; placeholder: string; onChange: (part: Partial<Facts>) => void }) {
  const t = texts.use()
  const id = useId()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const units = useQuery(unitsQuery).data ?? []
  const roles = useQuery({ ...rolesQuery, enabled: can('people.roles.read') }).data ?? []
  return (
    <>
      <label className="dz-field">
        {t('files.unit')}
        <select className="dz-input" required value={facts.unit} onChange={(event) => onChange({ unit: event.target.value })}>
          <option value="" />
          {units.map((unit) => (
            <option key={unit.id} value={unit.id}>
              {zh ? unit.name_zh : unit.name_en}
            </option>
          ))}
        </select>
      </label>
      <label className="dz-field">
        {t('files.name')}
        <input className="dz-input" maxLength={200} placeholder={placeholder} value={facts.name} onChange={(event) => onChange({ name: event.target.value })} />
      </label>
      <label className="dz-field">
        {t('files.folder')}
        <input className="dz-input" maxLength={200} value={facts.folder} onChange={(event) => onChange({ folder: event.target.value })} />
      </label>
      <label className="dz-field">
        {t('files.open')}
        <select className="dz-input" value={facts.right} onChange={(event) => onChange({ right: event.target.value as 'read' | 'write' })}>
          <option value="read">{t('files.openUnit')}</option>
          <option value="write">{t('files.openWrite')}</option>
        </select>
      </label>
      {roles.length > 0 && (
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <legend>{t('files.openRoles')}</legend>
          <div className="dz-row">
            {roles.map((role) => (
              <label key={role.id} className="dz-row" style={{ gap: 4 }}>
                <input type="checkbox" checked={facts.roles.includes(role.id)} onChange={(event) => onChange({ roles: event.target.checked ? [...facts.roles, role.id] : facts.roles.filter((one) => one !== role.id) })} />
                {zh ? role.name_zh : role.name_en}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <label className="dz-field" htmlFor={id}>
        {t('files.keep')}
        <input id={id} className="dz-input" type="date" value={facts.keep} onChange={(event) => onChange({ keep: event.target.value })} aria-describedby={`${id}-help`} />
        <span id={`${id}-help`} className="dz-soft">
          {t('files.keepHelp')}
        </span>
      </label>
    </>
  )
}
