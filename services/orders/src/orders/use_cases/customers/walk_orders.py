"""Goes through the orders, some at a time, and counts those that changed to the files of their customers (rule CARE-4)."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.customers.counting import START, note_progress, orders_after, progress_of
from orders.store.customers.files import lock_files
from orders.store.customers.to_files import count_to_files

NEW, ALL = "new", "all"
SETTLED = timedelta(seconds=5)
"""Ids follow the clock, commits do not quite: orders younger than this wait for the next turn."""


async def walk_orders(uow: UnitOfWork, *, walk: str, most: int) -> bool:
    """Counts the next `most` orders of the walk; whether there may be more at once. `all` begins again at the end, `new` waits there."""
    await lock_files(uow)
    after = await progress_of(uow, walk)
    ids = await orders_after(uow, after, before=_id_at(uow.now - SETTLED), most=most)
    if ids:
        await count_to_files(uow, ids=ids)
        await note_progress(uow, walk, ids[-1])
    elif walk == ALL and after != START:
        await note_progress(uow, walk, START)
    return len(ids) == most


def _id_at(moment: datetime) -> UUID:
    """Before all UUIDv7 that are made from then on."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
