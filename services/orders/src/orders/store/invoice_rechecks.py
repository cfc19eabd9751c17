"""Orders whose invoices have to be looked at, for their shop has told a refund."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.invoice import STANDS

MARK = text(f"""
    INSERT INTO invoice_recheck (order_id)
    SELECT order_id FROM invoice_request WHERE order_id = ANY (CAST(:ids AS uuid[])) AND {STANDS} ON CONFLICT DO NOTHING
""")
TAKE = text("""
    DELETE FROM invoice_recheck WHERE order_id IN (SELECT order_id FROM invoice_recheck ORDER BY order_id LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING order_id
""")


async def mark_for_recheck(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    await uow.session.execute(MARK, {"ids": list(order_ids)})


async def take_rechecks(uow: UnitOfWork, *, limit: int) -> list[UUID]:
    return list((await uow.session.scalars(TAKE, {"most": limit})).all())
