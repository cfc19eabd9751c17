"""Bulk actions that somebody asked for, and what became of each order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.bulk_review import BulkReviewNotFound

BulkReviewId = Annotated[UUID, *prefixed("blk")]
OrderId = Annotated[UUID, *prefixed("ord")]
COLUMNS = "id, verb, reason, total, done, refused, asked_at, asked_by, stopped, ended_at"
LIST = text(f"""
    SELECT {COLUMNS} FROM bulk_review
    WHERE asked_by_id = :actor AND (CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid)) ORDER BY id DESC LIMIT :limit
""")
FIND = text(f"SELECT {COLUMNS} FROM bulk_review WHERE id = :id AND asked_by_id = :actor")
REFUSED = text("""
    SELECT place, order_id, number, refusal_code AS code, refusal_rule AS rule, refusal_zh AS text_zh, refusal_en AS text_en
    FROM bulk_review_order WHERE review_id = :id AND state = 'refused' AND place > :after ORDER BY place LIMIT :limit
""")


class BulkReviewOut(BaseModel):
    """`total` orders matched when it was asked for; `ended_at` null: it goes on. `stopped`: the rest was left as it is."""

    id: BulkReviewId
    verb: str
    reason: str
    total: int
    done: int
    refused: int
    asked_at: datetime
    asked_by: str
    stopped: bool
    ended_at: datetime | None


class BulkRefusal(BaseModel):
    """Why an order was not done. `number` null: it is not there any more, or out of the asker's shops."""

    place: int
    order_id: OrderId
    number: str | None
    code: str
    rule: str | None
    text_zh: str
    text_en: str


async def find_bulk_reviews(reader: AsyncSession, *, actor: Actor, before: UUID | None, limit: int) -> Sequence[BulkReviewOut]:
    """One's own, newest first; one more than `limit`."""
    rows = await reader.execute(LIST, {"actor": actor.id, "before": before, "limit": limit + 1})
    return [BulkReviewOut.model_validate(dict(row)) for row in rows.mappings()]


async def find_bulk_review(reader: AsyncSession, *, review_id: UUID, actor: Actor) -> BulkReviewOut:
    """Raises BulkReviewNotFound."""
    row = (await reader.execute(FIND, {"id": review_id, "actor": actor.id})).mappings().one_or_none()
    if row is None:
        raise BulkReviewNotFound
    return BulkReviewOut.model_validate(dict(row))


async def find_refusals(reader: AsyncSession, *, review_id: UUID, after: int, limit: int) -> Sequence[BulkRefusal]:
    rows = await reader.execute(REFUSED, {"id": review_id, "after": after, "limit": limit + 1})
    return [BulkRefusal.model_validate(dict(row)) for row in rows.mappings()]
