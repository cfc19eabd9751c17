"""Workflow 9: a carrier's bill against our own scale and price card, through the gateway (rules LOG-1, LOG-3)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from .world import World

ZONE = {"provinces": [], "first_g": 1000, "first_price": "8.00", "step_g": 1000, "step_price": "2.00"}
CARD = {"zones": [ZONE], "remote_places": ["西藏"], "remote_surcharge": "10.00"}
WEIGHTS = [(800, "浙江省"), (1000, "浙江省"), (1200, "浙江省"), (3500, "浙江省"), (2000, "西藏自治区")]
CLERK = ("warehouse.freight.read", "warehouse.freight.reconcile")


def send(world: World, shop: str, sku: str, weight_g: int, province: str) -> str:
    """Its tracking number, once what it should cost is known."""
    body = world.body(shop, sku=sku)
    body["receiver"] |= {"province": province, "city": "拉萨市" if province.startswith("西藏") else "杭州市"}
    assert world.place(body).status_code == 201
    shipment = world.shipment_of(world.becomes(body["platform_order_no"], status="allocated"))
    world.pick(shipment)
    world.pack(shipment)
    path = f"/warehouse/v1/shipments/{shipment}"
    world.call("POST", f"{path}/weigh", json={"weight_g": weight_g, "accept": "repacked"})
    number = world.put_waybill(shipment)
    world.call("POST", f"{path}/ship")
    return number


@pytest.mark.rule("LOG-1")
@pytest.mark.rule("LOG-3")
def test_a_carriers_bill_is_compared_parcel_by_parcel(world: World) -> None:
    begun = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    world.call("POST", "/warehouse/v1/price-cards/SF", json={"parameters": CARD, "effective_from": begun})
    sku, shop = world.sku(5), world.shop()
    sent = [send(world, shop, sku, weight_g, province) for weight_g, province in WEIGHTS]
    clerk, today = world.person(*CLERK), datetime.now(UTC).date()
    unknown = f"SF{uuid4().int % 10**13:013d}"
    amounts = ["8", "8", "12", "14", "20", "9", "14"]
    lines = [f"{number},{amount}" for number, amount in zip([*sent, unknown, sent[3]], amounts, strict=True)]
    file = {"file": ("bill.csv", "\n".join(["运单号,金额", *lines]).encode())}
    period = {"carrier": "SF", "period_from": str(today - timedelta(days=1)), "period_to": str(today + timedelta(days=1))}

    def rated() -> bool:
        missing = "\n".join(
            row["tracking_number"] for row in world.call("GET", f"/warehouse/v1/freight-bills/{probe}/missing?limit=100")["data"]
        )
        return all(number in missing for number in sent)

    probe_file = {"file": ("probe.csv", f"运单号,金额\n{unknown}X,0".encode())}
    probe = clerk.ask("POST", "/warehouse/v1/freight-bills", files=probe_file, data=period).json()["bill"]["number"]
    world.eventually(rated, what="what left is rated")
    made = clerk.ask("POST", "/warehouse/v1/freight-bills", files=file, data=period)
    assert made.status_code == 201, made.text
    bill = made.json()["bill"]
    assert (bill["billed"], bill["payable"], bill["disputed"]) == ("85.00", "60.00", "25.00")
    assert {one["result"]: one["disputed"] for one in made.json()["results"]} == {
        "equal": "0.00",
        "amount": "2.00",
        "unknown": "9.00",
        "duplicate": "14.00",
    }
    path = f"/warehouse/v1/freight-bills/{bill['number']}"
    again = clerk.ask("POST", "/warehouse/v1/freight-bills", files=file, data=period)
    assert again.json()["bill"]["number"] == bill["number"], "imported twice changes nothing"
    proved = clerk.ask("POST", f"{path}/lines/4/settle", json={"step": "proved", "note": "repacked at 2.4 kg"})
    assert (proved.status_code, proved.json()["own_weight_g"], proved.json()["steps"][0]["payable_before"]) == (200, 1200, "10.00")
    bill = world.call("GET", path)["bill"]
    assert (bill["payable"], bill["disputed"]) == ("62.00", "23.00")
    assert clerk.ask("POST", f"{path}/payments", json={"amount": "62.00", "document": "P-1"}).status_code == 403
    refused = world.ask("POST", f"{path}/payments", json={"amount": "62.01", "document": "P-1"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "LOG-3")
    assert world.call("POST", f"{path}/payments", json={"amount": "62.00", "document": "P-1"})["bill"]["paid"] == "62.00"


@pytest.mark.rule("LOG-1")
def test_another_carrier_than_the_first_choice_is_taken_with_a_reason(world: World) -> None:
    """SF stays the first choice: the other tests of this house send with it."""
    begun = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    world.call("POST", "/warehouse/v1/price-cards/SF", json={"parameters": CARD, "effective_from": begun})
    dearer = {"zones": [ZONE | {"first_price": "80.00", "days": 2}]}
    world.call("POST", "/warehouse/v1/price-cards/YTO", json={"parameters": dearer, "effective_from": begun})
    body = world.body(world.shop(), sku=world.sku(5))
    assert world.place(body).status_code == 201
    shipment = world.shipment_of(world.becomes(body["platform_order_no"], status="allocated"))
    world.pick(shipment)
    world.pack(shipment)
    path = f"/warehouse/v1/shipments/{shipment}"
    offers = world.call("GET", f"{path}/freight-offers")["offers"]
    assert [(one["carrier_code"], one["keeps_promise"]) for one in offers] == [("SF", True), ("YTO", True)]
    waybill = {"carrier_code": "YTO", "tracking_number": f"YT{uuid4().int % 10**13:013d}"}

    def put(**more: str) -> httpx.Response:
        version = world.call("GET", path)["shipment"]["version"]
        return world.ask("PUT", f"{path}/waybill", json=waybill | more, headers={"If-Match": f'"{version}"'})

    refused = put()
    assert (refused.status_code, refused.json()["rule"], refused.json()["errors"][0]["pointer"]) == (409, "LOG-1", "/reason")
    assert put(reason="the buyer asked for it").json()["shipment"]["carrier_code"] == "YTO"
    trail = world.call("GET", f"/warehouse/v1/audit-entries?noun=shipment&noun_id={shipment}")["data"]
    taken = next(entry for entry in trail if entry["action"] == "shipment.waybill_set")
    assert (taken["reason"], taken["after"]["first_choice"]) == ("the buyer asked for it", "SF")
