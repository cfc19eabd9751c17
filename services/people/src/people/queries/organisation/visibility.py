"""Whose rows somebody sees: their own, their people's (units they lead and all beneath, and who reports to their position), and those that the
roles reach by which they hold a permission: nobody more, a unit and all beneath, or all (rule ORG-7, docs/adr/0015).
"""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import read_id
from people.queries.organisation.reach import sight_of
from people.queries.organisation.structure import DESCRIPTION, members_of, units_below, units_led_by

OWN = text("SELECT id FROM employee WHERE account_id = :account_id")
REPORTING = text(f"""
    SELECT DISTINCT a.employee_id FROM assignment a JOIN ({DESCRIPTION}) d ON d.position_id = a.position_id
    JOIN assignment mine ON mine.position_id = d.superior_id AND mine.employee_id = :employee_id
    WHERE a.main AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
      AND mine.valid_from <= :on AND (mine.valid_until IS NULL OR mine.valid_until > :on)
""")
IN_UNITS = text("""
    SELECT DISTINCT a.employee_id FROM assignment a JOIN position p ON p.id = a.position_id
    WHERE p.unit_id = ANY(:units) AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
""")


async def employee_of(reader: AsyncSession, actor: Actor) -> UUID | None:
    """Who asks, as an employee; None for API clients and for accounts of nobody who works here."""
    try:
        account_id = read_id("acc", actor.id)
    except ValueError:
        return None
    return await reader.scalar(OWN, {"account_id": account_id})


async def people_of(reader: AsyncSession, *, employee_id: UUID, on: date) -> set[UUID]:
    """Those below somebody on the day; never themselves."""
    led = await units_led_by(reader, employee_id=employee_id, on=on)
    found = set(await members_of(reader, units=await units_below(reader, units=led, on=on), on=on)) if led else set[UUID]()
    found |= set((await reader.scalars(REPORTING, {"employee_id": employee_id, "on": on})).all())
    return found - {employee_id}


async def reached_by(reader: AsyncSession, *, actor: Actor, permission: str, on: date) -> set[UUID] | None:
    """Whom the actor's roles with this permission reach; None for everybody, and nobody for who does not hold it."""
    if not actor.may(permission):
        return set()
    sight = await sight_of(reader, actor=actor, permission=permission, on=on)
    if sight.units is None:
        return None
    return set((await reader.scalars(IN_UNITS, {"units": list(sight.units), "on": on})).all()) if sight.units else set()


async def reaches(reader: AsyncSession, *, actor: Actor, permission: str, employee_id: UUID, on: date) -> bool:
    """Whether the actor's roles with this permission reach this employee."""
    reached = await reached_by(reader, actor=actor, permission=permission, on=on)
    return reached is None or employee_id in reached


async def visible_to(reader: AsyncSession, *, actor: Actor, sees_all: str, on: date) -> list[UUID] | None:
    """None for everybody: who holds the permission `sees_all` by a role that reaches all. Else oneself, one's people, and whom it reaches."""
    reached = await reached_by(reader, actor=actor, permission=sees_all, on=on)
    if reached is None:
        return None
    own = await employee_of(reader, actor)
    return sorted(reached if own is None else reached | {own} | await people_of(reader, employee_id=own, on=on))
