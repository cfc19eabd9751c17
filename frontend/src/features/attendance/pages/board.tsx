import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Chip, EmptyState, IconButton, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { BackIcon, ChevronRightIcon, EmployeesIcon } from '@/shared/ui/icons'
import { clock, edgesOf, MARK_TONES, markOf } from '../components/judge'
import { boardPage, type BoardRow, dayKeys, unitsQuery } from '../queries'
import { texts } from '../texts'

const rowId = (row: BoardRow) => row.employee_id

/** A day of a unit's people: who is here, who is late, who is away. */
export function AttendanceBoard() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const search = useSearch({ from: '/shell/attendance-board' })
  const navigate = useNavigate({ from: '/attendance-board' })
  const day = search.day ?? companyDay()
  const units = useQuery(unitsQuery)
  const source = useCursorList({ queryKey: dayKeys.list({ day, unit: search.unit }), page: boardPage(day, search.unit), nouns: ['rota', 'hours_notice', 'company_day'] })
  const go = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const unitName = useCallback(
    (id: string) => {
      const unit = units.data?.find((one) => one.id === id)
      return unit ? (zh ? unit.name_zh : unit.name_en) : ''
    },
    [units.data, zh],
  )
  const columns = useMemo<GridColumn<BoardRow>[]>(() => {
    const edge = (row: BoardRow, place: number) => (row.day === null ? '–' : clock(edgesOf(row.day)[place]?.at ?? null))
    return [
      { id: 'number', header: t('board.number'), width: 170, pinned: 'start', cell: (row) => <span className="dz-mono">{row.number}</span>, copy: (row) => row.number },
      { id: 'name', header: t('board.name'), width: 120, always: true, cell: (row) => <Link to="/my-attendance" search={{ employee: row.employee_id, month: day.slice(0, 7), day }}>{row.name}</Link>, copy: (row) => row.name },
      { id: 'state', header: t('board.state'), width: 130, cell: (row) => (row.day === null ? '–' : <Chip tone={MARK_TONES[markOf(row.day)]}>{t(`marks.${markOf(row.day)}`)}</Chip>), copy: (row) => (row.day === null ? '' : t(`marks.${markOf(row.day)}`)) },
      ...[0, 1, 2, 3].map((place) => ({
        id: `edge${place}`,
        header: `${t('board.session', { number: Math.floor(place / 2) + 1 })} ${t(place % 2 === 0 ? 'day.in' : 'day.out')}`,
        width: 120,
        cell: (row: BoardRow) => <span className="dz-mono">{edge(row, place)}</span>,
        copy: (row: BoardRow) => edge(row, place),
      })),
      { id: 'unit', header: t('board.unit'), width: 160, grow: true, cell: (row) => unitName(row.unit_id), copy: (row) => unitName(row.unit_id) },
    ]
  }, [t, unitName, day])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'unit', label: t('board.unit'), options: (units.data ?? []).map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en })) }], [t, units.data, zh])
  return (
    <Page
      title={t('board.title')}
      lead={t('board.lead')}
      width="full"
      actions={
        <>
          <IconButton label={t('board.before')} icon={BackIcon} onClick={() => go({ day: dayAfter(day, -1) })} />
          <strong className="dz-mono">{day}</strong>
          <IconButton label={t('board.after')} icon={ChevronRightIcon} onClick={() => go({ day: dayAfter(day) })} />
        </>
      }
    >
      <DataGrid
        id="attendance-board"
        label={t('board.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/my-attendance', search: { employee: row.employee_id, month: day.slice(0, 7), day } })}
        toolbar={<FilterBar fields={fields} value={{ unit: search.unit }} onChange={go} />}
        empty={
          <EmptyState icon={EmployeesIcon} title={t('board.empty')}>
            {t('board.emptyAdvice')}
          </EmptyState>
        }
      />
    </Page>
  )
}
