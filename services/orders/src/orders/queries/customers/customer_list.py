"""The list of customers: by who bought last, by a tag, or found by a phone, an open id or the number of an order (rules CARE-4, ORD-5).

Who is limited to shops sees who bought there, with the figures of these shops.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.customers.keys import open_id_key
from orders.queries.order_search import MOST_CANDIDATES, search_for

CustomerId = Annotated[UUID, *prefixed("cus")]
SHOPS = text("SELECT id, platform FROM shop")
# Keys (when, file) of a page; `shops` null is all shops.
BY_LAST = """
    SELECT c.last_order_at AS at, c.id FROM customer c
    WHERE c.last_order_at IS NOT NULL AND {conditions} ORDER BY c.last_order_at DESC, c.id DESC LIMIT :limit
"""
# From each shop's index; of one who bought in several of them only the newest counts.
BY_SHOPS = """
    SELECT c.at, c.id FROM unnest(CAST(:shops AS text[])) AS asked(shop_id) CROSS JOIN LATERAL (
        SELECT c.last_order_at AS at, c.customer_id AS id FROM customer_shop c
        WHERE c.shop_id = asked.shop_id AND {conditions} AND NOT EXISTS (
            SELECT FROM customer_shop b WHERE b.customer_id = c.customer_id AND b.shop_id = ANY (CAST(:shops AS text[]))
                AND (b.last_order_at, b.shop_id, b.currency) > (c.last_order_at, c.shop_id, c.currency))
        ORDER BY c.last_order_at DESC, c.customer_id DESC LIMIT :limit
    ) c ORDER BY c.at DESC, c.id DESC LIMIT :limit
"""
# Newest tagged first. Files that were merged may bear a tag twice.
BY_TAG = """
    SELECT t.at, c.file_id AS id FROM customer_tag t JOIN customer c ON c.id = t.customer_id JOIN customer f ON f.id = c.file_id
    WHERE t.tag = :tag AND {conditions} AND NOT EXISTS (
        SELECT FROM customer b JOIN customer_tag n ON n.customer_id = b.id AND n.tag = t.tag
        WHERE b.file_id = c.file_id AND (n.at, n.customer_id) > (t.at, t.customer_id))
    ORDER BY t.at DESC, c.file_id DESC LIMIT :limit
"""
FOUND = """
    SELECT DISTINCT coalesce(f.last_order_at, f.made_at) AS at, f.id FROM ({candidates}) found JOIN customer c ON c.id = found.customer_id
    JOIN customer f ON f.id = c.file_id WHERE {conditions} ORDER BY 1 DESC, 2 DESC LIMIT :limit
"""
IN_SHOPS = """
    EXISTS (SELECT FROM customer b JOIN customer_order x ON x.customer_id = b.id
        WHERE b.file_id = f.id AND x.shop_id = ANY (CAST(:shops AS text[])))
"""
ROWS = text("""
    SELECT c.id, c.name, c.phone, c.region, s.orders, s.first_order_at, s.last_order_at, s.sums, s.shops, t.tags
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS asked(id, place) JOIN customer c ON c.id = asked.id
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


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`shops` None means all; `after` is the key (time, id) to go on after; `digest` and `today` are for searches."""

    q: str
    tag: str
    shops: list[str] | None
    last_from: datetime | None
    last_to: datetime | None
    after: tuple[datetime, UUID] | None
    limit: int
    today: date
    digest: Callable[[str], str]


async def find_customers(reader: AsyncSession, asked: Asked) -> tuple[list[CustomerRow], list[tuple[datetime, UUID]]]:
    """Up to `limit` rows, and up to `limit` + 1 keys. `last_from` is included, `last_to` is not."""
    if asked.shops == []:
        return [], []
    values: dict[str, Any] = {"limit": asked.limit + 1, "shops": asked.shops}
    if asked.q:
        sql = await _searched(reader, asked, values)
    elif asked.tag:
        values["tag"] = asked.tag
        sql = BY_TAG.format(conditions=_conditions(asked, values, key=("t.at", "c.file_id"), last="f.last_order_at", visible=True))
    elif asked.shops is None:
        sql = BY_LAST.format(conditions=_conditions(asked, values, key=("c.last_order_at", "c.id"), last="c.last_order_at", visible=False))
    else:
        key = ("c.last_order_at", "c.customer_id")
        sql = BY_SHOPS.format(conditions=_conditions(asked, values, key=key, last="c.last_order_at", visible=False))
    if sql is None:
        return [], []
    keys = [(row.at, row.id) for row in await reader.execute(text(sql), values)]
    return await rows_of(reader, [one for _, one in keys[: asked.limit]], shops=asked.shops), keys


async def _searched(reader: AsyncSession, asked: Asked, values: dict[str, Any]) -> str | None:
    shops = (await reader.execute(SHOPS)).all()
    keys = [open_id_key(asked.q, platform=shop.platform, shop_id=shop.id, digest=asked.digest) for shop in shops]
    values["keys"] = sorted({str(key.digest) for key in keys if key is not None})
    candidates = "SELECT customer_id FROM customer_key WHERE digest = ANY (CAST(:keys AS uuid[]))"
    search = search_for(asked.q, shops=asked.shops, digest=asked.digest, today=asked.today)
    if search is not None:
        values.update(search.values)
        candidates += f" UNION SELECT o.customer_id FROM ({search.sql}) s JOIN customer_order o ON o.order_id = s.id"
    values["limit"] = min(values["limit"], MOST_CANDIDATES)
    key = ("coalesce(f.last_order_at, f.made_at)", "f.id")
    return FOUND.format(candidates=candidates, conditions=_conditions(asked, values, key=key, last="f.last_order_at", visible=True))


def _conditions(asked: Asked, values: dict[str, Any], *, key: tuple[str, str], last: str, visible: bool) -> str:
    """`visible`: the rows come from elsewhere than the shops' own index, so the shops are asked for each."""
    conditions = ["true"]
    if asked.after is not None:
        values.update(after_at=asked.after[0], after_id=asked.after[1])
        conditions.append(f"({key[0]}, {key[1]}) < (:after_at, :after_id)")
    if asked.last_from is not None:
        values["last_from"] = asked.last_from
        conditions.append(f"{last} >= :last_from")
    if asked.last_to is not None:
        values["last_to"] = asked.last_to
        conditions.append(f"{last} < :last_to")
    if visible and asked.shops is not None:
        conditions.append(IN_SHOPS)
    return " AND ".join(conditions)


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
