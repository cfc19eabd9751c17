from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_unit
from people.domain.organisation.timeline import withdrawn
from people.domain.organisation.tree import check_tree
from people.domain.organisation.unit import UnitHasPositions, UnitHasUnits
from people.store.organisation.units import drop_unit, enter_tree, has_positions, load_spans, lock_unit, save_spans


async def withdraw_unit_change(uow: UnitOfWork, *, unit_id: UUID, expected_version: int, day: date, today: date) -> None:
    """What was planned for `day` never comes: a change, the closing, or the unit itself.

    Raises UnitNotFound, VersionStale, DateInThePast, PlannedChangeNotFound, ChangesPlanned, UnitHasUnits, UnitHasPositions, SeveralTops,
    UnitsInACircle, ParentNotThere.
    """
    await enter_tree(uow)
    unit = await lock_unit(uow, unit_id)
    check_version(expected=expected_version, actual=unit.version)
    units = await load_spans(uow)
    spans = withdrawn(units[unit_id], day=day, today=today)
    uow.audit("unit.change_withdrawn", noun="unit", noun_id=shown_unit(unit_id), before={"planned_for": day.isoformat()})
    uow.changed("unit", shown_unit(unit_id))
    if spans:
        check_tree({**units, unit_id: spans}, since=day)
        await save_spans(uow, unit_id=unit_id, spans=spans)
        unit.version += 1
        return
    below = [span.facts.name_zh for others in units.values() for span in others if span.facts.parent_id == unit_id]
    if below:
        raise UnitHasUnits(day=day, names="、".join(dict.fromkeys(below)))
    if await has_positions(uow, unit_id):
        raise UnitHasPositions(day=day, count=1)
    await drop_unit(uow, unit)
