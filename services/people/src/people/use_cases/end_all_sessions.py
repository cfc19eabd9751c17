from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.ids import shown_account, shown_session
from people.store.accounts import lock_account
from people.store.sessions import end_sessions_of


async def end_all_sessions(uow: UnitOfWork, *, account_id: UUID, reason: str, now: datetime) -> list[str]:
    """Signed out everywhere; returns the sessions. Raises AccountNotFound."""
    await lock_account(uow, account_id)
    ended = [shown_session(session_id) for session_id in await end_sessions_of(uow, [account_id], reason=reason, now=now)]
    if ended:
        uow.publish(SessionsEnded(session_ids=ended, ended_at=now))
        uow.changed("session", *ended)
    uow.audit("account.sessions_ended", noun="account", noun_id=shown_account(account_id), after={"sessions": ended}, reason=reason)
    return ended
