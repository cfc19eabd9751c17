"""Figures for the home page, from the sums that a trigger keeps (domain/tally.py): as fast with a million orders as with ten."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.money import Money
from orders.domain.order_facts import TO_SHIP_IN_TIME
from orders.domain.tally import STANDING

READ = text("""
    SELECT t.bucket, t.shop_id, t.currency, t.fact, sum(t.orders)::bigint AS orders, sum(t.amount) AS amount
    FROM (
        SELECT bucket, shop_id, currency, fact, orders, amount FROM order_tally WHERE bucket >= :start AND bucket < :end
        UNION ALL
        SELECT bucket, shop_id, currency, fact, orders, amount FROM order_tally_delta WHERE bucket >= :start AND bucket < :end
    ) t
    WHERE CAST(:shops AS text[]) IS NULL OR t.shop_id = ANY (CAST(:shops AS text[]))
    GROUP BY 1, 2, 3, 4
""")
# By day in the database: a month of hours and shops would be thousands of rows.
READ_DAYS = text("""
    SELECT (t.bucket AT TIME ZONE :zone)::date AS on_day, t.currency, t.fact, sum(t.orders)::bigint AS orders, sum(t.amount) AS amount
    FROM (
        SELECT bucket, shop_id, currency, fact, orders, amount FROM order_tally WHERE bucket >= :start AND bucket < :end
        UNION ALL
        SELECT bucket, shop_id, currency, fact, orders, amount FROM order_tally_delta WHERE bucket >= :start AND bucket < :end
    ) t
    WHERE CAST(:shops AS text[]) IS NULL OR t.shop_id = ANY (CAST(:shops AS text[]))
    GROUP BY 1, 2, 3
""")
# By the partial index of deadlines, and never more of it than is told.
COUNT_DUE = text(f"""
    SELECT count(*) FROM (
        SELECT FROM sales_order WHERE {TO_SHIP_IN_TIME} AND ship_by >= :start AND ship_by < :end
            AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
        LIMIT :most
    ) due
""")
CAP = 1_000
WAITING = ("status:placed", "status:reviewed", "status:allocated", "status:picked", "status:packed")
TO_SHIP = ("status:allocated", "status:picked", "status:packed")


class QueueCount(BaseModel):
    """`capped` says that there are more than `count`: people read 1000+ the same as 1234."""

    queue: str
    count: int
    capped: bool


class LeftOut(BaseModel):
    """Confirmed fake orders that the figures beside it do not count (rule ORD-6)."""

    orders: int
    sales: list[Money]


class ShopFigures(BaseModel):
    shop_id: str
    orders: int
    sales: list[Money]
    left_out: LeftOut


class HourFigures(BaseModel):
    """`hour` is 0 to 23 in the company's time zone."""

    hour: int
    orders: int
    shipped: int


class StatusFigures(BaseModel):
    status: str
    orders: int


class TodayFigures(BaseModel):
    """Orders placed today (without cancelled, closed and confirmed fake ones), parcels shipped today, and what is open now, whenever it was placed."""

    on: date
    orders: int
    sales: list[Money]
    left_out: LeftOut
    shipped: int
    waiting: int
    by_shop: list[ShopFigures]
    by_hour: list[HourFigures]
    by_status: list[StatusFigures]


class DayFigures(BaseModel):
    on: date
    orders: int
    sales: list[Money]
    left_out: LeftOut
    shipped: int


async def count_queues(reader: AsyncSession, *, shops: Sequence[str] | None, now: datetime, end_of_today: datetime) -> list[QueueCount]:
    standing = _orders_by_fact(await _read(reader, STANDING, STANDING + timedelta(hours=1), shops))
    counts = {
        "to_review": standing["held"],
        "attention": standing["attention"],
        "short": standing["short"],
        "stuck": standing["stuck"],
        "overdue": await _count_due(reader, STANDING, now, shops),
        "due_today": await _count_due(reader, now, end_of_today, shops),
        "placed": standing["status:placed"],
        "reviewed": standing["status:reviewed"],
        "allocated": standing["status:allocated"],
        "picked": standing["status:picked"],
        "packed": standing["status:packed"],
        "to_ship": sum(standing[fact] for fact in TO_SHIP),
        "shipped": standing["status:shipped"],
    }
    return [QueueCount(queue=queue, count=min(count, CAP), capped=count > CAP) for queue, count in counts.items()]


async def _count_due(reader: AsyncSession, start: datetime, end: datetime, shops: Sequence[str] | None) -> int:
    """From `start` on and before `end`; not more than one beyond what is told."""
    values = {"start": start, "end": end, "shops": None if shops is None else list(shops), "most": CAP + 1}
    return (await reader.execute(COUNT_DUE, values)).scalar_one()


async def today_figures(reader: AsyncSession, *, today: date, zone: ZoneInfo, shops: Sequence[str] | None) -> TodayFigures:
    start, end = _bounds(today, today, zone)
    rows = await _read(reader, start, end, shops)
    standing = _orders_by_fact(await _read(reader, STANDING, STANDING + timedelta(hours=1), shops))
    placed = [row for row in rows if row.fact == "placed"]
    shipped = [row for row in rows if row.fact == "shipped"]
    by_hour: dict[int, list[int]] = {hour: [0, 0] for hour in range(24)}
    for row in (*placed, *shipped):
        by_hour[row.bucket.astimezone(zone).hour][0 if row.fact == "placed" else 1] += row.orders
    by_shop: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_shop[row.shop_id].append(row)
    return TodayFigures(
        on=today,
        orders=_orders(placed),
        sales=_sales(placed),
        left_out=_left_out(rows),
        shipped=_orders(shipped),
        waiting=sum(standing[fact] for fact in WAITING),
        by_shop=[_shop(shop, own) for shop, own in sorted(by_shop.items()) if any(row.fact != "shipped" for row in own)],
        by_hour=[HourFigures(hour=hour, orders=counts[0], shipped=counts[1]) for hour, counts in by_hour.items()],
        by_status=[
            StatusFigures(status=fact.removeprefix("status:"), orders=orders)
            for fact, orders in sorted(standing.items())
            if fact.startswith("status:")
        ],
    )


async def daily_figures(reader: AsyncSession, *, today: date, days: int, zone: ZoneInfo, shops: Sequence[str] | None) -> list[DayFigures]:
    """Oldest first; a day without orders is there too."""
    first = today - timedelta(days=days - 1)
    start, end = _bounds(first, today, zone)
    by_day: dict[date, list[Any]] = {first + timedelta(days=day): [] for day in range(days)}
    values = {"start": start, "end": end, "zone": zone.key, "shops": None if shops is None else list(shops)}
    for row in await reader.execute(READ_DAYS, values):
        by_day[row.on_day].append(row)
    return [_day(on, rows) for on, rows in by_day.items()]


def _day(on: date, rows: list[Any]) -> DayFigures:
    placed = [row for row in rows if row.fact == "placed"]
    return DayFigures(
        on=on,
        orders=_orders(placed),
        sales=_sales(placed),
        left_out=_left_out(rows),
        shipped=_orders(row for row in rows if row.fact == "shipped"),
    )


def _shop(shop_id: str, rows: list[Any]) -> ShopFigures:
    placed = [row for row in rows if row.fact == "placed"]
    return ShopFigures(shop_id=shop_id, orders=_orders(placed), sales=_sales(placed), left_out=_left_out(rows))


def _left_out(rows: Iterable[Any]) -> LeftOut:
    fake = [row for row in rows if row.fact == "left_out" and row.orders]
    return LeftOut(orders=_orders(fake), sales=_sales(fake))


async def _read(reader: AsyncSession, start: datetime, end: datetime, shops: Sequence[str] | None) -> Sequence[Any]:
    return (await reader.execute(READ, {"start": start, "end": end, "shops": None if shops is None else list(shops)})).all()


def _bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    midnight = time(tzinfo=zone)
    return datetime.combine(first, midnight), datetime.combine(last + timedelta(days=1), midnight)


def _orders(rows: Iterable[Any]) -> int:
    return sum(row.orders for row in rows)


def _orders_by_fact(rows: Iterable[Any]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.fact] += row.orders
    return counts


def _sales(rows: Iterable[Any]) -> list[Money]:
    """One sum a currency: amounts of different currencies are never added."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row.currency] += row.amount
    return [Money.model_construct(amount=amount, currency=currency) for currency, amount in sorted(sums.items())]
