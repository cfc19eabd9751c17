"""Marks of erased customers (rule ORD-5)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork

FORGET = text("""
    UPDATE integrity_mark SET buyer = NULL, payer = NULL, device = NULL, address = NULL, praise = NULL WHERE order_id = ANY (CAST(:ids AS uuid[]))
""")


async def forget_marks_of(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    await uow.session.execute(FORGET, {"ids": list(order_ids)})
