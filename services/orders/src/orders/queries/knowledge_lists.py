"""The shops we know, the remembered mappings, and the versions of the review policy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.policy import DEFAULT_PARAMETERS, REVIEW_RULE, ReviewParameters
from orders.domain.shop import shops_seen_by

MappingId = Annotated[UUID, *prefixed("map")]
SHOPS = text("""
    SELECT id, name, platform, active FROM shop
    WHERE (CAST(:shops AS text[]) IS NULL OR id = ANY (CAST(:shops AS text[]))) AND id > :after
    ORDER BY id LIMIT :limit
""")
MAPPINGS = text("""
    SELECT id, shop_id, merchant_code, sku, created_at, created_by FROM sku_mapping
    WHERE (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
        AND (CAST(:id AS uuid) IS NULL OR (shop_id, merchant_code, id) > (:shop_id, :merchant_code, :id))
    ORDER BY shop_id, merchant_code, id LIMIT :limit
""")
POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM review_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class OrderShop(BaseModel):
    id: str
    name: str
    platform: str
    active: bool


class MappingOut(BaseModel):
    id: MappingId
    shop_id: str
    merchant_code: str
    sku: str
    created_at: datetime
    created_by: str


class PolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: ReviewParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = PolicyOut(
    rule=REVIEW_RULE, version=0, effective_from=None, parameters=DEFAULT_PARAMETERS, note="", published_at=None, published_by="Dianzhang"
)


async def find_shops(reader: AsyncSession, *, actor: Actor, after: str, limit: int) -> list[OrderShop]:
    rows = (await reader.execute(SHOPS, {"shops": shops_seen_by(actor), "after": after, "limit": limit + 1})).mappings()
    return [OrderShop.model_validate(dict(row)) for row in rows]


async def find_mappings(reader: AsyncSession, *, actor: Actor, after: tuple[str, str, UUID] | None, limit: int) -> list[MappingOut]:
    shop_id, merchant_code, mapping_id = after or ("", "", None)
    values = {"shops": shops_seen_by(actor), "shop_id": shop_id, "merchant_code": merchant_code, "id": mapping_id, "limit": limit + 1}
    return [MappingOut.model_validate(dict(row)) for row in (await reader.execute(MAPPINGS, values)).mappings()]


async def find_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[PolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": before if before is not None else 2**31 - 1, "limit": limit + 1})).mappings()
    policies = [PolicyOut.model_validate({**row, "rule": REVIEW_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
