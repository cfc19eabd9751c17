"""Loads, ends and forgets sessions. Several are locked in the order of their ids."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.ids import shown_session
from people.domain.session import Session


async def add_session(uow: UnitOfWork, session: Session) -> None:
    uow.session.add(session)
    await uow.session.flush()


async def owner_of_session(uow: UnitOfWork, session_id: UUID) -> UUID | None:
    return await uow.session.scalar(select(Session.account_id).where(Session.id == session_id))


async def lock_session(uow: UnitOfWork, session_id: UUID) -> Session | None:
    return await uow.session.scalar(select(Session).where(Session.id == session_id).with_for_update())


async def end_sessions_of(
    uow: UnitOfWork, account_ids: Sequence[UUID], *, reason: str, now: datetime, spare: UUID | None = None
) -> list[str]:
    """Ends what is going on, save `spare`, and tells every service; returns what was ended."""
    going_on = select(Session).where(Session.account_id.in_(account_ids), Session.ended_at.is_(None)).order_by(Session.id)
    sessions = (await uow.session.scalars(going_on.with_for_update())).all()
    ended = [shown_session(session.id) for session in sessions if session.id != spare and session.end(reason=reason, now=now)]
    if ended:
        uow.publish(SessionsEnded(session_ids=ended, ended_at=now))
        uow.changed("session", *ended)
    return ended


async def forget_sessions(uow: UnitOfWork, *, before: datetime) -> None:
    await uow.session.execute(delete(Session).where(or_(Session.expires_at < before, Session.ended_at < before)))
