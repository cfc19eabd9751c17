"""Orders that may be sent as one parcel, in groups of one shop, buyer and address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.shop import shops_seen_by

OrderId = Annotated[UUID, *prefixed("ord")]
MOST_TOGETHER = 100
# The groups first, from their index; one of which fewer than two are left since the last look is not shown.
KEYS = text("""
    SELECT shop_id, key FROM merge_candidate
    WHERE (CAST(:shops AS text[]) IS NULL OR shop_id = ANY(CAST(:shops AS text[])))
        AND (CAST(:after_shop AS text) IS NULL OR (shop_id, key) > (:after_shop, :after_key))
    GROUP BY shop_id, key HAVING count(*) > 1 ORDER BY shop_id, key LIMIT :limit
""")
MEMBERS = text("""
    SELECT m.shop_id, m.key, s.name AS shop_name, o.id, o.number, o.kind, o.platform_order_no, o.status, o.hold_reasons, o.reservation,
        o.warehouse_code, o.piece_count, o.paid_amount, o.currency, o.placed_at, o.receiver_name, o.receiver_phone, o.receiver_province,
        o.receiver_city, o.receiver_district
    FROM unnest(CAST(:in_shops AS text[]), CAST(:keys AS text[])) AS found(shop_id, key)
    JOIN merge_candidate m USING (shop_id, key) JOIN sales_order o ON o.id = m.order_id LEFT JOIN shop s ON s.id = m.shop_id
    WHERE o.status IN ('placed', 'reviewed', 'allocated', 'picked') AND o.pending IS NULL
    ORDER BY m.shop_id, m.key, o.placed_at, o.id
""")


class MergeMember(BaseModel):
    id: OrderId
    number: str
    kind: str
    platform_order_no: str
    status: str
    hold_reasons: list[str]
    reservation: str
    warehouse_code: str | None
    piece_count: int
    paid: Money
    placed_at: datetime


class MergeGroup(BaseModel):
    """`key` names the group. The receiver is masked (rule ORD-5)."""

    key: str
    shop_id: str
    shop_name: str | None
    receiver_name: str
    receiver_phone: str
    receiver_region: str
    orders: list[MergeMember]


async def find_merge_groups(
    reader: AsyncSession, *, actor: Actor, after: tuple[str, str] | None, limit: int
) -> tuple[list[MergeGroup], tuple[str, str] | None]:
    """Up to `limit` groups, and the key to go on after when there are more."""
    shop, key = after or (None, None)
    values = {"shops": shops_seen_by(actor), "after_shop": shop, "after_key": key, "limit": limit + 1}
    keys = [(row.shop_id, row.key) for row in await reader.execute(KEYS, values)]
    shown = {"in_shops": [one[0] for one in keys[:limit]], "keys": [one[1] for one in keys[:limit]]}
    groups: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in (await reader.execute(MEMBERS, shown)).mappings():
        groups.setdefault((row["shop_id"], row["key"]), []).append(dict(row))
    return [_group(rows) for rows in groups.values() if len(rows) > 1], keys[limit - 1] if len(keys) > limit else None


def _group(rows: Sequence[dict[str, object]]) -> MergeGroup:
    first = rows[0]
    region = " ".join(str(first[f"receiver_{part}"]) for part in ("province", "city", "district") if first[f"receiver_{part}"])
    orders = [
        MergeMember.model_validate(row | {"paid": {"amount": row["paid_amount"], "currency": row["currency"]}})
        for row in rows[:MOST_TOGETHER]
    ]
    return MergeGroup.model_validate(first | {"receiver_region": region, "orders": orders})
