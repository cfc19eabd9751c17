import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { Chip, Menu, type MenuItem } from '@/shared/ui'
import { MoreIcon } from '@/shared/ui/icons'
import { useNames } from './names'
import type { Unit } from './queries'
import { texts } from '../../organisation-texts'
import { type Branch, mayMove, staffOf, treeOf } from './tree'
import './organisation.css'

export type UnitAct = { kind: 'add' | 'change' | 'close' | 'history' | 'position'; unit: Unit } | { kind: 'move'; unit: Unit; onto: Unit | null }

interface ChartProps {
  units: readonly Unit[]
  /** Changes can only be made from today on: another day is looked at. */
  frozen: boolean
  onAct: (act: UnitAct) => void
}

/** Arrows go from unit to unit, in the order in which they are drawn. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (step === undefined || !(event.target as HTMLElement).matches('[role="treeitem"]')) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')]
  items[items.indexOf(event.target as HTMLElement) + step]?.focus()
}

/** The tree, drawn. Drag a unit onto another to move it; arrows, Enter and M do the same by keyboard. */
export function Chart({ units, frozen, onAct }: ChartProps) {
  const t = texts.use()
  const [dragged, setDragged] = useState<string | null>(null)
  const tree = treeOf(units)
  const [active, setActive] = useState<string | null>(null)
  const first = tree[0]?.unit.id ?? null
  const shared = { units, frozen, onAct, dragged, setDragged, active: units.some((unit) => unit.id === active) ? active : first, setActive }
  return (
    <div className="org-scroll">
      <ul className="org-tree" role="tree" aria-label={t('chart.tree')} onKeyDown={walk}>
        {tree.map((branch) => (
          <Node key={branch.unit.id} branch={branch} {...shared} />
        ))}
      </ul>
    </div>
  )
}

interface NodeProps extends ChartProps {
  branch: Branch<Unit>
  dragged: string | null
  setDragged: (id: string | null) => void
  active: string | null
  setActive: (id: string) => void
}

/** The card is the item: what it says is its name, and the units below stand beside it, not in it. */
function Node({ branch, ...shared }: NodeProps) {
  return (
    <li role="none">
      <UnitCard branch={branch} {...shared} />
      {branch.below.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a tree's groups are called so
        <ul role="group">
          {branch.below.map((below) => (
            <Node key={below.unit.id} branch={below} {...shared} />
          ))}
        </ul>
      )}
    </li>
  )
}

function UnitCard({ branch, units, frozen, onAct, dragged, setDragged, active, setActive }: NodeProps) {
  const t = texts.use()
  const names = useNames()
  const navigate = useNavigate()
  const may = useCan()('people.organisation.change') && !frozen
  const [over, setOver] = useState(false)
  const { unit } = branch
  const takes = dragged !== null && mayMove(units, dragged, unit.id)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const moved = units.find((one) => one.id === dragged)
    setDragged(null)
    if (moved && takes) onAct({ kind: 'move', unit: moved, onto: unit })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') onAct({ kind: 'history', unit })
    if (event.key.toLowerCase() === 'm' && may && unit.parent_id !== null) {
      event.preventDefault()
      onAct({ kind: 'move', unit, onto: null })
    }
  }
  const items: MenuItem[] = [
    { id: 'history', label: t('chart.history'), onPick: () => onAct({ kind: 'history', unit }) },
    { id: 'positions', label: t('positions.title'), onPick: () => void navigate({ to: '/positions', search: { unit_id: unit.id } }) },
    { id: 'people', label: t('employees.title'), onPick: () => void navigate({ to: '/employees', search: { unit_id: unit.id } }) },
  ]
  if (may) {
    items.push(
      { id: 'line', line: true },
      { id: 'change', label: t('chart.rename'), onPick: () => onAct({ kind: 'change', unit }) },
      { id: 'move', label: t('chart.move'), disabled: unit.parent_id === null, onPick: () => onAct({ kind: 'move', unit, onto: null }) },
      { id: 'add', label: t('chart.addBelow'), onPick: () => onAct({ kind: 'add', unit }) },
      { id: 'position', label: t('chart.addPosition'), onPick: () => onAct({ kind: 'position', unit }) },
      { id: 'close', label: t('chart.close'), danger: true, onPick: () => onAct({ kind: 'close', unit }) },
    )
  }
  return (
    <div
      role="treeitem"
      aria-expanded={branch.below.length > 0 ? true : undefined}
      aria-selected={active === unit.id}
      tabIndex={active === unit.id ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && setActive(unit.id)}
      onKeyDown={onKeyDown}
      className="org-card"
      draggable={may && unit.parent_id !== null}
      data-takes={takes && over ? true : undefined}
      data-dragged={dragged === unit.id ? true : undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', names.name(unit))
        setDragged(unit.id)
      }}
      onDragEnd={() => setDragged(null)}
      onDragOver={(event) => {
        if (!takes) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="org-card-head">
        <strong>{names.name(unit)}</strong>
        <Menu trigger={{ kind: 'icon', props: { size: 'small', icon: MoreIcon, label: t('menuOf', { name: names.name(unit) }) } }} label={t('menuOf', { name: names.name(unit) })} items={items} />
      </div>
      <div className={unit.head ? undefined : 'dz-soft'}>{unit.head ? `${t('chart.head')} ${unit.head.name}` : t('chart.noHead')}</div>
      {unit.deputy && <div className="dz-soft">{`${t('chart.deputy')} ${unit.deputy.name}`}</div>}
      <div className="dz-soft">
        {branch.below.length > 0 ? t('chart.here', { own: unit.staff_count, all: staffOf(branch) }) : t('people', { count: unit.staff_count })} · {t('chart.positions', { count: unit.position_count })}
      </div>
      {unit.changes_later && <Chip tone="info">{t('chart.changesLater')}</Chip>}
    </div>
  )
}
