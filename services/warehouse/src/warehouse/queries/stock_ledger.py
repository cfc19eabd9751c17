"""The ledger, newest first, and the proof that it and the levels agree (rule WMS-3)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LIST = text("""
    SELECT m.id AS number, m.sku, w.code AS warehouse, b.code AS bin, m.lot, m.state, m.kind, m.quantity, m.balance_after, m.bin_balance_after,
           m.reason, m.document, m.actor_name AS by, m.at, m.happened_at, m.booked_on, m.after_seal
    FROM stock_movement m JOIN warehouse w ON w.id = m.warehouse_id LEFT JOIN bin b ON b.id = m.bin_id
    WHERE (CAST(:sku AS text) IS NULL OR m.sku = :sku) AND (CAST(:warehouse AS text) IS NULL OR w.code = :warehouse)
      AND (CAST(:document AS text) IS NULL OR m.document = :document)
      AND (CAST(:after AS bigint) IS NULL OR m.id < :after)
    ORDER BY m.id DESC LIMIT :limit
""")
DIFFERENCES = text("""
    SELECT d.sku, w.code AS warehouse, d.what, d.kept, d.proved FROM stock_differences() d JOIN warehouse w ON w.id = d.warehouse_id
    ORDER BY d.sku, w.code, d.what LIMIT 1000
""")


class MovementRow(BaseModel):
    """`quantity` is the signed change; what lay there when it was written is `balance_after` in the warehouse, `bin_balance_after` in the bin.

    `at` is when it was written, `happened_at` when it happened, `booked_on` the day of the books it counts in: after a seal not the day it
    happened (rule WMS-13). Lines of before there were bin cards have no bin.
    """

    number: Annotated[int, Field(examples=[4711])]
    sku: str
    warehouse: str
    bin: str | None
    lot: str
    state: str
    kind: str
    quantity: int
    balance_after: int
    bin_balance_after: int | None
    reason: str
    document: str
    by: str
    at: datetime
    happened_at: datetime
    booked_on: date
    after_seal: bool


class StockDifference(BaseModel):
    """What the level says (`kept`) against what proves it (`proved`).

    `what` is good, defective, inspection (against the ledger), `good in bins` and so on (against the bin cards), `good in books` (against the
    books of the days), reserved (against live reservations), promised (bin cards against pick lists), and `cards in ledger` (a bin card
    against its lines).
    """

    sku: str
    warehouse: str
    what: str
    kept: int
    proved: int


async def list_movements(
    session: AsyncSession, *, sku: str | None, warehouse: str | None, document: str | None, after: int | None, limit: int
) -> list[MovementRow]:
    values = {"sku": sku, "warehouse": warehouse, "document": document, "after": after, "limit": limit + 1}
    return [MovementRow.model_validate(dict(row)) for row in (await session.execute(LIST, values)).mappings()]


async def find_stock_differences(session: AsyncSession) -> list[StockDifference]:
    """None, ever: movements add up to what lies there, live reservations to what is promised."""
    return [StockDifference.model_validate(dict(row)) for row in (await session.execute(DIFFERENCES)).mappings()]
