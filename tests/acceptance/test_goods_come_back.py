"""Parcels that buyers send back, at the receiving desk (rule CARE-2). The case that expects them is told by its command, as orders tells it."""

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from contracts.warehouse import ExpectReturn, ReturnLine
from tests.acceptance.world import World

TELL = """
    INSERT INTO orders.outbox (message_id, subject, payload, headers, created_at) VALUES (%s, %s, %s, '{}', now());
"""


def expect(world: World, *, sku: str, quantity: int, tracking_number: str | None, owner: str = "") -> str:
    """The case's number."""
    number = f"AS-{uuid4().hex[:8].upper()}"
    told = ExpectReturn(
        reference=f"case-{number}",
        number=number,
        order_number=f"SO-{number}",
        shop_name="旗舰店",
        owner=owner,
        lines=[ReturnLine(sku=sku, quantity=quantity)],
        carrier_code="SF",
        tracking_number=tracking_number,
        note="",
    )
    with psycopg.connect(world.house.database_url("postgres"), autocommit=True) as connection:
        connection.execute(TELL, (uuid4(), ExpectReturn.subject, told.model_dump_json()))
        connection.execute("SELECT pg_notify('outbox_orders', '')")
    listed = f"/warehouse/v1/expected-returns?q={number}"
    world.eventually(lambda: len(world.call("GET", listed)["data"]) == 1, what="the desk awaits the return")
    return number


def waybill() -> str:
    return f"SF{uuid4().int % 10**13:013d}"


def receive(world: World, tracking_number: str) -> dict[str, Any]:
    warehouse = world.call("GET", "/warehouse/v1/warehouses")["data"][0]["code"]
    body = {"tracking_number": tracking_number, "warehouse": warehouse}
    return world.call("POST", "/warehouse/v1/returns", json=body)["found"]["parcel"]


def find(world: World, number: object, sku: str, verdict: str, note: str = "") -> None:
    world.call("POST", f"/warehouse/v1/returns/{number}/findings", json={"code": sku, "verdict": verdict, "note": note})


@pytest.mark.rule("CARE-2")
def test_a_returned_parcel_is_inspected_and_that_decides_the_stock(world: World) -> None:
    sku, tracking = world.sku(5), waybill()
    case = expect(world, sku=sku, quantity=3, tracking_number=tracking)
    parcel = receive(world, tracking)
    assert (parcel["state"], parcel["cases"]) == ("waiting", [case])
    assert receive(world, tracking.lower())["number"] == parcel["number"]
    find(world, parcel["number"], sku, "good")
    find(world, parcel["number"], sku, "damaged", "屏幕碎裂")
    assert world.stock(sku) == (5, 0, 5)
    closing = f"/warehouse/v1/returns/{parcel['number']}/close"
    answers = world.at_once([lambda: world.ask("POST", closing, json={"rest": "missing"})] * 3)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert world.stock(sku) == (6, 0, 6)
    assert world.call("GET", f"/warehouse/v1/stock/{sku}")["defective"] == 1
    found = world.call("GET", f"/warehouse/v1/returns/{parcel['number']}")["findings"]
    assert [(one["verdict"], one["quantity"]) for one in found] == [("good", 1), ("damaged", 1), ("missing", 1)]
    assert world.call("GET", "/warehouse/v1/stock-movements/differences")["data"] == []
    refused = world.ask("POST", closing, json={"rest": "missing"}, language="zh-CN")
    assert (refused.status_code, refused.json()["rule"]) == (409, "CARE-2")


@pytest.mark.rule("CARE-2")
def test_a_parcel_nobody_expects_waits_until_its_case_is_known(world: World) -> None:
    sku, tracking = world.sku(), waybill()
    parcel = receive(world, tracking)
    assert parcel["state"] == "unknown"
    pool = "/warehouse/v1/returns?state=unknown"
    assert parcel["number"] in [row["number"] for row in world.call("GET", pool)["data"]]
    refused = world.ask("POST", f"/warehouse/v1/returns/{parcel['number']}/findings", json={"code": sku, "verdict": "good"})
    assert (refused.status_code, refused.json()["code"]) == (409, "return_unknown")
    case = expect(world, sku=sku, quantity=1, tracking_number=tracking)
    assert receive(world, tracking)["cases"] == [case]
    assert parcel["number"] not in [row["number"] for row in world.call("GET", pool)["data"]]
    by_hand = expect(world, sku=sku, quantity=1, tracking_number=None)
    matched = world.call("POST", f"/warehouse/v1/returns/{parcel['number']}/matches", json={"reference": f"case-{by_hand}"})
    assert matched["parcel"]["cases"] == [case, by_hand]


@pytest.mark.rule("CARE-2", "SYS-1")
def test_who_only_reads_inspects_nothing(world: World) -> None:
    tracking = waybill()
    parcel = receive(world, tracking)
    reader = world.person("warehouse.returns.read")
    assert reader.ask("GET", f"/warehouse/v1/returns/{parcel['number']}").status_code == 200
    for path, body in (("findings", {"code": "A", "verdict": "good"}), ("close", {"rest": "missing"}), ("dismiss", {"reason": "no"})):
        refused = reader.ask("POST", f"/warehouse/v1/returns/{parcel['number']}/{path}", json=body)
        assert refused.status_code == 403, (path, json.dumps(refused.json()))
