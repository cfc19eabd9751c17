"""Requests to erase customers, and the versions of the retention policy (rule ORD-5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.customers.erasure import DEFAULT_RETENTION, ERASURE_RULE, ErasureNotFound, RetentionParameters
from orders.domain.shop import shops_seen_by
from orders.queries.customers.customer_list import CustomerId

ErasureId = Annotated[UUID, *prefixed("era")]
COLUMNS = """
    e.id, e.customer_id, coalesce(f.name, '') AS name, coalesce(f.phone, '') AS phone, e.shops, e.state, e.ground, e.reason, e.asked_at,
    e.asked_by, e.due_at, e.settled_at, e.settled_by, e.comment, e.orders, e.asked_by_id = :me AS mine
"""
FOUND = f"""
    SELECT {COLUMNS} FROM customer_erasure e LEFT JOIN customer b ON b.id = e.customer_id LEFT JOIN customer f ON f.id = b.file_id
    WHERE (CAST(:shops AS text[]) IS NULL OR e.shops <@ CAST(:shops AS text[])) AND {{conditions}} ORDER BY e.id DESC LIMIT :limit
"""
POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM retention_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class ErasureOut(BaseModel):
    """`name` and `phone` are masked, and "" once the customer is erased. `orders` is how many stayed in the books.

    `mine`: who asked does not carry it out. `ground` is buyer, law, other or retention.
    """

    id: ErasureId
    customer_id: CustomerId
    name: str
    phone: str
    shops: list[str]
    state: str
    ground: str
    reason: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    settled_at: datetime | None
    settled_by: str
    comment: str
    orders: int
    mine: bool


class RetentionPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: RetentionParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = RetentionPolicyOut(
    rule=ERASURE_RULE, version=0, effective_from=None, parameters=DEFAULT_RETENTION, note="", published_at=None, published_by="Dianzhang"
)


async def find_erasures(reader: AsyncSession, *, actor: Actor, state: str | None, before: UUID | None, limit: int) -> list[ErasureOut]:
    """Newest first, up to `limit` + 1; of customers whose shops the actor sees all."""
    conditions = [*(["e.state = :state"] if state else []), *(["e.id < :before"] if before is not None else [])]
    values = {"shops": shops_seen_by(actor), "me": actor.id, "state": state, "before": before, "limit": limit + 1}
    rows = (await reader.execute(text(FOUND.format(conditions=" AND ".join(conditions) or "true")), values)).mappings()
    return [ErasureOut.model_validate(dict(row)) for row in rows]


async def find_erasure(reader: AsyncSession, *, erasure_id: UUID, actor: Actor) -> ErasureOut:
    """Raises ErasureNotFound."""
    values = {"shops": shops_seen_by(actor), "me": actor.id, "id": erasure_id, "limit": 1}
    row = (await reader.execute(text(FOUND.format(conditions="e.id = :id")), values)).mappings().one_or_none()
    if row is None:
        raise ErasureNotFound
    return ErasureOut.model_validate(dict(row))


async def find_retention_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[RetentionPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [RetentionPolicyOut.model_validate({**row, "rule": ERASURE_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
