"""A parcel leaves when it weighs what its goods weigh (rule WMS-12)."""

import pytest

from chassis.testing import caller

from ..floor import Floor

pytestmark = pytest.mark.rule("WMS-12")


async def packed(floor: Floor, *, weight_g: int, quantity: int = 2) -> str:
    number = await floor.make_shipment("r1", quantity=quantity)
    await floor.pick(number)
    await floor.pack(number, quantity=quantity, weight_g=weight_g)
    assert (await floor.waybill(number, "SF1000000000001")).status_code == 200
    return number


# Two pieces of 100 g; 5 % and 100 g of packaging: 190 to 310.
@pytest.mark.parametrize(("weight_g", "leaves"), [(189, False), (190, True), (200, True), (310, True), (311, False)])
async def test_the_policy_draws_the_line(floor: Floor, weight_g: int, leaves: bool) -> None:
    number = await packed(floor, weight_g=weight_g)
    shipped = await floor.post(f"/v1/shipments/{number}/ship")
    if leaves:
        assert shipped.status_code == 200
        return
    assert (shipped.status_code, shipped.json()["code"], shipped.json()["rule"]) == (409, "weight_off", "WMS-12")
    shown = (await floor.get(f"/v1/shipments/{number}")).json()["shipment"]
    assert (shown["state"], shown["weight_off"], shown["goods_weight_g"]) == ("packed", True, 200)
    assert await floor.level("A") == (2, 2), "it keeps what is promised to it"


async def test_opened_and_weighed_again_it_leaves(floor: Floor) -> None:
    number = await packed(floor, weight_g=600)
    assert (await floor.post(f"/v1/shipments/{number}/weigh", {"weight_g": 605})).json()["shipment"]["weight_off"]
    assert not (await floor.post(f"/v1/shipments/{number}/weigh", {"weight_g": 230})).json()["shipment"]["weight_off"]
    assert (await floor.post(f"/v1/shipments/{number}/ship")).status_code == 200


async def test_only_who_may_lets_it_go_as_it_is_and_says_why(floor: Floor) -> None:
    number = await packed(floor, weight_g=600)
    body = {"weight_g": 600, "accept": "礼盒包装"}
    refused = await floor.client.post(f"/v1/shipments/{number}/weigh", json=body, headers=caller("warehouse.shipments.pack"))
    assert refused.status_code == 403
    accepted = (await floor.post(f"/v1/shipments/{number}/weigh", body)).json()["shipment"]
    assert (accepted["weight_off"], accepted["weight_accepted"]) == (False, "礼盒包装")
    assert (await floor.post(f"/v1/shipments/{number}/ship")).status_code == 200


async def test_without_a_scale_nothing_is_judged(floor: Floor) -> None:
    number = await floor.make_shipment("r1")
    await floor.pick(number)
    assert (await floor.post(f"/v1/shipments/{number}/pack", {"without_scan": "no scale"})).status_code == 200
    assert not (await floor.get(f"/v1/shipments/{number}")).json()["shipment"]["weight_off"]


@pytest.mark.rule("SYS-6")
async def test_a_new_version_holds_from_its_moment_on(floor: Floor) -> None:
    body = {"tolerance_percent": 50, "packaging_g": 500}
    assert (await floor.post("/v1/policies/weighing", body)).json()["version"] == 2
    assert (await floor.post("/v1/policies/weighing", body | {"effective_from": "2020-01-01T00:00:00Z"})).status_code == 422
    number = await packed(floor, weight_g=700)
    assert (await floor.post(f"/v1/shipments/{number}/ship")).status_code == 200
    assert [one["version"] for one in (await floor.get("/v1/policies/weighing")).json()["data"]] == [2, 1]
