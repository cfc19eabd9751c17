"""Publishes a version of a policy, and finds the one in force (rule SYS-6)."""

from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.policies import PolicyInThePast, PolicyVersion
from chassis.uow import UnitOfWork

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:noun, 0))")
P = TypeVar("P", bound=PolicyVersion)


async def publish_version(uow: UnitOfWork, kind: type[P], *, parameters: BaseModel, effective_from: datetime | None, note: str) -> P:
    """`effective_from` None means now. Two who publish at the same moment get two versions, one after the other. Raises PolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise PolicyInThePast
    noun = kind.__tablename__
    await uow.session.execute(LOCK, {"noun": noun})
    newest = await uow.session.scalar(select(func.max(kind.version)))
    policy = kind()
    policy.version = (newest or 0) + 1
    policy.effective_from, policy.parameters, policy.note = start, parameters.model_dump(mode="json"), note
    policy.published_at, policy.published_by = uow.now, uow.actor.name
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit(f"{noun}.published", noun=noun, noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed(noun, str(policy.version))
    return policy


async def version_at(session: AsyncSession, kind: type[P], *, moment: datetime) -> P | None:
    """The version in force then: of those that had taken effect the last, and of two of one moment the newer."""
    query = select(kind).where(kind.effective_from <= moment)
    return await session.scalar(query.order_by(kind.effective_from.desc(), kind.version.desc()).limit(1))
