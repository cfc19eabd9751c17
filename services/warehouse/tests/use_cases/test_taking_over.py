"""One reference in place of others: no piece is lost to those who wait, and none is promised twice (rule ORD-3)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from contracts.warehouse import ReservationRequest, StockLine
from warehouse.use_cases.reserve_stock import reserve_stock
from warehouse.use_cases.withdraw_shipments import withdraw_shipments

from ..floor import Floor, uow_messages

pytestmark = pytest.mark.rule("ORD-3")
RESERVED = "warehouse.stock.reserved.v1"


async def take_over(floor: Floor, wishes: Mapping[str, Mapping[str, int]], *, of: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What each reference was told."""
    requests = [
        ReservationRequest(
            reference=reference,
            province=None,
            lines=[StockLine(sku=sku, quantity=quantity) for sku, quantity in needs.items()],
            owner=floor.owner,
            takes_over=list(of),
        )
        for reference, needs in wishes.items()
    ]
    async with floor.context.new_system_uow("test") as uow:
        await reserve_stock(uow, requests=requests)
        told = uow_messages(uow, RESERVED)
        await uow.commit()
    return {result["reference"]: result for message in told for result in message["results"]}


async def stop_and_keep(floor: Floor, *references: str) -> list[dict[str, Any]]:
    async with floor.context.new_system_uow("test") as uow:
        await withdraw_shipments(uow, references=references, reason="regrouped", keeps_stock=True)
        told = uow_messages(uow, "warehouse.shipment.withdrawn.v1")
        await uow.commit()
    return told


async def test_what_takes_over_comes_before_the_line(floor: Floor) -> None:
    await floor.receive(A=2)
    await floor.reserve({"one": {"A": 1}, "two": {"A": 1}, "waits": {"A": 1}})
    told = await take_over(floor, {"both": {"A": 2}}, of=["one", "two"])
    assert told["both"]["warehouse_code"] == "HZ"
    assert await floor.level("A") == (2, 2)
    assert await floor.release("both") == {"waits": "HZ"}


async def test_what_is_left_over_goes_to_the_line(floor: Floor) -> None:
    await floor.receive(A=3)
    await floor.reserve({"old": {"A": 3}, "waits": {"A": 1}})
    told = await take_over(floor, {"new": {"A": 2}}, of=["old"])
    assert {reference: one["outcome"] for reference, one in told.items()} == {"new": "reserved", "waits": "reserved"}
    assert await floor.level("A") == (3, 3)


async def test_the_parts_of_a_split_share_what_it_held(floor: Floor) -> None:
    await floor.receive("HZ", A=1)
    await floor.receive("GZ", B=1)
    asked = await take_over(floor, {"whole": {"A": 1, "B": 1}}, of=[])
    assert asked["whole"]["outcome"] == "short"
    assert asked["whole"]["offers"] == [
        {"warehouse_code": "HZ", "lines": [{"sku": "A", "quantity": 1}]},
        {"warehouse_code": "GZ", "lines": [{"sku": "B", "quantity": 1}]},
    ]
    told = await take_over(floor, {"part1": {"A": 1}, "part2": {"B": 1}}, of=["whole"])
    assert (told["part1"]["warehouse_code"], told["part2"]["warehouse_code"]) == ("HZ", "GZ")
    await floor.receive("HZ", B=1)
    assert await floor.level("B", "HZ") == (1, 0), "the whole no longer waits"


async def test_the_same_request_again_takes_nothing_a_second_time(floor: Floor) -> None:
    await floor.receive(A=2)
    await floor.reserve({"old": {"A": 1}})
    for _ in range(3):
        told = await take_over(floor, {"new": {"A": 1}}, of=["old"])
        assert told["new"]["outcome"] == "reserved"
    assert await floor.level("A") == (2, 1)
    assert await floor.differences() == []


async def test_a_stopped_shipment_may_keep_its_stock(floor: Floor) -> None:
    number = await floor.make_shipment("r")
    await floor.reserve({"waits": {"A": 1}})
    [told] = await stop_and_keep(floor, "r")
    assert (told["reference"], told["stock_kept"]) == ("r", True)
    assert (await floor.get(f"/v1/shipments/{number}")).json()["shipment"]["state"] == "withdrawn"
    assert await floor.level("A") == (1, 1)
    [step] = await floor.request(r={"A": 1})
    assert step["shipment_number"] != number


async def test_a_shipment_asked_for_while_it_was_being_stopped_is_stopped_as_well(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}})
    await stop_and_keep(floor, "r")
    [step] = await floor.request(r={"A": 1})
    told = await take_over(floor, {"new": {"A": 1}}, of=["r"])
    assert told["new"]["outcome"] == "reserved"
    assert (await floor.get(f"/v1/shipments/{step['shipment_number']}")).json()["shipment"]["state"] == "withdrawn"
    assert await floor.request(r={"A": 1}) == [], "and none is made any more"


async def test_what_has_left_is_not_taken_over(floor: Floor) -> None:
    await floor.make_shipped("gone")
    told = await take_over(floor, {"new": {"A": 1}}, of=["gone"])
    assert told["new"]["outcome"] == "short"
    assert await floor.level("A") == (0, 0)
    assert await floor.differences() == []


async def test_a_request_that_comes_after_its_successor_is_not_served(floor: Floor) -> None:
    await floor.receive(A=1)
    assert (await take_over(floor, {"new": {"A": 1}}, of=["late"]))["new"]["outcome"] == "reserved"
    assert await floor.reserve({"late": {"A": 1}}) == {}
    assert await floor.level("A") == (1, 1)
