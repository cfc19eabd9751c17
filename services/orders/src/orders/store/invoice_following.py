"""Money of orders was given back: invoices not issued yet are for less, issued ones have to be taken back in red letters (rule ORD-2)."""

from collections.abc import Collection
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.timeline import Happened
from orders.store.effects import carry_out
from orders.store.invoices import left_to_invoice, lock_standing_of_orders, note
from orders.store.orders import lock_orders


async def follow_refunds(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    orders = await lock_orders(uow, ids=order_ids)
    effects = Effects()
    for invoice in await lock_standing_of_orders(uow, order_ids=list(orders)):
        order = orders[invoice.order_id]
        before = f"{invoice.amount:.2f}"
        if invoice.follow_refund(left=await left_to_invoice(uow, order)):
            note(uow, invoice, "followed_refund", before=before, amount=f"{invoice.amount:.2f}")
            effects.happened(order, Happened.INVOICE_FOLLOWED_REFUND, number=invoice.number, invoice_state=str(invoice.state))
    await carry_out(uow, effects)
