"""Orders go elsewhere, or their address was told in full: they are marked anew and scored with what they hang together with now (rule ORD-6)."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from orders.domain.reference import read_reference
from orders.store.integrity.flagging import score
from orders.store.integrity.marks import note_addresses


async def note_receivers(uow: UnitOfWork, *, order_ids: Sequence[str]) -> None:
    """Of those that have a mark: who has none yet gets one by where it goes now."""
    read = [read_reference(order_id) for order_id in order_ids]
    await score(uow, await note_addresses(uow, [one[0] for one in read if one is not None]))
