from datetime import datetime, timedelta

from chassis.uow import UnitOfWork
from people.domain.sign_in import LOCKED_FOR, WINDOW
from people.store.sessions import forget_sessions
from people.store.sign_in_guards import forget_guards

# The audit trail keeps that a session was; its address and browser need not be kept for longer.
KEEP_SESSIONS = timedelta(days=30)


async def forget_old_sign_ins(uow: UnitOfWork, *, now: datetime) -> None:
    await forget_sessions(uow, before=now - KEEP_SESSIONS)
    await forget_guards(uow, before=now - WINDOW - LOCKED_FOR)
