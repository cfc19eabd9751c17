"""Units and their periods. Lock order of the organisation: the tree, employees by id, positions by id.

Whoever changes the tree holds it alone: two moves that are right one by one can make a circle together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, text

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.organisation.employee import Employee
from people.domain.organisation.position import Position
from people.domain.organisation.timeline import Span, UnitFacts
from people.domain.organisation.unit import Unit, UnitNotFound, UnitPeriod

ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('unit tree of ' || current_schema(), 0))")


async def enter_tree(uow: UnitOfWork) -> None:
    """Nobody else changes units until this transaction ends."""
    await uow.session.execute(ALONE)


async def lock_unit(uow: UnitOfWork, unit_id: UUID) -> Unit:
    """Raises UnitNotFound."""
    unit = await uow.session.scalar(select(Unit).where(Unit.id == unit_id).with_for_update())
    if unit is None:
        raise UnitNotFound
    return unit


async def is_empty(uow: UnitOfWork) -> bool:
    return not await uow.session.scalar(select(exists(select(Unit.id))))


async def unit_code_taken(uow: UnitOfWork, code: str) -> bool:
    return bool(await uow.session.scalar(select(exists(select(Unit.id).where(Unit.code == code)))))


async def load_spans(uow: UnitOfWork) -> dict[UUID, list[Span]]:
    """Of all units, each in order of time. A house has some hundred."""
    found: dict[UUID, list[Span]] = {}
    for row in await uow.session.scalars(select(UnitPeriod).order_by(UnitPeriod.unit_id, UnitPeriod.valid_from)):
        found.setdefault(row.unit_id, []).append(Span(valid_from=row.valid_from, valid_until=row.valid_until, facts=_facts(row)))
    return found


async def add_unit(uow: UnitOfWork, unit: Unit, spans: Sequence[Span]) -> None:
    uow.session.add(unit)
    await uow.session.flush()
    await save_spans(uow, unit_id=unit.id, spans=spans)


async def save_spans(uow: UnitOfWork, *, unit_id: UUID, spans: Sequence[Span]) -> None:
    """In place of those that were there; periods that stay keep their row."""
    kept = {(span.valid_from, span.valid_until, span.facts) for span in spans}
    rows = list(await uow.session.scalars(select(UnitPeriod).where(UnitPeriod.unit_id == unit_id)))
    there: set[tuple[date, date | None, UnitFacts]] = set()
    gone: list[UUID] = []
    for row in rows:
        key = (row.valid_from, row.valid_until, _facts(row))
        there.add(key) if key in kept else gone.append(row.id)
    for row in rows:
        if row.id in gone:
            uow.session.expunge(row)
    await uow.session.execute(delete(UnitPeriod).where(UnitPeriod.id.in_(gone)).execution_options(synchronize_session=False))
    uow.session.add_all(
        UnitPeriod(id=new_id(), unit_id=unit_id, valid_from=span.valid_from, valid_until=span.valid_until, **asdict(span.facts))
        for span in spans
        if (span.valid_from, span.valid_until, span.facts) not in there
    )
    await uow.session.flush()


def _facts(row: UnitPeriod) -> UnitFacts:
    return UnitFacts(
        parent_id=row.parent_id, name_zh=row.name_zh, name_en=row.name_en, head_id=row.head_id, deputy_id=row.deputy_id, place=row.place
    )


async def drop_unit(uow: UnitOfWork, unit: Unit) -> None:
    """One that has never begun."""
    await save_spans(uow, unit_id=unit.id, spans=[])
    await uow.session.delete(unit)
    await uow.session.flush()


async def open_positions(uow: UnitOfWork, *, unit_id: UUID, on: date) -> int:
    query = select(func.count()).select_from(Position)
    return (
        await uow.session.scalar(query.where(Position.unit_id == unit_id, or_(Position.closed_on.is_(None), Position.closed_on > on))) or 0
    )


async def has_positions(uow: UnitOfWork, unit_id: UUID) -> bool:
    return bool(await uow.session.scalar(select(exists(select(Position.id).where(Position.unit_id == unit_id)))))


async def employees_of(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, Employee]:
    rows = await uow.session.scalars(select(Employee).where(Employee.id.in_(ids)))
    return {row.id: row for row in rows}
