"""Loads and saves positions, their descriptions, plans and holders."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select

from chassis.uow import UnitOfWork
from people.domain.organisation.description import DescriptionNotFound
from people.domain.organisation.headcount import Held, Plan
from people.domain.organisation.position import (
    Assignment,
    AssignmentNotFound,
    DescriptionState,
    Headcount,
    Position,
    PositionDescription,
    PositionNotFound,
)
from people.domain.role import Role, RoleUnknown


async def add_position(uow: UnitOfWork, position: Position) -> None:
    uow.session.add(position)
    await uow.session.flush()


async def position_code_taken(uow: UnitOfWork, code: str) -> bool:
    return bool(await uow.session.scalar(select(exists(select(Position.id).where(Position.code == code)))))


async def lock_position(uow: UnitOfWork, position_id: UUID) -> Position:
    """Raises PositionNotFound."""
    position = await uow.session.scalar(select(Position).where(Position.id == position_id).with_for_update())
    if position is None:
        raise PositionNotFound
    return position


async def title_of(uow: UnitOfWork, position: Position, *, on: date) -> str:
    """As its description says that day; the code of one that nobody has described."""
    described = await description_in_force(uow, position_id=position.id, on=on)
    return described.title_zh if described is not None else position.code


# ---- descriptions


async def description_in_force(uow: UnitOfWork, *, position_id: UUID, on: date) -> PositionDescription | None:
    query = select(PositionDescription).where(
        PositionDescription.position_id == position_id,
        PositionDescription.state == DescriptionState.PUBLISHED,
        PositionDescription.effective_from <= on,
    )
    return await uow.session.scalar(query.order_by(PositionDescription.effective_from.desc(), PositionDescription.number.desc()).limit(1))


async def lock_description(uow: UnitOfWork, *, position_id: UUID, number: int) -> PositionDescription:
    """Raises DescriptionNotFound."""
    query = select(PositionDescription).where(PositionDescription.position_id == position_id, PositionDescription.number == number)
    found = await uow.session.scalar(query.with_for_update())
    if found is None:
        raise DescriptionNotFound
    return found


async def descriptions_of(uow: UnitOfWork, position_id: UUID) -> Sequence[PositionDescription]:
    query = select(PositionDescription).where(PositionDescription.position_id == position_id)
    return list(await uow.session.scalars(query.order_by(PositionDescription.number)))


async def add_description(uow: UnitOfWork, description: PositionDescription) -> None:
    uow.session.add(description)
    await uow.session.flush()


async def delete_description(uow: UnitOfWork, description: PositionDescription) -> None:
    await uow.session.delete(description)
    await uow.session.flush()


async def roles_of(uow: UnitOfWork, ids: Sequence[UUID]) -> Sequence[Role]:
    """Raises RoleUnknown."""
    found = list(await uow.session.scalars(select(Role).where(Role.id.in_(ids))))
    unknown = set(ids) - {role.id for role in found}
    if unknown:
        raise RoleUnknown(roles=", ".join(sorted(str(role_id) for role_id in unknown)))
    return found


async def check_references(uow: UnitOfWork, *, role_ids: Sequence[UUID], superior_id: UUID | None) -> None:
    """Raises RoleUnknown, PositionNotFound."""
    await roles_of(uow, role_ids)
    if superior_id is not None and not await uow.session.scalar(select(exists(select(Position.id).where(Position.id == superior_id)))):
        raise PositionNotFound


async def standard_roles(uow: UnitOfWork) -> dict[str, Role]:
    return {str(role.code): role for role in await uow.session.scalars(select(Role).where(Role.code.is_not(None)))}


# ---- plans and holders


async def plans_of(uow: UnitOfWork, position_id: UUID) -> list[Plan]:
    query = select(Headcount.valid_from, Headcount.planned).where(Headcount.position_id == position_id)
    rows = await uow.session.execute(query.order_by(Headcount.valid_from, Headcount.id))
    return [Plan(valid_from=row.valid_from, planned=row.planned) for row in rows]


async def add_headcount(uow: UnitOfWork, headcount: Headcount) -> None:
    uow.session.add(headcount)
    await uow.session.flush()


async def held_of(uow: UnitOfWork, position_id: UUID, *, leaving_out: UUID | None = None) -> list[Held]:
    query = select(Assignment.id, Assignment.valid_from, Assignment.valid_until).where(Assignment.position_id == position_id)
    rows = await uow.session.execute(query.order_by(Assignment.valid_from))
    return [Held(valid_from=row.valid_from, valid_until=row.valid_until) for row in rows if row.id != leaving_out]


async def assignments_of(uow: UnitOfWork, employee_id: UUID) -> Sequence[Assignment]:
    return list(await uow.session.scalars(select(Assignment).where(Assignment.employee_id == employee_id).order_by(Assignment.valid_from)))


async def add_assignment(uow: UnitOfWork, assignment: Assignment) -> None:
    uow.session.add(assignment)
    await uow.session.flush()


async def lock_assignment(uow: UnitOfWork, assignment_id: UUID) -> Assignment:
    """Raises AssignmentNotFound."""
    found = await uow.session.scalar(select(Assignment).where(Assignment.id == assignment_id).with_for_update())
    if found is None:
        raise AssignmentNotFound
    return found


async def delete_assignment(uow: UnitOfWork, assignment_id: UUID) -> None:
    await uow.session.execute(delete(Assignment).where(Assignment.id == assignment_id))


async def holders_after(uow: UnitOfWork, *, position_id: UUID, on: date) -> int:
    """How many hold the position on the day or later."""
    query = select(func.count()).select_from(Assignment).where(Assignment.position_id == position_id)
    return await uow.session.scalar(query.where(or_(Assignment.valid_until.is_(None), Assignment.valid_until > on))) or 0
