from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_unit
from people.domain.organisation.heads import check_heads
from people.domain.organisation.timeline import changed, span_on
from people.domain.organisation.tree import check_tree
from people.domain.organisation.unit import Unit
from people.store.organisation.units import employees_of, enter_tree, load_spans, lock_unit, save_spans


async def change_unit(
    uow: UnitOfWork, *, unit_id: UUID, expected_version: int, on: date, wish: Mapping[str, Any], reason: str, today: date
) -> Unit:
    """Rename, move, appoint: `wish` holds the fields of UnitFacts that are another from `on` on; what was before stays as it was.

    Raises UnitNotFound, VersionStale, DateInThePast, UnitNotThere, EmployeeNotFound, HeadNotHere, HeadIsDeputy, SeveralTops, UnitsInACircle,
    ParentNotThere, TreeTooDeep.
    """
    await enter_tree(uow)
    unit = await lock_unit(uow, unit_id)
    check_version(expected=expected_version, actual=unit.version)
    units = await load_spans(uow)
    before = units[unit_id]
    units[unit_id] = changed(before, on=on, wish=wish, today=today)
    if units[unit_id] == before:
        return unit
    check_tree(units, since=on)
    old, new = span_on(before, on), span_on(units[unit_id], on)
    assert old is not None, "`changed` refused otherwise"
    assert new is not None, "a change closes nothing"
    if {"head_id", "deputy_id"} & set(wish):
        check_heads(new.facts, await employees_of(uow, new.facts.leaders), on=on)
    await save_spans(uow, unit_id=unit_id, spans=units[unit_id])
    unit.version += 1
    shown_before, shown_after = old.facts.shown(), new.facts.shown()
    differs = {name for name in wish if shown_before[name] != shown_after[name]}
    uow.audit(
        "unit.changed",
        noun="unit",
        noun_id=shown_unit(unit_id),
        before={name: shown_before[name] for name in sorted(differs)},
        after={"effective_from": on.isoformat(), **{name: shown_after[name] for name in sorted(differs)}},
        reason=reason or None,
    )
    uow.changed("unit", shown_unit(unit_id))
    return unit
