"""An order is split by hand: which pieces go into which parcel (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.parcels import Pieces, parcels_by_hand
from orders.store.adjust import split_order
from orders.store.effects import carry_out
from orders.store.orders import lock_order


async def split_by_hand(uow: UnitOfWork, *, order_id: UUID, parcels: Sequence[Pieces], reason: str) -> tuple[Order, list[Order] | None]:
    """The order, and the parts it was split into (None: the warehouse is asked to stop it first).

    Raises OrderNotFound, OrderNotOpen, OrderBeingStopped, OrderIsPacked, PiecesNotThere, NothingToSplit.
    """
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    effects = Effects()
    made = await split_order(uow, order, parcels_by_hand(order, parcels), reason=reason, effects=effects)
    await carry_out(uow, effects)
    return order, made
