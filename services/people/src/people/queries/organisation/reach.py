"""Whose rows somebody may see or change inside people: the reach of the roles by which they hold the permission (docs/adr/0015).

The token says what, and in which shops; whose is asked here, at the time of asking, so that it is never out of date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import read_id
from people.domain.grants import covering
from people.domain.rights import Reach
from people.queries.organisation.structure import units_below

SOURCES = text("""
    SELECT r.reach, coalesce(s.unit_id, (
        SELECT p.unit_id FROM employee e JOIN assignment a ON a.employee_id = e.id AND a.main JOIN position p ON p.id = a.position_id
        WHERE e.account_id = s.account_id AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on))) AS unit_id
    FROM role_sources_on(:on) s JOIN role r ON r.id = s.role_id
    WHERE s.account_id = :account_id AND r.permissions && CAST(:covering AS text[])
""")
IN_REACH = text("""
    SELECT EXISTS (
        SELECT FROM employee e JOIN assignment a ON a.employee_id = e.id JOIN position p ON p.id = a.position_id
        WHERE e.account_id = :account_id AND p.unit_id = ANY(:units) AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on))
""")


@dataclass(frozen=True, kw_only=True)
class Sight:
    """`units` None: everybody. Else one's own account, and the people whose positions lie in these units."""

    account_id: UUID | None
    units: Sequence[UUID] | None


async def sight_of(reader: AsyncSession, *, actor: Actor, permission: str, on: date) -> Sight:
    """Programs and the house itself see everybody, as far as their permissions go."""
    if actor.kind != "person":
        return Sight(account_id=None, units=None)
    account_id = read_id("acc", actor.id)
    rows = (await reader.execute(SOURCES, {"account_id": account_id, "on": on, "covering": covering(permission)})).all()
    if any(row.reach == Reach.ALL for row in rows):
        return Sight(account_id=account_id, units=None)
    named = {row.unit_id for row in rows if row.reach == Reach.UNIT and row.unit_id is not None}
    return Sight(account_id=account_id, units=await units_below(reader, units=sorted(named), on=on) if named else [])


async def sees_account(reader: AsyncSession, *, sight: Sight, account_id: UUID, on: date) -> bool:
    if sight.units is None or account_id == sight.account_id:
        return True
    return bool(await reader.scalar(IN_REACH, {"account_id": account_id, "units": list(sight.units), "on": on}))
