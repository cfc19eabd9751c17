"""Marks of orders: written after intake, hundreds in one statement; what is told later is put beside them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts
from contracts.orders import PlacedOrder
from contracts.warehouse import StockLine
from orders.domain.integrity.mark import GoodsWeight, address_text
from orders.domain.reference import read_reference
from orders.domain.search_keys import SIGN, key_of
from orders.domain.status import OrderKind

READ_PLACED = text("SELECT id, shop_id, placed_at, buyer_id, receiver_sealed FROM sales_order WHERE id = ANY (:ids) AND kind = 'order'")
WRITE_MARKS = text("""
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(CAST(:marks AS jsonb)) AS r(
            order_id uuid, shop_id text, placed_at timestamptz, buyer bigint, payer bigint, device bigint, address bigint)
    ), made AS (
        INSERT INTO integrity_mark (order_id, shop_id, placed_at, buyer, payer, device, address)
        SELECT order_id, shop_id, placed_at, buyer, payer, device, address FROM told
        ON CONFLICT (order_id) DO NOTHING
        RETURNING order_id, shop_id, placed_at, buyer
    ), seen AS MATERIALIZED (
        SELECT order_id, shop_id, date_trunc('minute', placed_at) AS minute, (buyer IS NOT NULL AND NOT EXISTS (
            SELECT FROM integrity_mark earlier WHERE earlier.shop_id = made.shop_id AND earlier.buyer = made.buyer))::int AS fresh
        FROM made
    ), counted AS (
        INSERT INTO integrity_minute (shop_id, minute, orders, new_buyers)
        SELECT shop_id, minute, count(*), sum(fresh) FROM seen GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (shop_id, minute) DO UPDATE SET
            orders = integrity_minute.orders + excluded.orders, new_buyers = integrity_minute.new_buyers + excluded.new_buyers
    ), counted_by_sku AS (
        INSERT INTO integrity_sku_minute (shop_id, sku, minute, orders, new_buyers)
        SELECT shop_id, sku, minute, count(*), sum(fresh)
        FROM (SELECT DISTINCT s.order_id, s.shop_id, l.sku, s.minute, s.fresh FROM seen s
            JOIN order_line l ON l.order_id = s.order_id WHERE l.sku IS NOT NULL) bought
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (shop_id, sku, minute) DO UPDATE SET
            orders = integrity_sku_minute.orders + excluded.orders, new_buyers = integrity_sku_minute.new_buyers + excluded.new_buyers
    )
    SELECT order_id FROM made
""")
READ_RECEIVERS = text("SELECT id, receiver_sealed FROM sales_order WHERE id = ANY (:ids) AND kind = 'order'")
NOTE_ADDRESSES = text("""
    UPDATE integrity_mark SET address = r.address
    FROM unnest(CAST(:ids AS uuid[]), CAST(:addresses AS bigint[])) AS r(order_id, address)
    WHERE integrity_mark.order_id = r.order_id AND integrity_mark.address IS DISTINCT FROM r.address
    RETURNING integrity_mark.order_id
""")
# Of an erased customer's order nothing is kept that ties it to a person, whenever it is told.
NOTE_TOLD = text("""
    UPDATE integrity_mark SET
        payer = CASE WHEN r.erased THEN NULL ELSE coalesce(r.payer, integrity_mark.payer) END,
        device = CASE WHEN r.erased THEN NULL ELSE coalesce(r.device, integrity_mark.device) END,
        praise = CASE WHEN r.erased THEN NULL ELSE coalesce(r.praise, integrity_mark.praise) END,
        praised_after_s = coalesce(r.praised_after_s, integrity_mark.praised_after_s),
        browsed_s = coalesce(r.browsed_s, integrity_mark.browsed_s)
    FROM (
        SELECT t.*, EXISTS (SELECT FROM erased_order e WHERE e.order_id = t.order_id) AS erased FROM jsonb_to_recordset(CAST(:told AS jsonb))
            AS t(order_id uuid, payer bigint, device bigint, praise bigint, praised_after_s integer, browsed_s integer)
    ) r WHERE integrity_mark.order_id = r.order_id
    RETURNING integrity_mark.order_id
""")
NOTE_PARCEL = text("UPDATE integrity_mark SET parcel_g = :parcel_g, goods_g = :goods_g WHERE order_id = ANY (:ids) RETURNING order_id")
BOUGHT_IN = text("""
    SELECT DISTINCT coalesce(l.origin_order_id, l.order_id) FROM order_line l JOIN sales_order o ON o.id = l.order_id
    WHERE l.order_id = :id AND o.kind <> :replacement
""")
WRITE_WEIGHTS = text("""
    INSERT INTO integrity_weight (sku, weight_g, version)
    SELECT sku, weight_g, version FROM jsonb_to_recordset(CAST(:skus AS jsonb)) AS r(sku text, weight_g integer, version integer)
    ON CONFLICT (sku) DO UPDATE SET weight_g = excluded.weight_g, version = excluded.version WHERE integrity_weight.version < excluded.version
""")
FIND = text("""
    SELECT id, shop_id, platform_order_no FROM sales_order
    WHERE (platform_order_no, shop_id) IN (SELECT * FROM unnest(CAST(:numbers AS text[]), CAST(:shops AS text[])))
""")


async def write_marks(uow: UnitOfWork, placed: Sequence[PlacedOrder]) -> list[UUID]:
    """The orders that had no mark yet."""
    told: dict[UUID, PlacedOrder] = {}
    for order in placed:
        read = read_reference(order.order_id)
        if read is not None:
            told[read[0]] = order
    rows = (await uow.session.execute(READ_PLACED, {"ids": list(told)})).all()
    marks = [_mark(uow, row, told[row.id]) for row in rows]
    return list((await uow.session.execute(WRITE_MARKS, {"marks": orjson.dumps(marks, default=str).decode()})).scalars())


def _mark(uow: UnitOfWork, row: Any, told: PlacedOrder) -> dict[str, Any]:
    digest = uow.sealer.digest
    return {
        "order_id": row.id,
        "shop_id": row.shop_id,
        "placed_at": row.placed_at,
        "buyer": key_of(digest, f"buyer:{row.buyer_id}") if row.buyer_id else None,
        "payer": key_of_digest(told.payer_digest),
        "device": key_of_digest(told.device_digest),
        "address": _address_key(uow, row.receiver_sealed),
    }


async def note_addresses(uow: UnitOfWork, ids: Collection[UUID]) -> list[UUID]:
    """By where these orders go now: those whose mark is another now. One that is masked leaves what was known."""
    rows = (await uow.session.execute(READ_RECEIVERS, {"ids": list(ids)})).all()
    keys = {row.id: _address_key(uow, row.receiver_sealed) for row in rows}
    told = {order_id: key for order_id, key in keys.items() if key is not None}
    return list((await uow.session.execute(NOTE_ADDRESSES, {"ids": list(told), "addresses": list(told.values())})).scalars())


def key_of_digest(digest: str | None) -> int | None:
    """The 64 bits that are kept of a digest."""
    return int(digest[:16], 16) - SIGN if digest else None


def _address_key(uow: UnitOfWork, sealed: str) -> int | None:
    try:
        text_of_address = address_text(uow.sealer.open(sealed))
    except SealBroken:
        return None
    return key_of(uow.sealer.digest, f"address:{text_of_address}") if text_of_address else None


async def orders_by_platform_no(uow: UnitOfWork, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], UUID]:
    """Of (shop, platform's number) the order, where there is one."""
    pairs = sorted(keys)
    rows = await uow.session.execute(FIND, {"shops": [shop for shop, _ in pairs], "numbers": [number for _, number in pairs]})
    return {(row.shop_id, row.platform_order_no): row.id for row in rows}


async def note_told(uow: UnitOfWork, told: Sequence[dict[str, Any]]) -> list[UUID]:
    """Null leaves what is known. The orders that have a mark."""
    return list((await uow.session.execute(NOTE_TOLD, {"told": orjson.dumps(told, default=str).decode()})).scalars())


async def note_parcel_weight(uow: UnitOfWork, *, order_id: UUID, parcel_g: int, lines: Sequence[StockLine]) -> list[UUID]:
    """The orders that were bought with this parcel. Nothing is noted when a SKU in it has no weight."""
    found = await uow.session.scalars(select(GoodsWeight).where(GoodsWeight.sku.in_({line.sku for line in lines})))
    weights = {goods.sku: goods.weight_g for goods in found}
    if not lines or not all(weights.get(line.sku) for line in lines):
        return []
    goods_g = sum(weights[line.sku] * line.quantity for line in lines)
    bought = list((await uow.session.execute(BOUGHT_IN, {"id": order_id, "replacement": OrderKind.REPLACEMENT})).scalars())
    return list((await uow.session.execute(NOTE_PARCEL, {"ids": bought, "parcel_g": parcel_g, "goods_g": goods_g})).scalars())


async def write_weights(uow: UnitOfWork, skus: Sequence[SkuFacts]) -> None:
    newest: dict[str, SkuFacts] = {}
    for sku in skus:
        if sku.sku not in newest or newest[sku.sku].version < sku.version:
            newest[sku.sku] = sku
    rows = [{"sku": sku, "weight_g": newest[sku].weight_g, "version": newest[sku].version} for sku in sorted(newest)]
    await uow.session.execute(WRITE_WEIGHTS, {"skus": orjson.dumps(rows).decode()})
