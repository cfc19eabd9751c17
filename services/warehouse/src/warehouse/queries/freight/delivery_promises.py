"""Versions of the delivery promise (rules LOG-1, SYS-6)."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.freight.delivery_promise import DEFAULT_PROMISE, PROMISE_RULE, PromiseParameters

POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM delivery_promise
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class DeliveryPromiseOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: PromiseParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = DeliveryPromiseOut(
    rule=PROMISE_RULE, version=0, effective_from=None, parameters=DEFAULT_PROMISE, note="", published_at=None, published_by="Dianzhang"
)


async def find_delivery_promises(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[DeliveryPromiseOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [DeliveryPromiseOut.model_validate({**row, "rule": PROMISE_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
