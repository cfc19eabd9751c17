"""The choice of a carrier: the cheapest that keeps the promise first, another with a reason (rule LOG-1)."""

from typing import Any

import httpx
import pytest

from chassis.testing import caller

from ..floor import EVERYTHING, Floor
from .test_freight import CARD, tracking

ZONE = CARD["zones"][0]
YTO_NUMBER = "YT1234567890123"


async def publish(floor: Floor, carrier: str, price: str, **zone: Any) -> None:
    parameters = {"zones": [{**ZONE, "first_price": price, **zone}]}
    body = {"parameters": parameters, "effective_from": "2026-01-01T00:00:00Z"}
    made = await floor.post(f"/v1/price-cards/{carrier}", body)
    assert made.status_code == 201, made.text


async def packed(floor: Floor) -> str:
    await floor.receive(A=1)
    await floor.reserve({"o1": {"A": 1}})
    number = (await floor.request(o1={"A": 1}))[0]["shipment_number"]
    await floor.pick(number)
    await floor.pack(number, weight_g=150)
    return number


async def offers(floor: Floor, number: str) -> list[tuple[str, str, bool]]:
    found = (await floor.get(f"/v1/shipments/{number}/freight-offers")).json()["offers"]
    return [(one["carrier_code"], one["amount"], one["keeps_promise"]) for one in found]


async def put(floor: Floor, number: str, carrier: str, tracking_number: str, **more: str) -> httpx.Response:
    version = (await floor.get(f"/v1/shipments/{number}")).json()["shipment"]["version"]
    body = {"carrier_code": carrier, "tracking_number": tracking_number, **more}
    headers = {**caller(EVERYTHING), "If-Match": f'"{version}"'}
    return await floor.client.put(f"/v1/shipments/{number}/waybill", json=body, headers=headers)


@pytest.mark.rule("LOG-1")
async def test_another_carrier_than_the_first_is_taken_with_a_reason(floor: Floor) -> None:
    number = await packed(floor)
    assert await offers(floor, number) == []
    await publish(floor, "SF", "12.00", days=1)
    await publish(floor, "YTO", "8.00", days=4)
    assert await offers(floor, number) == [("YTO", "8.00", True), ("SF", "12.00", True)]
    refused = await put(floor, number, "SF", tracking(1))
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "carrier_needs_reason", "LOG-1")
    assert refused.json()["errors"][0]["pointer"] == "/reason"
    assert (await put(floor, number, "YTO", YTO_NUMBER)).status_code == 200
    assert (await put(floor, number, "SF", tracking(1), reason="the buyer asked for it")).status_code == 200
    assert (await put(floor, number, "SF", tracking(2))).status_code == 200, "a new number of the same carrier is no choice"
    trail = (await floor.get("/v1/audit-entries", noun="shipment", noun_id=number)).json()["data"]
    _, second, first = [entry for entry in trail if entry["action"] == "shipment.waybill_set"]
    assert (first["reason"], second["reason"]) == (None, "the buyer asked for it")
    assert (second["after"]["first_choice"], second["after"]["freight"]) == ("YTO", "8.00")


@pytest.mark.rule("LOG-1")
async def test_the_promise_goes_before_the_price(floor: Floor) -> None:
    number = await packed(floor)
    await publish(floor, "SF", "12.00", days=1)
    await publish(floor, "YTO", "8.00", days=4)
    promised = await floor.post("/v1/policies/delivery-promise", {"parameters": {"days": 2}})
    assert (promised.status_code, promised.json()["version"]) == (201, 1)
    assert await offers(floor, number) == [("SF", "12.00", True), ("YTO", "8.00", False)]
    assert (await put(floor, number, "YTO", YTO_NUMBER)).json()["code"] == "carrier_needs_reason"
    await publish(floor, "YTO", "8.00", provinces=["新疆"])
    assert await offers(floor, number) == [("SF", "12.00", True)], "it does not go there any more"
    versions = (await floor.get("/v1/policies/delivery-promise")).json()["data"]
    assert [(one["version"], one["parameters"]["days"]) for one in versions] == [(1, 2), (0, None)]


async def test_equal_offers_are_equally_welcome_and_other_shops_are_not_seen(floor: Floor) -> None:
    number = await packed(floor)
    await publish(floor, "SF", "8.00")
    await publish(floor, "YTO", "8.00")
    assert (await put(floor, number, "YTO", YTO_NUMBER)).status_code == 200
    hidden = await floor.client.get(f"/v1/shipments/{number}/freight-offers", headers=caller("warehouse.*", shops=["shp_b"]))
    assert (hidden.status_code, hidden.json()["code"]) == (404, "shipment_not_found")
