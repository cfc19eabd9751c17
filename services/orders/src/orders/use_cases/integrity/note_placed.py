"""Orders came in: each gets its mark, and is scored with what it hangs together with (rule ORD-6)."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.orders import PlacedOrder
from orders.store.integrity.flagging import score
from orders.store.integrity.marks import write_marks


async def note_placed(uow: UnitOfWork, *, placed: Sequence[PlacedOrder]) -> None:
    """The same orders twice: the second time changes nothing."""
    await score(uow, await write_marks(uow, placed))
