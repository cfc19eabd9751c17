"""Customers who bought nothing for the months of the retention policy are erased by themselves (rule ORD-5; domain.md TR-11)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.customers.erasure import ErasureWhileOpen, Ground, before_months
from orders.store.customers.counting import START, note_progress, progress_of
from orders.store.customers.erasing import erase_file, new_erasure, outdated_after, retention_policy_at
from orders.store.customers.files import lock_files

WALK = "retention"
MOST_ERASED = 50


async def erase_outdated_customers(uow: UnitOfWork, *, most: int) -> int:
    """Looks at the next `most` files, round and round; how many it erased. Whose orders or cases are still open waits for another round."""
    version, policy = await retention_policy_at(uow, moment=uow.now)
    if policy.months is None:
        return 0
    await lock_files(uow)
    after = await progress_of(uow, WALK)
    before = before_months(uow.now, policy.months)
    rows = await outdated_after(uow, after, before=before, most=most)
    erased: list[UUID] = []
    last = after
    for row in rows:
        if len(erased) == MOST_ERASED:
            break
        last = row["id"]
        if row["outdated"]:
            erasure = await new_erasure(uow, file=row["id"], ground=Ground.RETENTION, reason=f"policy version {version}")
            try:
                await erase_file(uow, erasure, file=row["id"], comment="")
            except ErasureWhileOpen:
                continue
            uow.session.add(erasure)
            erased.append(last)
    more = len(erased) == MOST_ERASED or len(rows) == most
    await note_progress(uow, WALK, last if more else START)
    return len(erased)
