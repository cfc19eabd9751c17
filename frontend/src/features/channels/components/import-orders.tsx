import { Link, useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { asApiError, type ApiError } from '@/shared/api'
import { saveFile } from '@/shared/api/save'
import { useLanguage } from '@/shared/i18n'
import { useStillHere } from '@/shared/lib/still-here'
import { Banner, Button, Card, ErrorPanel, FileDrop, Menu, ProgressBar, toast } from '@/shared/ui'
import { DownloadIcon } from '@/shared/ui/icons'
import { type ImportOut, useImportOrders } from '../queries'
import { texts } from '../texts'
import { ImportSummary } from './import-summary'
import { useShops } from './shops'

const LARGEST_FILE = 10 * 1024 * 1024

/** Choose the shop, drop the file: it is checked at once, and carried out only when a person says so. */
export function ImportOrders() {
  const t = texts.use()
  const id = useId()
  const { all } = useShops()
  const navigate = useNavigate()
  const send = useImportOrders()
  const stillHere = useStillHere()
  const [shop, setShop] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<ImportOut | null>(null)
  const [error, setError] = useState<ApiError | null>(null)

  const run = async (chosen: File, forShop: string, check: boolean) => {
    setError(null)
    try {
      const answer = await send.mutateAsync({ file: chosen, shop: forShop, check })
      if (check) return setReport(answer)
      toast.success(t('imports.done', { count: answer.counts.orders }))
      // Whoever has gone elsewhere meanwhile is not called away from there.
      if (stillHere()) await navigate({ to: '/imports/$id', params: { id: answer.id } })
    } catch (problem) {
      if (stillHere()) setError(asApiError(problem))
      else if (!check) toast.error(problem)
    }
  }
  const check = (chosen: File | null, forShop: string) => {
    setReport(null)
    setError(null)
    if (chosen && forShop) void run(chosen, forShop, true)
  }
  return (
    <Card title={t('imports.start')} extra={<Templates />}>
      <div className="dz-stack">
        <div className="dz-field" style={{ maxWidth: 420 }}>
          <label htmlFor={id}>{t('imports.shop')}</label>
          <select
            id={id}
            className="dz-input"
            value={shop}
            disabled={send.isPending}
            onChange={(event) => {
              setShop(event.target.value)
              check(file, event.target.value)
            }}
          >
            <option value="">{t('imports.chooseShop')}</option>
            {all
              .filter((one) => one.active)
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </select>
        </div>
        <FileDrop
          label={file ? `${file.name} · ${t('imports.otherFile')}` : t('imports.drop')}
          hint={t('imports.hint')}
          accept=".xlsx,.csv"
          maxBytes={LARGEST_FILE}
          disabled={send.isPending}
          onFile={(chosen) => {
            setFile(chosen)
            check(chosen, shop)
          }}
        />
        {file && !shop && <Banner tone="info">{t('imports.shopFirst')}</Banner>}
        {send.isPending && <ProgressBar label={t(report ? 'imports.running' : 'imports.checking')} />}
        {error && <Refused error={error} />}
        {report && (
          <>
            <ImportSummary found={report} />
            <div className="dz-row">
              <Button kind="primary" busy={send.isPending} disabled={report.counts.readable === 0} onClick={() => void (file && run(file, shop, false))}>
                {t('imports.run', { count: report.counts.readable })}
              </Button>
              <Link to="/imports/$id" params={{ id: report.id }}>
                {t('imports.seeOrders')}
              </Link>
            </div>
          </>
        )}
      </div>
    </Card>
  )
}

const save = (format: 'xlsx' | 'csv', language: 'zh' | 'en') => () => void saveFile(`/api/channels/v1/order-imports/template?format=${format}&lang=${language}`, `orders.${format}`).catch(toast.error)

function Templates() {
  const t = texts.use()
  const lang = useLanguage() === 'zh-CN' ? 'zh' : 'en'
  return (
    <Menu
      trigger={{ kind: 'button', props: { icon: DownloadIcon, size: 'small', children: t('imports.template') } }}
      label={t('imports.template')}
      items={[
        { id: 'xlsx', label: t('imports.templateXlsx'), onPick: save('xlsx', lang) },
        { id: 'csv', label: t('imports.templateCsv'), onPick: save('csv', lang) },
        { id: 'line', line: true },
        { id: 'other', label: t('imports.templateOther'), onPick: save('xlsx', lang === 'zh' ? 'en' : 'zh') },
      ]}
    />
  )
}

/** The server names a place as "row 7, 金额". */
function placeOf(pointer: string): { row: string; column: string } {
  const [, row = '', column = ''] = /^row (\d+), ?(.*)$/.exec(pointer) ?? []
  return { row, column: column || (row ? '' : pointer) }
}

/** Every bad row at once; anything else that went wrong is told as usual. */
function Refused({ error }: { error: ApiError }) {
  const t = texts.use()
  if (error.code !== 'rows_refused') return <ErrorPanel error={error} />
  return (
    <>
      <Banner tone="danger">{t('imports.bad', { count: error.errors.length })}</Banner>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by the keyboard */}
      <div className="dz-table-wrap" style={{ maxHeight: 360, overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('imports.mistakes')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col" className="dz-num">
                {t('imports.row')}
              </th>
              <th scope="col">{t('imports.column')}</th>
              <th scope="col">{t('imports.mistake')}</th>
            </tr>
          </thead>
          <tbody>
            {error.errors.map((mistake) => {
              const { row, column } = placeOf(mistake.pointer)
              return (
                <tr key={`${mistake.pointer} ${mistake.code}`}>
                  <td className="dz-num">{row || '–'}</td>
                  <td>{column || '–'}</td>
                  <td>{mistake.detail}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
