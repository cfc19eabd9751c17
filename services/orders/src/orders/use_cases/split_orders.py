"""Orders are split: by what lies in which warehouse, by what is there at all, or by what is on pre-sale (rule ORD-2)."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, result_of
from orders.domain.effects import Effects
from orders.domain.order import Order, OrderNotFound
from orders.domain.parcels import NoWordOfStock, Pieces, parcels_by_presale, parcels_by_shortage, parcels_by_warehouse
from orders.domain.status import Reservation
from orders.store.adjust import split_order
from orders.store.effects import carry_out
from orders.store.orders import lock_visible_orders
from orders.store.plans import offers_of


class By(StrEnum):
    WAREHOUSE = "warehouse"
    SHORTAGE = "shortage"
    PRESALE = "presale"


async def split_orders(uow: UnitOfWork, *, ids: Sequence[UUID], by: By, on_presale: Collection[str], reason: str) -> list[ActionResult]:
    """At most 500; a result for each. `on_presale` are the SKUs to split off by pre-sale."""
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    offers = await offers_of(uow, order_ids=list(orders))
    results: list[ActionResult] = []
    effects = Effects()
    for order_id in dict.fromkeys(ids):
        order = orders.get(order_id)
        refused: Refusal | None = None
        try:
            if order is None:
                raise OrderNotFound
            attempt, told = offers.get(order_id, (0, []))
            there = told if attempt == order.attempt and order.reservation == Reservation.SHORT else []
            await split_order(uow, order, _parcels(order, by, there, on_presale), reason=reason, effects=effects)
        except Refusal as refusal:
            refused = refusal
        results.append(result_of(order_id, order, refused))
    await carry_out(uow, effects)
    return results


def _parcels(order: Order, by: By, offers: Sequence[Mapping[str, int]], on_presale: Collection[str]) -> list[Pieces]:
    if by == By.PRESALE:
        return parcels_by_presale(order, on_presale)
    if not offers:
        raise NoWordOfStock(number=order.number)
    return parcels_by_warehouse(order, offers) if by == By.WAREHOUSE else parcels_by_shortage(order, offers)
