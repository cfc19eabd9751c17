"""The rows of the list of customers, as who asks may see them (rules CARE-4, ORD-5).

Who is limited to shops sees who bought there, with the figures of these shops.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from contracts.money import Money
from orders.queries.customers.customer_keys import Asked, Key, find_keys

CustomerId = Annotated[UUID, *prefixed("cus")]
ROWS = text("""
    SELECT c.id, c.name, c.phone, c.region, c.level, coalesce(g.tags, '{}') AS rule_tags, s.orders, s.first_order_at, s.last_order_at, s.sums, s.shops, t.tags
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS asked(id, place) JOIN customer c ON c.id = asked.id
    LEFT JOIN customer_standing g ON g.customer_id = c.id
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(b.orders), 0) AS orders, min(b.first_at) AS first_order_at, max(b.last_at) AS last_order_at,
            jsonb_agg(jsonb_build_object('currency', b.currency, 'paid', b.paid::text, 'refunded', b.refunded::text) ORDER BY b.currency) AS sums,
            (SELECT array_agg(DISTINCT shop_id ORDER BY shop_id) FROM customer_shop WHERE customer_id = c.id
                AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))) AS shops
        FROM (
            SELECT currency, sum(orders) AS orders, sum(paid) AS paid, sum(refunded) AS refunded, min(first_order_at) AS first_at,
                max(last_order_at) AS last_at
            FROM customer_shop WHERE customer_id = c.id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
            GROUP BY currency
        ) b
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT tag ORDER BY tag) AS tags FROM customer_tag t JOIN customer b ON b.id = t.customer_id WHERE b.file_id = c.id
    ) t ON true
    ORDER BY asked.place
""")


class CustomerSum(BaseModel):
    """Of the orders that count; refunds are not taken off `paid`."""

    paid: Money
    refunded: Money


class CustomerRow(BaseModel):
    """Masked (rule ORD-5). Orders that were cancelled, closed, not paid yet or left out as fake do not count."""

    id: CustomerId
    name: str
    phone: str
    region: str
    orders: int
    sums: list[CustomerSum]
    first_order_at: datetime | None
    last_order_at: datetime | None
    shops: list[str]
    tags: list[str]
    level: str
    """By the policy in force, of what was bought in all shops (rule CARE-4)."""
    rule_tags: list[str]
    """Those that a rule of the policy puts on and takes off."""


async def find_customers(reader: AsyncSession, asked: Asked) -> tuple[list[CustomerRow], Key | None]:
    """Up to `limit` rows, and the key that the next page goes on after; None at the end."""
    ids, more_after = await find_keys(reader, asked)
    return await rows_of(reader, ids, shops=asked.shops), more_after


async def rows_of(reader: AsyncSession, ids: Sequence[UUID], *, shops: list[str] | None) -> list[CustomerRow]:
    """In this order."""
    found = (await reader.execute(ROWS, {"ids": list(ids), "shops": shops})).mappings()
    return [_row(dict(row)) for row in found]


def _row(row: dict[str, Any]) -> CustomerRow:
    sums = [
        CustomerSum(
            paid=Money(amount=one["paid"], currency=one["currency"]), refunded=Money(amount=one["refunded"], currency=one["currency"])
        )
        for one in row["sums"] or []
    ]
    return CustomerRow.model_validate(row | {"sums": sums, "shops": row["shops"] or [], "tags": row["tags"] or []})
