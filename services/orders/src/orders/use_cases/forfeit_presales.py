"""Pre-orders whose balance was not paid in time are cancelled, and their deposits kept as their pre-sale says (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, act_on_each, standing
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.presale import DepositGoesBack, NotOverdue, OnOverdue, PresaleOrderNotFound, PresaleState
from orders.store.effects import carry_out
from orders.store.orders import lock_visible_orders
from orders.store.presales import presale_orders_of


async def forfeit_presales(uow: UnitOfWork, *, ids: Sequence[UUID], reason: str) -> list[ActionResult]:
    """At most 500; a result for each. One whose deposit goes back is refused: a refund case cancels it."""
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    rows = await presale_orders_of(uow, order_ids=list(orders))
    effects = Effects()

    def act(order: Order) -> None:
        row = rows.get(order.id)
        if row is None:
            raise PresaleOrderNotFound
        if row.state != PresaleState.OVERDUE:
            raise NotOverdue(number=order.number)
        if row.on_overdue == OnOverdue.REFUND:
            raise DepositGoesBack(number=order.number)
        before = standing(order)
        order.cancel(reason=reason, now=uow.now, effects=effects)
        row.state, row.next_look_at = PresaleState.FORFEITED, None
        row.version += 1
        after = {**standing(order), "deposit_kept": f"{row.deposit:.2f} {row.currency}"}
        uow.audit("presale.forfeited", noun="order", noun_id=show_id("ord", order.id), before=before, after=after, reason=reason)
        uow.changed("presale")

    results = act_on_each(ids, orders, act)
    await carry_out(uow, effects)
    return results
