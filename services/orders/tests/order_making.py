"""Orders and messages as tests need them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from sqlalchemy import text

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts
from contracts.orders import RegisterShop
from contracts.warehouse import (
    ParcelStuck,
    ParcelTracked,
    ReservationResult,
    ShipmentsAdvanced,
    ShipmentShipped,
    ShipmentStep,
    ShipmentWithdrawn,
    StockLine,
    StockReserved,
)
from orders.consumers import warehouse
from orders.domain.reference import reference_of
from orders.use_cases.note_skus import note_skus
from orders.use_cases.register_shop import register_shop

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SHOP = "shp_main"
OTHER_SHOP = "shp_other"
numbers = count(1)

RECEIVER = {
    "name": "张三丰",
    "phone": "13812345678",
    "country": "CN",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "town": "",
    "street": "文三路 100 号",
    "postcode": "310000",
}


# The orders of the fixture `desk`, newest first.
DESK = ["unpaid", "cancelled", "short", "allocated", "other_shop", "unknown", "remark", "clear"]


def at(minutes: int) -> str:
    """Minutes after START."""
    return (START + timedelta(minutes=minutes)).isoformat()


def money(amount: str, currency: str = "CNY") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def line_body(**changes: Any) -> dict[str, Any]:
    line = {"platform_line_no": "1", "sku": "TEE-W", "title": "白色 T 恤", "quantity": 2, "unit_price": money("50.00")}
    return line | changes


def order_body(**changes: Any) -> dict[str, Any]:
    receiver = RECEIVER | changes.pop("receiver", {})
    body = {
        "shop_id": SHOP,
        "platform_order_no": f"P{next(numbers):08d}",
        "platform_status": "WAIT_SELLER_SEND_GOODS",
        "state": "ready",
        "placed_at": START.isoformat(),
        "paid_at": START.isoformat(),
        "modified_at": START.isoformat(),
        "goods_amount": money("100.00"),
        "discount_amount": money("0.00"),
        "freight_amount": money("0.00"),
        "paid_amount": money("100.00"),
        "buyer_id": "buyer-1",
        "receiver": receiver,
        "lines": [line_body()],
    }
    return body | changes


def newer(body: dict[str, Any], *, minutes: int = 1, **changes: Any) -> dict[str, Any]:
    """A later version of the same order."""
    moment = datetime.fromisoformat(body["modified_at"]) + timedelta(minutes=minutes)
    return body | {"modified_at": moment.isoformat()} | changes


def sku_facts(sku: str, *, version: int = 1, unit: str = "件") -> SkuFacts:
    return SkuFacts(
        sku=sku,
        name_zh=f"{sku} 货",
        name_en=f"{sku} goods",
        barcode=None,
        weight_g=200,
        length_mm=1,
        width_mm=1,
        height_mm=1,
        unit=unit,
        active=True,
        version=version,
    )


def new_uow(app: FastAPI, name: str = "test") -> UnitOfWork:
    return app.state.context.new_system_uow(name)


async def teach(app: FastAPI, *, skus: tuple[str, ...] = ("TEE-W", "TEE-B", "MUG"), shops: tuple[str, ...] = (SHOP, OTHER_SHOP)) -> None:
    async with new_uow(app) as uow:
        await note_skus(uow, skus=[sku_facts(sku) for sku in skus])
        for shop in shops:
            await register_shop(uow, shop=RegisterShop(shop_id=shop, name=f"店 {shop}", platform="taobao", active=True, version=1))
        await uow.commit()


def uuid_of(order_id: str) -> UUID:
    return read_id("ord", order_id)


def reserved(order_id: str, *, attempt: int = 1, warehouse: str = "HZ") -> ReservationResult:
    reference = reference_of(uuid_of(order_id), attempt)
    return ReservationResult(reference=reference, outcome="reserved", warehouse_code=warehouse, short_skus=[])


def short(order_id: str, *, attempt: int = 1, skus: tuple[str, ...] = ("TEE-W",)) -> ReservationResult:
    reference = reference_of(uuid_of(order_id), attempt)
    return ReservationResult(reference=reference, outcome="short", warehouse_code=None, short_skus=list(skus))


async def rows(app: FastAPI, sql: str, **values: Any) -> list[dict[str, Any]]:
    async with app.state.context.engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(text(sql), values)).mappings()]


async def run(app: FastAPI, sql: str, **values: Any) -> None:
    async with app.state.context.engine.begin() as connection:
        await connection.execute(text(sql), values)


async def sent(app: FastAPI, subject: str) -> list[dict[str, Any]]:
    """What was sent on a subject: the relay does not run in these tests, so it is all still in the outbox."""
    found = await rows(app, "SELECT payload::jsonb FROM outbox WHERE subject = :subject ORDER BY id", subject=subject)
    return [row["payload"] for row in found]


def other_key(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"Idempotency-Key": f'"{uuid4()}"'}


async def tell(app: FastAPI, handler: Any, message: Any) -> None:
    """A message from the broker, handled and committed as the chassis does it."""
    async with new_uow(app, "orders.test") as uow:
        await handler(uow, message)
        await uow.commit()


async def tell_reserved(app: FastAPI, *results: ReservationResult) -> None:
    await tell(app, warehouse.on_stock_reserved, StockReserved(results=list(results), decided_at=START))


async def tell_step(app: FastAPI, reference: str, state: str) -> None:
    step = ShipmentStep(reference=reference, shipment_number="SH-1", state=state, happened_at=START, by="王拣货")
    await tell(app, warehouse.on_shipments_advanced, ShipmentsAdvanced(steps=[step]))


async def tell_shipped(app: FastAPI, reference: str, *, pieces: dict[str, int] | None = None) -> None:
    """A parcel with these pieces left; with those of `line_body` unless told otherwise."""
    goods = {"TEE-W": 2} if pieces is None else pieces
    shipped = ShipmentShipped(
        reference=reference,
        shipment_number="SH-1",
        warehouse_code="HZ",
        carrier_code="SF",
        tracking_number="SF123",
        weight_g=400,
        lines=[StockLine(sku=sku, quantity=quantity) for sku, quantity in goods.items()],
        shipped_at=START,
        by="王拣货",
    )
    await tell(app, warehouse.on_shipment_shipped, shipped)


async def tell_withdrawn(app: FastAPI, reference: str) -> None:
    await tell(app, warehouse.on_shipment_withdrawn, ShipmentWithdrawn(reference=reference, withdrawn_at=START))


async def tell_parcel(app: FastAPI, reference: str, state: str, *, at: datetime = START, text: str = "…") -> None:
    news = ParcelTracked(reference=reference, carrier_code="SF", tracking_number="SF123", state=state, text=text, happened_at=at)
    await tell(app, warehouse.on_parcel_tracked, news)


async def tell_stuck(app: FastAPI, reference: str) -> None:
    stuck = ParcelStuck(reference=reference, carrier_code="SF", tracking_number="SF123", last_moved_at=START, raised_at=START)
    await tell(app, warehouse.on_parcel_stuck, stuck)


STEPS = ("picked", "packed")


async def bring_to(app: FastAPI, order_id: str, status: str) -> None:
    """A made and reviewed order is brought to `status` by the warehouse's messages."""
    if status == "reviewed":
        return
    await tell_reserved(app, reserved(order_id))
    for step in STEPS:
        if status in ("allocated", *STEPS[: STEPS.index(step)]):
            return
        await tell_step(app, order_id, step)
    if status == "packed":
        return
    await tell_shipped(app, order_id)
    if status == "delivered":
        await tell_parcel(app, order_id, "delivered")
