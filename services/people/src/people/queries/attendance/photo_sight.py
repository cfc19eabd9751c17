"""Whose pictures somebody may look at: their own; with the permission for it those of their people, or of all (rule ATT-5)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from people.queries.organisation.visibility import employee_of, visible_to


async def photos_visible_to(reader: AsyncSession, *, actor: Actor, may_see: str, sees_all: str, on: date) -> Sequence[UUID] | None:
    """None for everybody's."""
    if actor.may(may_see):
        return await visible_to(reader, actor=actor, sees_all=sees_all, on=on)
    own = await employee_of(reader, actor)
    return [] if own is None else [own]
