from datetime import datetime

from chassis.uow import UnitOfWork
from people.store.rights import end_sessions_beyond_rights


async def end_outdated_sessions(uow: UnitOfWork, *, now: datetime) -> list[str]:
    """Rule ORG-7: whatever took a permission away (a position, a description, a unit, a grant's end, midnight), its tokens end. `now` is real."""
    return await end_sessions_beyond_rights(uow, now=now, reason="rights_changed")
