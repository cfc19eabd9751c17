from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_account
from people.store.accounts import lock_account
from people.store.sessions import end_sessions_of


async def end_all_sessions(uow: UnitOfWork, *, account_id: UUID, reason: str, now: datetime) -> list[str]:
    """Signed out everywhere; returns the sessions. Raises AccountNotFound."""
    await lock_account(uow, account_id)
    ended = await end_sessions_of(uow, [account_id], reason=reason, now=now)
    uow.audit("account.sessions_ended", noun="account", noun_id=shown_account(account_id), after={"sessions": ended}, reason=reason)
    return ended
