import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, DateTime, Dialog, Facts, Loaded, Page, toast } from '@/shared/ui'
import { DestroyFile } from '../components/destroy-file'
import { FileForm } from '../components/file-form'
import { UploadDialog } from '../components/upload-dialog'
import { destroyable, sizeText } from '../parts'
import { type FilePage, fileQuery, rolesQuery, saveVersion, showVersion, unitsQuery, useArchive, useSetAccess } from '../queries'
import { texts } from '../texts'

type Version = FilePage['versions'][number]

export function FileDetail() {
  const t = texts.use()
  const { id } = useParams({ from: '/shell/files/$id' })
  const query = useQuery(fileQuery(id))
  const archive = useArchive()
  const [asking, setAsking] = useState<'change' | 'update' | 'archive' | null>(null)
  /** As it was when destroying was asked for: a version that came since was never seen, and is not destroyed with it. */
  const [destroying, setDestroying] = useState<FilePage | null>(null)
  const oversees = useCan()('people.files.oversee')
  const [shown, setShown] = useState<{ version: Version; address: string } | null>(null)
  useEffect(() => () => (shown ? URL.revokeObjectURL(shown.address) : undefined), [shown])
  const found = query.data
  const show = (version: Version) =>
    showVersion(id, version.number).then(
      (address) => {
        if (version.media_type !== 'application/pdf') return setShown({ version, address })
        // A browser's own viewer, in a tab of its own; it has read the bytes by then.
        window.open(address, '_blank', 'noopener')
        setTimeout(() => URL.revokeObjectURL(address), 60_000)
      },
      (error: unknown) => toast.error(error),
    )
  return (
    <Page
      title={found?.name ?? t('files.title')}
      mark={found && found.state !== 'filed' && <Chip>{t(found.state === 'archived' ? 'files.archived' : 'files.destroyed')}</Chip>}
      actions={
        found && (
          <>
            {oversees && destroyable(found, companyDay()) && (
              <Button kind="danger" onClick={() => setDestroying(found)}>
                {t('destroy.verb')}
              </Button>
            )}
            {found.access === 'write' && found.state === 'filed' && (
              <>
                <Button onClick={() => setAsking('change')}>{t('files.change')}</Button>
                <Button onClick={() => setAsking('archive')}>{t('files.archive')}</Button>
                <Button kind="primary" onClick={() => setAsking('update')}>
                  {t('files.update')}
                </Button>
              </>
            )}
          </>
        )
      }
    >
      <Loaded query={query}>
        {(file) => (
          <>
            <About file={file} />
            <Card title={t('files.versions')}>
              <ul className="dz-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {file.versions.map((version) => (
                  <li key={version.number} className="dz-row">
                    <span className="dz-grow">
                      {version.number}. {version.file_name} <span className="dz-soft">{sizeText(version.size)} · {version.filed_by} · <DateTime at={version.filed_at} /> {version.note}</span>
                    </span>
                    {file.state !== 'destroyed' && version.previewed && (
                      <Button size="small" onClick={() => void show(version)} aria-label={`${t('files.show')} ${version.number}`}>
                        {t('files.show')}
                      </Button>
                    )}
                    {file.state !== 'destroyed' && (
                      <Button size="small" onClick={() => void saveVersion(id, version.number, version.file_name).catch(toast.error)} aria-label={`${t('files.download')} ${version.number}`}>
                        {t('files.download')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            </Card>
            <Access file={file} />
          </>
        )}
      </Loaded>
      {asking === 'change' && found && <FileForm file={found} onClose={() => setAsking(null)} />}
      {destroying && <DestroyFile file={destroying} onClose={() => setDestroying(null)} />}
      {asking === 'update' && found && <UploadDialog document={found} onClose={() => setAsking(null)} />}
      <ConfirmAction open={asking === 'archive'} title={t('files.archive')} verb={t('files.archive')} reason="required" onConfirm={(reason) => archive.mutateAsync({ one: found as FilePage, reason })} onClose={() => setAsking(null)}>
        {t('files.archiveText')}
      </ConfirmAction>
      {shown && (
        <Dialog open title={t('files.preview', { name: shown.version.file_name })} width={900} onClose={() => setShown(null)}>
          <img alt={shown.version.file_name} src={shown.address} style={{ maxWidth: '100%' }} />
        </Dialog>
      )}
    </Page>
  )
}

function About({ file }: { file: FilePage }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return (
    <Card>
      <Facts items={[[t('files.unit'), zh ? file.unit_zh : file.unit_en], [t('files.folder'), file.folder || '–'], [t('files.description'), file.description || '–'], [t('files.keep'), file.keep_until ?? t('files.forever')], [t('files.digest'), <span key="digest" className="dz-mono">{file.versions[0]?.digest.slice(0, 16)}</span>]]} />
    </Card>
  )
}

function Access({ file }: { file: FilePage }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const can = useCan()
  const units = useQuery(unitsQuery).data ?? []
  const roles = useQuery({ ...rolesQuery, enabled: can('people.roles.read') }).data ?? []
  const set = useSetAccess()
  const nameOf = (list: readonly { id: string; name_zh: string; name_en: string }[], id: string | null, any: string) => {
    const one = list.find((row) => row.id === id)
    return id === null ? any : one ? (zh ? one.name_zh : one.name_en) : '…'
  }
  const change = (access: FilePage['access_list']) => void set.mutateAsync({ id: file.id, at: file.version, access }).then(() => toast.success(t('files.accessSaved')), (error: unknown) => toast.error(error))
  const mayWrite = file.access === 'write' && file.state === 'filed'
  const unitOpen = file.access_list.some((one) => one.unit_id === file.unit_id && one.role_id === null)
  return (
    <Card
      title={t('files.access')}
      extra={
        mayWrite &&
        !unitOpen && (
          <Button size="small" busy={set.isPending} onClick={() => change([...file.access_list, { unit_id: file.unit_id, role_id: null, access: 'read' }])}>
            {t('files.openUnit')}
          </Button>
        )
      }
    >
      {file.access_list.length === 0 && <p className="dz-soft">{t('files.accessNone')}</p>}
      <ul className="dz-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {file.access_list.map((one) => (
          <li key={`${one.unit_id} ${one.role_id} ${one.access}`} className="dz-row">
            <span className="dz-grow">
              {nameOf(units, one.unit_id, t('files.anyUnit'))} · {nameOf(roles, one.role_id, t('files.anyRole'))} · {t(one.access === 'write' ? 'files.write' : 'files.read')}
            </span>
            {mayWrite && (
              <Button size="small" busy={set.isPending} onClick={() => change(file.access_list.map((other) => (other === one ? { ...other, access: one.access === 'write' ? ('read' as const) : ('write' as const) } : other)))}>
                {t(one.access === 'write' ? 'files.read' : 'files.write')}
              </Button>
            )}
            {mayWrite && (
              <Button size="small" busy={set.isPending} onClick={() => change(file.access_list.filter((other) => other !== one))} aria-label={t('meeting.remove')}>
                {t('meeting.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
