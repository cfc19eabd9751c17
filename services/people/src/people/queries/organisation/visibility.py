"""Whose rows somebody sees: their own, their people's (units they lead and all beneath, and who reports to their position), or all."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import read_id
from people.queries.organisation.structure import DESCRIPTION, members_of, units_below, units_led_by

OWN = text("SELECT id FROM employee WHERE account_id = :account_id")
REPORTING = text(f"""
    SELECT DISTINCT a.employee_id FROM assignment a JOIN ({DESCRIPTION}) d ON d.position_id = a.position_id
    JOIN assignment mine ON mine.position_id = d.superior_id AND mine.employee_id = :employee_id
    WHERE a.main AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
      AND mine.valid_from <= :on AND (mine.valid_until IS NULL OR mine.valid_until > :on)
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


async def visible_to(reader: AsyncSession, *, actor: Actor, sees_all: str, on: date) -> list[UUID] | None:
    """None for everybody: who holds the permission `sees_all`. Else oneself and one's people."""
    if actor.may(sees_all):
        return None
    own = await employee_of(reader, actor)
    return [] if own is None else sorted({own} | await people_of(reader, employee_id=own, on=on))
