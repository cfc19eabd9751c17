"""From request to shipped, and every way it may be stopped."""

import asyncio

import pytest

from chassis.testing import caller
from contracts.warehouse import ShipmentsAdvanced, ShipmentShipped
from warehouse.use_cases.request_shipments import NothingReserved, request_shipments

from ..floor import EVERYTHING, Floor, uow_messages

WITHDRAWN, REFUSED = "warehouse.shipment.withdrawn.v1", "warehouse.shipment.withdrawal_refused.v1"


async def shipment(floor: Floor, number: str) -> dict[str, object]:
    return (await floor.get(f"/v1/shipments/{number}")).json()["shipment"]


@pytest.mark.rule("ORD-3")
async def test_a_shipment_walks_all_its_steps(floor: Floor) -> None:
    number = await floor.make_shipped("walks")
    assert await floor.level("A") == (0, 0)
    assert await floor.differences() == []
    ledger = (await floor.get("/v1/stock-movements", sku="A")).json()["data"]
    assert [(row["kind"], row["bin"], row["quantity"], row["balance_after"], row["bin_balance_after"]) for row in ledger] == [
        ("ship", "@OUT", -1, 0, 0),
        ("pick", "@OUT", 1, 1, 1),
        ("pick", "@IN", -1, 1, 0),
        ("receive", "@IN", 1, 1, 1),
    ]
    assert ledger[0]["document"] == number
    states = [
        step["state"] for message in await floor.told(ShipmentsAdvanced) for step in message["steps"] if step["shipment_number"] == number
    ]
    assert states == ["waiting", "picking", "picked", "packed"]
    told = [message for message in await floor.told(ShipmentShipped) if message["shipment_number"] == number]
    assert [(one["reference"], one["carrier_code"], one["tracking_number"], one["weight_g"], one["lines"]) for one in told] == [
        ("walks", "SF", "SF1000000000001", 150, [{"sku": "A", "quantity": 1}])
    ]
    shown = await shipment(floor, number)
    assert (shown["state"], shown["shipped_by"], shown["pieces"]) == ("shipped", "Test", 1)
    assert [row["state"] for row in (await floor.get("/v1/reservations", state="consumed")).json()["data"]] == ["consumed"]


async def test_a_reference_has_one_live_shipment(floor: Floor) -> None:
    await floor.make_shipment("r")
    assert await floor.request(r={"A": 1}) == []
    assert len((await floor.get("/v1/shipments")).json()["data"]) == 1


async def test_requests_at_the_same_time_make_one_shipment(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}})
    steps = await asyncio.gather(*(floor.request(r={"A": 1}) for _ in range(6)))
    assert sorted(len(one) for one in steps) == [0, 0, 0, 0, 0, 1]


async def test_what_is_not_reserved_is_refused_and_holds_up_nobody_else(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"good": {"A": 1}, "short": {"B": 1}})
    requests = [
        floor.shipment_request("good", {"A": 1}),
        floor.shipment_request("short", {"B": 1}),
        floor.shipment_request("alien", {"A": 1}),
    ]
    async with floor.context.new_system_uow("test") as uow:
        await request_shipments(uow, shipments=requests)
        again = uow_messages(uow, "warehouse.shipment.request.v1")
        steps = uow_messages(uow, "warehouse.shipments.advanced.v1")
    assert [[one["reference"] for one in message["shipments"]] for message in again] == [["short", "alien"]]
    assert [[one["reference"] for one in message["steps"]] for message in steps] == [["good"]]
    with pytest.raises(NothingReserved):
        async with floor.context.new_system_uow("test") as uow:
            await request_shipments(uow, shipments=requests[1:])


async def test_other_lines_than_reserved_are_refused(floor: Floor) -> None:
    await floor.receive(A=3)
    await floor.reserve({"r": {"A": 1}})
    with pytest.raises(NothingReserved):
        await floor.request(r={"A": 2})


async def test_released_meanwhile_gets_no_shipment(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}})
    await floor.release("r")
    assert await floor.request(r={"A": 1}) == []


async def test_a_release_leaves_alone_what_is_being_carried_out(floor: Floor) -> None:
    await floor.make_shipment("r")
    await floor.release("r")
    assert await floor.level("A") == (1, 1)


@pytest.mark.parametrize("step", ["waiting", "picking", "picked", "packed"])
async def test_a_shipment_can_be_withdrawn_until_it_has_left(floor: Floor, step: str) -> None:
    number = await floor.make_shipment("r")
    await floor.reserve({"next": {"A": 1}})
    if step == "picking":
        await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 5})
    if step in ("picked", "packed"):
        await floor.pick(number)
    if step == "packed":
        await floor.pack(number)
    assert (await shipment(floor, number))["state"] == step
    assert await floor.withdraw("r") == [WITHDRAWN]
    assert (await shipment(floor, number))["state"] == "withdrawn"
    # Its piece goes to the one that waits.
    assert [row["reference"] for row in (await floor.get("/v1/reservations", state="reserved")).json()["data"]] == ["next"]
    assert await floor.level("A") == (1, 1)
    assert await floor.withdraw("r") == [WITHDRAWN]
    refused = await floor.post(f"/v1/shipments/{number}/ship")
    assert (refused.status_code, refused.json()["code"]) == (409, "shipment_withdrawn")


@pytest.mark.rule("ORD-3")
async def test_a_shipment_that_is_being_made_is_withdrawn_too(floor: Floor) -> None:
    """The buyer cancels in the moment in which the shipment is made: the two commands are handled beside each other."""
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}})
    async with floor.context.new_system_uow("test") as uow:
        await request_shipments(uow, shipments=[floor.shipment_request("r", {"A": 1})])
        withdrawing = asyncio.create_task(floor.withdraw("r"))
        await asyncio.sleep(0.3)
        assert not withdrawing.done(), "it waits for the reservation's lock"
        await uow.commit()
    assert await withdrawing == [WITHDRAWN]
    assert [row["state"] for row in (await floor.get("/v1/shipments")).json()["data"]] == ["withdrawn"]
    assert await floor.level("A") == (1, 0)


async def test_a_release_leaves_alone_what_is_being_made(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}})
    async with floor.context.new_system_uow("test") as uow:
        await request_shipments(uow, shipments=[floor.shipment_request("r", {"A": 1})])
        releasing = asyncio.create_task(floor.release("r"))
        await asyncio.sleep(0.3)
        await uow.commit()
    await releasing
    assert await floor.level("A") == (1, 1)


@pytest.mark.rule("ORD-3")
async def test_too_late_to_withdraw(floor: Floor) -> None:
    await floor.make_shipped("r")
    assert await floor.withdraw("r") == [REFUSED]
    assert await floor.level("A") == (0, 0)


async def test_withdrawing_without_a_shipment_gives_the_stock_back(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}, "w": {"A": 1}})
    assert await floor.withdraw("w", "r", "unknown") == [WITHDRAWN] * 3
    assert await floor.level("A") == (1, 0)
    assert await floor.reserve({"unknown": {"A": 1}}) == {}


async def test_withdrawn_and_wanted_again(floor: Floor) -> None:
    first = await floor.make_shipment("r")
    await floor.withdraw("r")
    assert await floor.reserve({"r": {"A": 1}}) == {"r": "HZ"}
    second = (await floor.request(r={"A": 1}))[0]["shipment_number"]
    assert second != first


@pytest.mark.rule("ORD-3")
async def test_two_people_ship_the_same_parcel_at_once(floor: Floor) -> None:
    number = await floor.make_packed()
    answers = await asyncio.gather(*(floor.post(f"/v1/shipments/{number}/ship") for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "already_shipped"}
    assert await floor.level("A") == (0, 0)
    assert await floor.differences() == []


async def test_a_double_click_has_one_effect_and_one_answer(floor: Floor) -> None:
    number = await floor.make_packed()
    headers = caller(EVERYTHING)
    first = await floor.client.post(f"/v1/shipments/{number}/ship", headers=headers)
    second = await floor.client.post(f"/v1/shipments/{number}/ship", headers=headers)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()


async def test_nothing_leaves_without_waybill_or_before_it_is_packed(floor: Floor) -> None:
    number = await floor.make_shipment()
    early = await floor.post(f"/v1/shipments/{number}/ship")
    assert (early.status_code, early.json()["code"], early.json()["rule"]) == (409, "shipment_state", "WMS-2")
    await floor.pick(number)
    await floor.pack(number)
    bare = await floor.post(f"/v1/shipments/{number}/ship")
    assert (bare.status_code, bare.json()["code"]) == (409, "waybill_missing")
    assert await floor.level("A") == (1, 1)


async def test_many_at_once_each_for_itself(floor: Floor) -> None:
    good = await floor.make_packed("one", tracking_number="SF1000000000001")
    other = await floor.make_packed("two", tracking_number="SF1000000000002")
    waits = await floor.make_shipment("three")
    answer = await floor.post("/v1/shipments/ship", {"numbers": [good, waits, "SH-0", other, good]})
    assert answer.status_code == 200
    assert [(one["number"], one["outcome"], one["code"]) for one in answer.json()["results"]] == [
        (good, "shipped", None),
        (waits, "refused", "shipment_state"),
        ("SH-0", "refused", "shipment_not_found"),
        (other, "shipped", None),
    ]
    assert await floor.level("A") == (1, 1)
    assert await floor.differences() == []


async def test_a_waybill_number_stands_on_one_parcel(floor: Floor) -> None:
    one = await floor.make_shipment("one")
    two = await floor.make_shipment("two")
    assert (await floor.waybill(one, "sf 100 000 000 0001")).json()["shipment"]["tracking_number"] == "SF1000000000001"
    taken = await floor.waybill(two, "SF1000000000001")
    assert (taken.status_code, taken.json()["code"], taken.json()["rule"]) == (409, "waybill_taken", "ORD-4")
    malformed = await floor.waybill(two, "YT12345")
    assert (malformed.status_code, malformed.json()["code"]) == (422, "tracking_number_malformed")
    unknown = await floor.waybill(two, "12345678901234", carrier="NOBODY")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "carrier_unknown")
    stale = await floor.waybill(two, "SF1000000000002", version=99)
    assert stale.status_code == 412
    missing = await floor.client.put(
        f"/v1/shipments/{two}/waybill", json={"carrier_code": "SF", "tracking_number": "SF1000000000002"}, headers=caller(EVERYTHING)
    )
    assert missing.status_code == 428


async def test_the_same_waybill_number_at_the_same_time(floor: Floor) -> None:
    numbers = [await floor.make_shipment(f"r{place}") for place in range(4)]
    answers = await asyncio.gather(*(floor.waybill(number, "SF1000000000001", version=1) for number in numbers))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
