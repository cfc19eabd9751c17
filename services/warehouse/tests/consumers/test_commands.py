"""Commands as they come over the broker: once, twice, and in the wrong order."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from chassis.ids import new_id
from contracts.message import Message
from contracts.warehouse import (
    ReleaseStock,
    RequestShipments,
    ReservationRequest,
    ReserveStock,
    StockLine,
    StockReserved,
    WithdrawShipments,
)

from ..floor import Floor


async def send(floor: Floor, *messages: Message) -> None:
    async with floor.context.new_system_uow("test") as uow:
        uow.publish(*messages)
        await uow.commit()


async def eventually(check: Callable[[], Awaitable[bool]], *, seconds: float = 8) -> None:
    until = time.monotonic() + seconds
    while not await check():
        assert time.monotonic() < until, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_from_command_to_event_over_the_broker(floor: Floor) -> None:
    await floor.receive(A=2)
    reference = f"order-{new_id().hex}"
    wish = ReservationRequest(reference=reference, province="浙江", lines=[StockLine(sku="A", quantity=2)])
    await send(floor, ReserveStock(requests=[wish]), ReserveStock(requests=[wish]))

    async def reserved() -> bool:
        return await floor.level("A") == (2, 2)

    await eventually(reserved)
    await send(floor, RequestShipments(shipments=[floor.shipment_request(reference, {"A": 2})]))

    async def requested() -> bool:
        return len((await floor.get("/v1/shipments")).json()["data"]) == 1

    await eventually(requested)
    told = [one for message in await floor.told(StockReserved) for one in message["results"] if one["reference"] == reference]
    assert [(one["outcome"], one["warehouse_code"]) for one in told] == [("reserved", "HZ"), ("reserved", "HZ")]
    await send(floor, WithdrawShipments(references=[reference], reason="cancelled"))

    async def free() -> bool:
        return await floor.level("A") == (2, 0)

    await eventually(free)


async def test_a_release_over_the_broker(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}})
    await send(floor, ReleaseStock(references=["r"], reason="cancelled"))

    async def free() -> bool:
        return await floor.level("A") == (1, 0)

    await eventually(free)
