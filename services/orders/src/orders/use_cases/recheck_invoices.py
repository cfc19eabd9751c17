"""Shops have told refunds: invoices of these orders are looked at (rule ORD-2)."""

from chassis.uow import UnitOfWork
from orders.store.invoice_following import follow_refunds
from orders.store.invoice_rechecks import take_rechecks


async def recheck_invoices(uow: UnitOfWork, *, limit: int) -> int:
    """One set of at most `limit` orders. Returns how many there were."""
    ids = await take_rechecks(uow, limit=limit)
    if ids:
        await follow_refunds(uow, order_ids=ids)
    return len(ids)
