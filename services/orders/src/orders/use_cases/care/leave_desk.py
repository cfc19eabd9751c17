"""Somebody's account is closed: nothing can be handed to them any more, and what they had is back at the desk (rule CARE-3)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.store.care.complaint_news import tell_assigned
from orders.store.care.complaints import bring_back, forget_colleague, lock_complaints_of, nothing_is_handed_on


async def leave_desk(uow: UnitOfWork, *, account_id: str, left_at: datetime) -> None:
    """Nothing for who has come to the desk since: they are back. Told again, nothing happens a second time."""
    await nothing_is_handed_on(uow)
    await lock_complaints_of(uow, account_id)
    if not await forget_colleague(uow, account_id, left_at=left_at):
        return
    uow.changed("colleague", account_id)
    # Again, with what they took on until then.
    for complaint in await lock_complaints_of(uow, account_id):
        bring_back(uow, complaint)
        tell_assigned(uow, complaint)
