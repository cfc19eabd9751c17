"""The order desk: a page of orders, and the same orders for an export."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.redaction import without_numbers
from orders.queries.order_filter import MOST_PROBES, RARE_SOURCE, STATUSES, Conditions, OrderFilter, OrderSort, conditions_of
from orders.queries.order_search import search_for

OrderId = Annotated[UUID, *prefixed("ord")]
COLUMNS = """
    o.id, o.number, o.kind, o.shop_id, o.platform_order_no, o.status, o.pending, o.hold_reasons, o.attention_reasons, o.reservation,
    o.warehouse_code, o.short_skus, o.refund, o.currency, o.paid_amount, o.line_count, o.piece_count, o.placed_at, o.received_at,
    o.receiver_name, o.receiver_phone, o.receiver_province, o.receiver_city, o.buyer_remark, o.seller_remark, o.source, o.carrier_code,
    o.tracking_number, o.stuck_since, o.shipped_at, o.ship_by, o.version
"""
BY_ID = text(f"""
    SELECT {COLUMNS} FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS asked(id, place) JOIN sales_order o ON o.id = asked.id
    WHERE CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])) ORDER BY asked.place
""")
# Distinct shops by hopping along an index: a few microseconds a shop, however many orders they have.
HOP = """
    WITH RECURSIVE hop AS (
        (SELECT o.shop_id FROM sales_order o WHERE {which} ORDER BY o.shop_id LIMIT 1)
        UNION ALL
        SELECT (SELECT o.shop_id FROM sales_order o WHERE {which} AND o.shop_id > hop.shop_id ORDER BY o.shop_id LIMIT 1)
        FROM hop WHERE hop.shop_id IS NOT NULL
    ) SELECT shop_id FROM hop WHERE shop_id IS NOT NULL LIMIT :most
"""


class OrderRow(BaseModel):
    """What the desk shows of an order. The receiver, and phones in remarks, are masked (rule ORD-5)."""

    id: OrderId
    number: str
    kind: str
    shop_id: str
    platform_order_no: str
    status: str
    pending: str | None
    hold_reasons: list[str]
    attention_reasons: list[str]
    reservation: str
    warehouse_code: str | None
    short_skus: list[str]
    refund: str
    paid: Money
    line_count: int
    piece_count: int
    placed_at: datetime
    received_at: datetime
    receiver_name: str
    receiver_phone: str
    receiver_province: str
    receiver_city: str
    buyer_remark: str
    seller_remark: str
    source: str
    carrier_code: str | None
    tracking_number: str | None
    stuck_since: datetime | None
    shipped_at: datetime | None
    ship_by: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`after` is the key (time, id) to go on after, the time being the one that the list is sorted by; `digest` and `today` are for searches."""

    wanted: OrderFilter
    after: tuple[datetime, UUID] | None
    limit: int
    today: date
    digest: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Probes:
    """What is probed of the index of (shop, `column`, time): status, or source."""

    column: str
    pairs: list[tuple[str, str]]


async def find_orders(reader: AsyncSession, asked: Asked) -> list[OrderRow]:
    """Up to `limit` + 1 rows, so that the caller knows whether there are more."""
    return [_row(dict(row)) for row in await _find(reader, asked, COLUMNS)]


async def find_order_ids(reader: AsyncSession, asked: Asked) -> list[UUID]:
    """Of the same orders, in the same order; up to `limit` + 1."""
    return [row["id"] for row in await _find(reader, asked, "o.id")]


async def find_orders_by_id(reader: AsyncSession, *, ids: Sequence[UUID], shops: Sequence[str] | None) -> list[OrderRow]:
    """Those of `ids` that are in `shops` (None: all), in the order of `ids`."""
    rows = (await reader.execute(BY_ID, {"ids": list(ids), "shops": shops})).mappings()
    return [_row(dict(row)) for row in rows]


async def _find(reader: AsyncSession, asked: Asked, columns: str) -> Sequence[RowMapping]:
    wanted = asked.wanted
    if wanted.shops == []:
        return []
    conditions = conditions_of(wanted)
    newest = wanted.sort == OrderSort.NEWEST
    time = "ship_by" if wanted.is_by_deadline else "placed_at"
    if asked.after is not None:
        comparison = "<" if newest else ">"
        conditions.add(f"(o.{time}, o.id) {comparison} (:after_at, :after_id)", after_at=asked.after[0], after_id=asked.after[1])
    order = "DESC" if newest else "ASC"
    ordered = f"ORDER BY o.{time} {order}, o.id {order} LIMIT :limit"
    conditions.values["limit"] = asked.limit + 1
    if wanted.q:
        search = search_for(wanted.q, shops=wanted.shops, digest=asked.digest, today=asked.today)
        if search is None:
            return []
        conditions.add(f"o.id IN ({search.sql})", **search.values)
        return await _read(reader, _scan(wanted, conditions, ordered, columns), conditions)
    probes = await _probes(reader, wanted)
    if probes is None:
        return await _read(reader, _scan(wanted, conditions, ordered, columns), conditions)
    if probes.column == "source" and wanted.statuses_to_probe:
        conditions.add("o.status = ANY (CAST(:statuses AS text[]))", statuses=wanted.statuses_to_probe)
    conditions.values.update(pair_shops=[shop for shop, _ in probes.pairs], pair_values=[value for _, value in probes.pairs])
    return await _read(reader, _probe(probes.column, conditions, ordered, order, columns), conditions)


async def _probes(reader: AsyncSession, wanted: OrderFilter) -> Probes | None:
    """None when reading along the time or a work queue is better."""
    if wanted.is_queue:
        return None
    if wanted.source is not None and wanted.is_of_a_rare_source:
        column, values, which = "source", [wanted.source], RARE_SOURCE
    elif wanted.shops is not None or wanted.statuses_to_probe:
        column, values, which = "status", wanted.statuses_to_probe or STATUSES, "true"
    else:
        return None
    shops: Sequence[str] | None = wanted.shops
    if shops is None:
        asked = {"most": MOST_PROBES + 1, **({"source": wanted.source} if column == "source" else {})}
        shops = list((await reader.execute(text(HOP.format(which=which)), asked)).scalars())
    pairs = [(shop, value) for shop in shops for value in values]
    return Probes(column=column, pairs=pairs) if len(pairs) <= MOST_PROBES else None


def _scan(wanted: OrderFilter, conditions: Conditions, ordered: str, columns: str) -> str:
    if wanted.shops is not None:
        conditions.add("o.shop_id = ANY (CAST(:shops AS text[]))", shops=wanted.shops)
    if wanted.statuses_to_probe:
        conditions.add("o.status = ANY (CAST(:statuses AS text[]))", statuses=wanted.statuses_to_probe)
    return f"SELECT {columns} FROM sales_order o WHERE {conditions.sql} {ordered}"


def _probe(column: str, conditions: Conditions, ordered: str, order: str, columns: str) -> str:
    """The keys first, from the index; whole rows only of those that are shown."""
    return f"""
        WITH keys AS (
            SELECT o.placed_at, o.id
            FROM unnest(CAST(:pair_shops AS text[]), CAST(:pair_values AS text[])) AS pair(shop_id, value)
            CROSS JOIN LATERAL (
                SELECT o.placed_at, o.id FROM sales_order o
                WHERE o.shop_id = pair.shop_id AND o.{column} = pair.value AND {conditions.sql}
                ORDER BY o.placed_at {order}, o.id {order} LIMIT :limit
            ) o
            {ordered}
        )
        SELECT {columns} FROM keys JOIN sales_order o ON o.id = keys.id ORDER BY o.placed_at {order}, o.id {order}
    """


async def _read(reader: AsyncSession, sql: str, conditions: Conditions) -> Sequence[RowMapping]:
    return (await reader.execute(text(sql), conditions.values)).mappings().all()


def _row(row: dict[str, Any]) -> OrderRow:
    # Buyers write phones there: the order page shows it all, a list and an export do not.
    row["buyer_remark"], row["seller_remark"] = without_numbers(row["buyer_remark"]), without_numbers(row["seller_remark"])
    paid = Money.model_construct(amount=row.pop("paid_amount"), currency=row.pop("currency"))
    # model_construct: the values are our own columns, of the types that stand in the table.
    return OrderRow.model_construct(paid=paid, **row)
