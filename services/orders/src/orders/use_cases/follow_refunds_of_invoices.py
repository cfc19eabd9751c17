"""Orders were refunded or have ended: their invoices follow (rule ORD-2)."""

from collections.abc import Collection
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.invoice_following import follow_refunds


async def follow_refunds_of_invoices(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    await follow_refunds(uow, order_ids=order_ids)
