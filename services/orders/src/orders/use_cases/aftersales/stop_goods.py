"""What a case refunds before it left must not leave: the whole order is cancelled, or its pieces are taken out of it (rules CARE-1, ORD-2)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.domain.status import ENDED_EARLY, REGROUPED
from orders.domain.taking_out import TakeApartFirst, nothing_bought_is_left
from orders.store.aftersales.money import lock_money
from orders.store.aftersales.orders import read_order
from orders.store.aftersales.taking_out import begin_to_take_out, going_of
from orders.store.orders import lock_order
from orders.use_cases.cancel_orders import cancel_orders


async def stop_goods(uow: UnitOfWork, case: Case) -> bool:
    """Whether none of it can leave any more; else the warehouse was asked, and the case waits. `case` is locked.

    Raises TakeApartFirst, PiecesGone, OrderIsPacked, OrderBeingStopped, OrderNotOpen and what cancelling refuses, but for an order that is
    being stopped; then nothing is changed.
    """
    await lock_money(uow, order_id=case.order_id)
    order = await read_order(uow, order_id=case.order_id)
    if order.status in ENDED_EARLY:
        return True
    if nothing_bought_is_left(order, going_of(case)):
        return await _cancel(uow, case)
    if order.status in REGROUPED:
        raise TakeApartFirst(number=order.number)
    return await begin_to_take_out(uow, case, await lock_order(uow, order_id=case.order_id, actor=uow.actor))


async def _cancel(uow: UnitOfWork, case: Case) -> bool:
    [result] = await cancel_orders(uow, ids=[case.order_id], reason=case.number)
    if result.status in ENDED_EARLY:
        return True
    if result.refusal is not None and result.refusal.code != "order_being_stopped":
        raise result.refusal
    return False
