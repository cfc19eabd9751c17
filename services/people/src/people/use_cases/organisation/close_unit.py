from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_unit
from people.domain.organisation.timeline import closed
from people.domain.organisation.tree import check_tree
from people.domain.organisation.unit import Unit, UnitHasPositions, UnitHasUnits
from people.store.organisation.units import enter_tree, load_spans, lock_unit, open_positions, save_spans


async def close_unit(uow: UnitOfWork, *, unit_id: UUID, expected_version: int, on: date, reason: str, today: date) -> Unit:
    """`on` is the first day without it.

    Raises UnitNotFound, VersionStale, DateInThePast, UnitNotThere, UnitCloses, ChangesPlanned, UnitHasUnits, UnitHasPositions.
    """
    await enter_tree(uow)
    unit = await lock_unit(uow, unit_id)
    check_version(expected=expected_version, actual=unit.version)
    units = await load_spans(uow)
    units[unit_id] = closed(units[unit_id], on=on, today=today)
    below = [
        span.facts.name_zh
        for spans in units.values()
        for span in spans
        if span.facts.parent_id == unit_id and (span.valid_until is None or span.valid_until > on)
    ]
    if below:
        raise UnitHasUnits(day=on, names="、".join(dict.fromkeys(below)))
    count = await open_positions(uow, unit_id=unit_id, on=on)
    if count:
        raise UnitHasPositions(day=on, count=count)
    check_tree(units, since=on)
    await save_spans(uow, unit_id=unit_id, spans=units[unit_id])
    unit.version += 1
    uow.audit("unit.closed", noun="unit", noun_id=shown_unit(unit_id), after={"closed_from": on.isoformat()}, reason=reason or None)
    uow.changed("unit", shown_unit(unit_id))
    return unit
