"""Gift rules with their versions and what they have given, and the gifts of one order."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.gift_rule import GiftParameters, GiftRuleNotFound
from orders.domain.order import OrderNotFound
from orders.domain.shop import shops_seen_by

GiftRuleId = Annotated[UUID, *prefixed("gft")]
# Of each rule the newest version. Who is limited to shops sees the rules of these shops and those of all shops.
RULES = text("""
    SELECT r.*, c.given, s.name_zh AS gift_name_zh, s.name_en AS gift_name_en, (
        SELECT count(*) FROM gift_rule v WHERE v.code = r.code) AS versions
    FROM (SELECT DISTINCT ON (code) * FROM gift_rule WHERE code > :after ORDER BY code, version DESC) r
    JOIN gift_count c ON c.code = r.code LEFT JOIN sku s ON s.sku = r.parameters->>'gift_sku'
    WHERE CAST(:shops AS text[]) IS NULL OR r.parameters->'shops' = '[]' OR r.parameters->'shops' ?| CAST(:shops AS text[])
    ORDER BY r.code LIMIT :limit
""")
VERSIONS = text("SELECT * FROM gift_rule WHERE code = :code ORDER BY version DESC")
GIFTS = text("""
    SELECT g.code, g.rule_id, r.version, r.parameters->>'name' AS name, g.sku, g.quantity, g.state, g.reason, g.fit, g.decided_at,
        k.name_zh AS sku_name_zh, k.name_en AS sku_name_en
    FROM gift_grant g JOIN gift_rule r ON r.id = g.rule_id LEFT JOIN sku k ON k.sku = g.sku
    WHERE g.order_id = :id ORDER BY g.code
""")
SEEN = text("SELECT 1 FROM sales_order WHERE id = :id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))")


class GiftRuleVersionOut(BaseModel):
    id: GiftRuleId
    code: str
    version: int
    effective_from: datetime
    stopped: bool
    parameters: GiftParameters
    note: str
    published_at: datetime
    published_by: str


class GiftRuleOut(GiftRuleVersionOut):
    """The newest version of a rule; `given`: pieces that stand given over all versions."""

    given: int
    versions: int
    gift_name_zh: str | None
    gift_name_en: str | None


class GiftRuleVersionsOut(BaseModel):
    data: list[GiftRuleVersionOut]


class FitOut(BaseModel):
    """`have` pieces (`quantity`) or money (`paid`) reach `needed`, `times` times."""

    kind: str
    have: str
    needed: str
    times: int


class OrderGiftOut(BaseModel):
    """`state`: given, missed (`reason` limit_reached, buyer_limit_reached, buyer_unknown), taken_back or declined (by_a_person, out_of_stock)."""

    code: str
    rule_id: GiftRuleId
    version: int
    name: str
    sku: str
    sku_name_zh: str | None
    sku_name_en: str | None
    quantity: int
    state: str
    reason: str
    fit: FitOut
    decided_at: datetime


class OrderGiftsOut(BaseModel):
    data: list[OrderGiftOut]


async def find_gift_rules(reader: AsyncSession, *, actor: Actor, after: str, limit: int) -> list[GiftRuleOut]:
    rows = (await reader.execute(RULES, {"shops": shops_seen_by(actor), "after": after, "limit": limit + 1})).mappings()
    return [GiftRuleOut.model_validate(dict(row)) for row in rows]


async def find_gift_rule_versions(reader: AsyncSession, *, code: str, actor: Actor) -> list[GiftRuleVersionOut]:
    """Newest first. Raises GiftRuleNotFound."""
    rows = [dict(row) for row in (await reader.execute(VERSIONS, {"code": code})).mappings()]
    if not any(_seen(row, actor) for row in rows):
        raise GiftRuleNotFound
    return [GiftRuleVersionOut.model_validate(row) for row in rows if _seen(row, actor)]


def _seen(row: dict[str, Any], actor: Actor) -> bool:
    shops = row["parameters"]["shops"]
    return actor.shops is None or not shops or bool(set(shops) & set(actor.shops))


async def find_gifts_of_order(reader: AsyncSession, *, order_id: UUID, actor: Actor) -> list[OrderGiftOut]:
    """Raises OrderNotFound."""
    if (await reader.execute(SEEN, {"id": order_id, "shops": shops_seen_by(actor)})).first() is None:
        raise OrderNotFound
    return [OrderGiftOut.model_validate(dict(row)) for row in (await reader.execute(GIFTS, {"id": order_id})).mappings()]
