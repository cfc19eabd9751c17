"""Goes through the orders, some at a time, and counts those that changed to the files of their customers (rule CARE-4)."""

from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.store.customers.counting import START, note_progress, orders_after, progress_of
from orders.store.customers.files import lock_files
from orders.store.customers.to_files import count_to_files

NEW, ALL = "new", "all"
SETTLED_MS = 5_000
"""Ids follow the clock, commits do not quite: orders younger than this wait for the next turn."""


async def walk_orders(uow: UnitOfWork, *, walk: str, most: int) -> bool:
    """Counts the next `most` orders of the walk; whether there may be more at once. `all` begins again at the end, `new` waits there."""
    await lock_files(uow)
    after = await progress_of(uow, walk)
    ids = await orders_after(uow, after, before=_settled_before(), most=most)
    if ids:
        await count_to_files(uow, ids=ids)
        await note_progress(uow, walk, ids[-1])
    elif walk == ALL and after != START:
        await note_progress(uow, walk, START)
    return len(ids) == most


def _settled_before() -> UUID:
    """By the clock that ids are made with, which is the machine's: the company's may be moved."""
    return UUID(int=((new_id().int >> 80) - SETTLED_MS) << 80)
