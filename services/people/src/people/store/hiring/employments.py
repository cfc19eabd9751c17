"""Loads and saves spells of work, probation decisions, moves and leavings."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text

from chassis.uow import UnitOfWork
from people.domain.hiring.employment import Employment, Move, MoveNotFound, MoveState, ProbationDecision
from people.domain.hiring.leaving import Leaving, LeavingItem, LeavingItemNotFound, LeavingNotFound, LeavingState
from people.domain.organisation.position import Assignment

# What somebody has in hand, as far as the house knows it.
WAITING_APPROVALS = text("SELECT count(DISTINCT approval_id) FROM approval_candidate WHERE account_id = :account_id AND open")
OWN_APPROVALS = text("SELECT count(*) FROM approval WHERE requester_id = :account_id AND state = 'waiting'")
UNITS_LED = text("""
    SELECT DISTINCT name_zh, name_en FROM unit_period
    WHERE (head_id = :employee_id OR deputy_id = :employee_id) AND (valid_until IS NULL OR valid_until > :on) ORDER BY name_zh
""")
OWN_CLIENTS = text("SELECT name FROM api_client WHERE owner_id = :account_id AND disabled_at IS NULL ORDER BY name")


async def add_row(uow: UnitOfWork, row: Employment | ProbationDecision | Move) -> None:
    uow.session.add(row)
    await uow.session.flush()


async def latest_employment(uow: UnitOfWork, employee_id: UUID) -> Employment | None:
    query = select(Employment).where(Employment.employee_id == employee_id).order_by(Employment.hired_on.desc(), Employment.id.desc())
    return await uow.session.scalar(query.limit(1).with_for_update())


async def planned_move(uow: UnitOfWork, employee_id: UUID) -> Move | None:
    return await uow.session.scalar(select(Move).where(Move.employee_id == employee_id, Move.state == MoveState.PLANNED).with_for_update())


async def find_employee_of_move(uow: UnitOfWork, move_id: UUID) -> UUID:
    """Whom to lock before the move. Raises MoveNotFound."""
    found = await uow.session.scalar(select(Move.employee_id).where(Move.id == move_id))
    if found is None:
        raise MoveNotFound
    return found


async def lock_move(uow: UnitOfWork, move_id: UUID) -> Move:
    """Raises MoveNotFound."""
    found = await uow.session.scalar(select(Move).where(Move.id == move_id).with_for_update())
    if found is None:
        raise MoveNotFound
    return found


async def moves_due(uow: UnitOfWork, *, on: date, limit: int) -> Sequence[Move]:
    query = select(Move).where(Move.state == MoveState.PLANNED, Move.takes_effect_on <= on).order_by(Move.id).limit(limit)
    return list(await uow.session.scalars(query.with_for_update(skip_locked=True)))


async def assignments_from(uow: UnitOfWork, employee_id: UUID, *, on: date) -> list[Assignment]:
    """Those that hold on the day, or would later. Lock the employee first."""
    query = select(Assignment).where(Assignment.employee_id == employee_id)
    query = query.where((Assignment.valid_until.is_(None)) | (Assignment.valid_until > on)).order_by(Assignment.valid_from, Assignment.id)
    return list(await uow.session.scalars(query.with_for_update()))


async def add_leaving(uow: UnitOfWork, leaving: Leaving, items: Sequence[LeavingItem]) -> None:
    uow.session.add(leaving)
    await uow.session.flush()
    uow.session.add_all(items)
    await uow.session.flush()


async def find_employee_of_leaving(uow: UnitOfWork, leaving_id: UUID) -> UUID:
    """Whom to lock before the leaving. Raises LeavingNotFound."""
    found = await uow.session.scalar(select(Leaving.employee_id).where(Leaving.id == leaving_id))
    if found is None:
        raise LeavingNotFound
    return found


async def lock_leaving(uow: UnitOfWork, leaving_id: UUID) -> Leaving:
    """Raises LeavingNotFound."""
    query = select(Leaving).where(Leaving.id == leaving_id).with_for_update()
    found = await uow.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise LeavingNotFound
    return found


async def planned_leaving(uow: UnitOfWork, employee_id: UUID) -> Leaving | None:
    query = select(Leaving).where(Leaving.employee_id == employee_id, Leaving.state == LeavingState.PLANNED)
    return await uow.session.scalar(query.with_for_update())


async def lock_item(uow: UnitOfWork, *, leaving_id: UUID, item_id: UUID) -> LeavingItem:
    """Raises LeavingItemNotFound."""
    query = select(LeavingItem).where(LeavingItem.id == item_id, LeavingItem.leaving_id == leaving_id)
    found = await uow.session.scalar(query.with_for_update())
    if found is None:
        raise LeavingItemNotFound
    return found


async def add_item(uow: UnitOfWork, item: LeavingItem) -> None:
    """At the end of the list. Ask while the leaving is locked."""
    last = await uow.session.scalar(select(func.max(LeavingItem.place)).where(LeavingItem.leaving_id == item.leaving_id))
    item.place = 0 if last is None else last + 1
    uow.session.add(item)
    await uow.session.flush()


async def approvals_in_hand(uow: UnitOfWork, account_id: UUID) -> tuple[int, int]:
    """How many wait for their decision, and how many of their own are not decided."""
    waiting = await uow.session.scalar(WAITING_APPROVALS, {"account_id": account_id})
    return waiting or 0, await uow.session.scalar(OWN_APPROVALS, {"account_id": account_id}) or 0


async def units_led(uow: UnitOfWork, employee_id: UUID, *, on: date) -> list[tuple[str, str]]:
    """Those they head or stand in for on the day or later, in both languages."""
    return [(row.name_zh, row.name_en) for row in await uow.session.execute(UNITS_LED, {"employee_id": employee_id, "on": on})]


async def clients_owned(uow: UnitOfWork, account_id: UUID) -> list[str]:
    return list((await uow.session.scalars(OWN_CLIENTS, {"account_id": account_id})).all())
