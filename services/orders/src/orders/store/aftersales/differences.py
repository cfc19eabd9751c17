"""Payments of differences: each counts for one case of its shop."""

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.aftersales.difference import Difference

LOCK_PAYMENT = text("SELECT pg_advisory_xact_lock(hashtextextended('aftersales_difference ' || :shop || ' ' || :reference, 0))")


async def lock_payment(uow: UnitOfWork, *, shop_id: str, reference: str) -> None:
    """Nobody else notes this payment until this transaction ends."""
    await uow.session.execute(LOCK_PAYMENT, {"shop": shop_id, "reference": reference})


async def payment_noted_elsewhere(uow: UnitOfWork, *, shop_id: str, reference: str) -> bool:
    query = select(Difference.case_id).where(Difference.shop_id == shop_id, Difference.reference == reference)
    return await uow.session.scalar(query) is not None
