"""The versions of the latest-ship policy."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.ship_clock import DEFAULT_SHIP_PARAMETERS, ShipParameters

RULE = "ORD-2"
POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM ship_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class ShipPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: ShipParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = ShipPolicyOut(
    rule=RULE, version=0, effective_from=None, parameters=DEFAULT_SHIP_PARAMETERS, note="", published_at=None, published_by="Dianzhang"
)


async def find_ship_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[ShipPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [ShipPolicyOut.model_validate({**row, "rule": RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
