"""What happened to an order, oldest first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from orders.domain.order import OrderNotFound
from orders.domain.shop import shops_seen_by

VISIBLE = text("""
    SELECT 1 FROM sales_order WHERE id = :id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
""")
FIND = text("""
    SELECT id, at, what, by_kind, by_name, facts FROM timeline_entry WHERE order_id = :id AND id > :after ORDER BY id LIMIT :limit
""")


class TimelineEntryOut(BaseModel):
    """`what` is a code; `facts` hold what belongs to it (warehouse, carrier, reasons …). `by_kind` is person, client or system."""

    id: int
    at: datetime
    what: str
    by_kind: str
    by_name: str
    facts: dict[str, Any]


async def find_timeline(reader: AsyncSession, *, order_id: UUID, actor: Actor, after: int, limit: int) -> list[TimelineEntryOut]:
    """Up to `limit` + 1 entries. Raises OrderNotFound."""
    if (await reader.execute(VISIBLE, {"id": order_id, "shops": shops_seen_by(actor)})).one_or_none() is None:
        raise OrderNotFound
    rows = (await reader.execute(FIND, {"id": order_id, "after": after, "limit": limit + 1})).mappings()
    return [TimelineEntryOut.model_validate(dict(row)) for row in rows]
