"""Whether what was paid for an order may still change: not once a case holds or gave back something of it (rule CARE-2)."""

from uuid import UUID

from sqlalchemy import select

from chassis.uow import UnitOfWork
from orders.domain.aftersales.line_money import LineMoney, MoneyIsSettled
from orders.domain.order import Order


async def money_is_settled(uow: UnitOfWork, *, order_id: UUID) -> bool:
    """A case holds or gave back something of it. The order is locked, so none begins to meanwhile."""
    touched = (LineMoney.held > 0) | (LineMoney.refunded > 0) | (LineMoney.pieces > 0)
    return await uow.session.scalar(select(LineMoney.line_no).where(LineMoney.order_id == order_id, touched).limit(1)) is not None


async def refuse_settled_money(uow: UnitOfWork, order: Order) -> None:
    """Its price is to change, or to be shared anew over other goods. Raises MoneyIsSettled."""
    if await money_is_settled(uow, order_id=order.id):
        raise MoneyIsSettled(number=order.number)
