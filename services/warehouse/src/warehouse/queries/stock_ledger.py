"""The ledger, newest first, and the proof that it and the levels agree (rule WMS-3)."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LIST = text("""
    SELECT m.id AS number, m.sku, w.code AS warehouse, m.kind, m.pool, m.quantity, m.balance_after, m.reason, m.document, m.actor_name AS by, m.at
    FROM stock_movement m JOIN warehouse w ON w.id = m.warehouse_id
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
    """`quantity` is the signed change, `balance_after` what lay there then. `pool` is good or defective: which of the two was moved."""

    number: Annotated[int, Field(examples=[4711])]
    sku: str
    warehouse: str
    kind: str
    pool: str
    quantity: int
    balance_after: int
    reason: str
    document: str
    by: str
    at: datetime


class StockDifference(BaseModel):
    """`what` is on_hand, defective or reserved; `kept` the level, `proved` what ledger or live reservations add up to."""

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
