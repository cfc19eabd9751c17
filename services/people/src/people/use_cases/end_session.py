from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.ids import shown_account, shown_session
from people.domain.session import SessionNotFound
from people.store.sessions import lock_session


async def end_session(uow: UnitOfWork, *, session_id: UUID, account_id: UUID | None, reason: str, now: datetime) -> list[str]:
    """`account_id` is whose session it must be; None when the caller proved that it holds the session. Raises SessionNotFound."""
    session = await lock_session(uow, session_id)
    if session is None or (account_id is not None and session.account_id != account_id):
        raise SessionNotFound
    if not session.end(reason=reason, now=now):
        return []
    shown = shown_session(session.id)
    uow.publish(SessionsEnded(session_ids=[shown], ended_at=now))
    uow.audit("session.ended", noun="session", noun_id=shown, after={"account": shown_account(session.account_id)}, reason=reason)
    uow.changed("session", shown)
    return [shown]
