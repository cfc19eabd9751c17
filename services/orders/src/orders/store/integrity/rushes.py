"""Bursts: many orders of buyers new to a shop at once, of all that it sells or of one SKU, against what is usual there."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.integrity.policy import Burst
from orders.domain.integrity.signals import Rush

USUAL_DAYS = 7
RUSHES = """
    SELECT w.order_id, b.new_buyers, {by_sku} AS by_sku, (
        SELECT coalesce(sum(u.orders), 0) FROM {table} u
        WHERE {same} AND u.minute < w.minute - CAST(:around AS interval) AND u.minute >= w.minute - CAST(:usual_span AS interval)) AS usual
    FROM ({orders}) w
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(u.new_buyers), 0) AS new_buyers FROM {table} u
        WHERE {same} AND u.minute > w.minute - CAST(:around AS interval) AND u.minute < w.minute + CAST(:around AS interval)
            AND u.minute <= :until
    ) b
    WHERE b.new_buyers >= :orders
"""
OF_SHOPS = text(
    RUSHES.format(
        by_sku="false",
        table="integrity_minute",
        same="u.shop_id = w.shop_id",
        orders="SELECT order_id, shop_id, date_trunc('minute', placed_at) AS minute FROM integrity_mark WHERE order_id = ANY (:ids)",
    )
)
OF_SKUS = text(
    RUSHES.format(
        by_sku="true",
        table="integrity_sku_minute",
        same="u.shop_id = w.shop_id AND u.sku = w.sku",
        orders="""SELECT DISTINCT m.order_id, m.shop_id, l.sku, date_trunc('minute', m.placed_at) AS minute
            FROM integrity_mark m JOIN order_line l ON l.order_id = m.order_id WHERE m.order_id = ANY (:ids) AND l.sku IS NOT NULL""",
    )
)


async def rushes_around(session: AsyncSession, ids: Collection[UUID], burst: Burst, *, until: datetime) -> dict[UUID, tuple[Rush, ...]]:
    """Of these orders those that came in at such a time: how many new buyers there were, and what is usual in as much time."""
    values = {
        "ids": list(ids),
        "orders": burst.orders,
        "until": until,
        "around": timedelta(minutes=burst.minutes),
        "usual_span": timedelta(days=USUAL_DAYS, minutes=burst.minutes),
    }
    windows = USUAL_DAYS * 24 * 60 / burst.minutes
    found: dict[UUID, tuple[Rush, ...]] = {}
    for query in (OF_SHOPS, OF_SKUS):
        for row in await session.execute(query, values):
            rush = Rush(new_buyers=int(row.new_buyers), usual=float(row.usual) / windows, by_sku=row.by_sku)
            found[row.order_id] = (*found.get(row.order_id, ()), rush)
    return found
