import { useState } from 'react'
import { asApiError } from '@/shared/api'
import { saveFile } from '@/shared/api/save'
import { useLanguage } from '@/shared/i18n'
import { useStillHere } from '@/shared/lib/still-here'
import { Button } from '../button'
import { Dialog } from '../dialog'
import { FileDrop } from '../file-drop'
import { DownloadIcon } from '../icons'
import { Banner, ErrorPanel, ProgressBar } from '../states'
import { toast } from '../toast'
import { texts } from './texts'
import type { ImportDialogProps, ImportReport } from './types'

const MEGABYTES_20 = 20 * 1024 * 1024

/** Check first, then all or nothing: every wrong row at once. */
export default function ImportDialog({ title, hint, template, send, onClose }: ImportDialogProps) {
  const t = texts.use()
  const stillHere = useStillHere()
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const run = async (chosen: File, check: boolean) => {
    setBusy(true)
    setError(null)
    try {
      const answer = await send(chosen, check)
      setReport(answer)
      if (!check && answer.errors.length === 0) {
        toast.success(t('done', { count: answer.rows }), answer.changed === undefined ? undefined : t('changes', { count: answer.changed }))
        if (stillHere()) onClose()
      }
    } catch (problem) {
      if (stillHere()) setError(asApiError(problem))
      else if (!check) toast.error(problem)
    } finally {
      setBusy(false)
    }
  }
  const good = file !== null && report !== null && report.errors.length === 0

  return (
    <Dialog
      open
      title={title}
      width={720}
      onClose={onClose}
      foot={
        <>
          <Button icon={DownloadIcon} onClick={() => void saveFile(template, 'template.xlsx').catch(toast.error)}>
            {t('template')}
          </Button>
          <Button onClick={onClose}>{t('close')}</Button>
          <Button kind="primary" busy={busy} disabled={!good} onClick={() => void (file && run(file, false))}>
            {t('run')}
          </Button>
        </>
      }
    >
      <div className="dz-stack">
        <FileDrop
          label={file ? `${file.name} · ${t('again')}` : t('file')}
          hint={hint}
          accept=".xlsx,.csv"
          maxBytes={MEGABYTES_20}
          disabled={busy}
          onFile={(chosen) => {
            setFile(chosen)
            setReport(null)
            void run(chosen, true)
          }}
        />
        {busy && <ProgressBar label={t(report ? 'run' : 'check')} />}
        {error !== null && <ErrorPanel error={error} />}
        {good && <Banner tone="success">{`${t('checked', { count: report.rows })}${report.changed === undefined ? '' : ` ${t('changes', { count: report.changed })}`}`}</Banner>}
        {report && report.errors.length > 0 && <Mistakes report={report} />}
      </div>
    </Dialog>
  )
}

function Mistakes({ report }: { report: ImportReport }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return (
    <>
      <Banner tone="danger">{t('bad', { count: report.errors.length })}</Banner>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" style={{ maxHeight: 320, overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('what')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col" className="dz-num">
                {t('row')}
              </th>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('what')}</th>
            </tr>
          </thead>
          <tbody>
            {report.errors.map((error) => (
              <tr key={`${error.row} ${error.column} ${error.code}`}>
                <td className="dz-num">{error.row}</td>
                <td>{error.column ?? '–'}</td>
                <td>{zh ? error.detail_zh : error.detail_en}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
