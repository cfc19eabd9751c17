"""Adds up the figures' deltas, so that what the home page sums stays small."""

from chassis.uow import UnitOfWork
from orders.store.tally import fold_deltas


async def add_up_tally(uow: UnitOfWork) -> None:
    await fold_deltas(uow)
