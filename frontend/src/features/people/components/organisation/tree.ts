const WIDE_BLANK = '\u3000'

/** What the chart needs of a unit. */
export interface Stands {
  id: string
  parent_id: string | null
}

export interface Branch<Unit> {
  unit: Unit
  below: readonly Branch<Unit>[]
}

/** The tree of a day out of its rows, siblings in the order of the rows. A unit whose parent is not there stands at the top, so that it is seen. */
export function treeOf<Unit extends Stands>(units: readonly Unit[]): readonly Branch<Unit>[] {
  const there = new Set(units.map((unit) => unit.id))
  const children = new Map<string | null, Unit[]>()
  for (const unit of units) {
    const above = unit.parent_id !== null && there.has(unit.parent_id) ? unit.parent_id : null
    children.set(above, [...(children.get(above) ?? []), unit])
  }
  const branch = (unit: Unit): Branch<Unit> => ({ unit, below: (children.get(unit.id) ?? []).map(branch) })
  return (children.get(null) ?? []).map(branch)
}

/** The unit and everything beneath it: none of these can be the unit above it. */
export function withBelow(units: readonly Stands[], id: string): ReadonlySet<string> {
  const found = new Set([id])
  // Each round goes one level down; a circle ends the walk because nothing new is found.
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const unit of units) if (unit.parent_id !== null && found.has(unit.parent_id)) found.add(unit.id)
  }
  return found
}

/** Whether a unit may be dropped there: somewhere else than now, and not beneath itself. */
export function mayMove(units: readonly Stands[], id: string, onto: string): boolean {
  const unit = units.find((one) => one.id === id)
  return unit !== undefined && unit.parent_id !== onto && !withBelow(units, id).has(onto)
}

/** Choices that show by wide blanks how deep they stand. */
export function indented<Unit extends Stands>(units: readonly Unit[], name: (unit: Unit) => string): { value: string; label: string }[] {
  const walk = (branches: readonly Branch<Unit>[], depth: number): { value: string; label: string }[] =>
    branches.flatMap(({ unit, below }) => [{ value: unit.id, label: `${WIDE_BLANK.repeat(depth)}${name(unit)}` }, ...walk(below, depth + 1)])
  return walk(treeOf(units), 0)
}

/** How many work in a branch. */
export function staffOf(branch: Branch<{ staff_count: number }>): number {
  return branch.unit.staff_count + branch.below.reduce((sum, below) => sum + staffOf(below), 0)
}
