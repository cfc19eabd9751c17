import { useState } from 'react'
import { asApiError } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Banner, Button, Dialog, ErrorPanel, FileDrop, ProgressBar, toast } from '@/shared/ui'
import { DownloadIcon } from '@/shared/ui/icons'
import { type ImportReport, openFile } from '../queries'
import { texts } from '../texts'

interface ImportDialogProps {
  title: string
  hint: string
  /** Path of the template, relative to the service. */
  template: string
  send: (file: File, check: boolean) => Promise<ImportReport>
  onClose: () => void
}

const MEGABYTES_20 = 20 * 1024 * 1024

/** Check first, then all or nothing: every wrong row at once. */
export function ImportDialog({ title, hint, template, send, onClose }: ImportDialogProps) {
  const t = texts.use()
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
        toast.success(t('imports.done', { rows: answer.rows }))
        onClose()
      }
    } catch (problem) {
      setError(asApiError(problem))
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
          <Button icon={DownloadIcon} onClick={() => void openFile(template, 'template.xlsx')}>
            {t('imports.template')}
          </Button>
          <Button onClick={onClose}>{t('imports.close')}</Button>
          <Button kind="primary" busy={busy} disabled={!good} onClick={() => void (file && run(file, false))}>
            {t('imports.run')}
          </Button>
        </>
      }
    >
      <div className="dz-stack">
        <FileDrop
          label={file ? `${file.name} · ${t('imports.again')}` : t('imports.file')}
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
        {busy && <ProgressBar label={t('imports.check')} />}
        {error !== null && <ErrorPanel error={error} />}
        {good && <Banner tone="success">{t('imports.checked', { rows: report.rows })}</Banner>}
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
      <Banner tone="danger">{t('imports.bad', { errors: report.errors.length })}</Banner>
      <div className="dz-table-wrap" style={{ maxHeight: 320, overflow: 'auto' }}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col" className="dz-num">
                {t('imports.row')}
              </th>
              <th scope="col">{t('imports.column')}</th>
              <th scope="col">{t('imports.what')}</th>
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
