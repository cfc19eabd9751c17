"""The stock ledger as a keeper sees it, through the gateway: bins, lots, past moments, closed months (rules WMS-3, WMS-4, WMS-12, WMS-13)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from .world import World

ZONE = ZoneInfo("Asia/Shanghai")
HOUSE = "BK1"


@pytest.fixture(scope="module")
def house(world: World) -> str:
    return world.second_warehouse(HOUSE)


def months_back(count: int) -> datetime:
    """Noon of the fifteenth of a month that is over."""
    day = datetime.now(ZONE).date().replace(day=15)
    for _ in range(count):
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=15)
    return datetime.combine(day, time(12), ZONE)


def record(world: World, kind: str, *lines: dict[str, Any], **more: Any) -> Any:
    body = {"kind": kind, "reason": "as found", "lines": [{"warehouse": HOUSE, **line} for line in lines], **more}
    return world.ask("POST", "/warehouse/v1/stock-movements", json=body)


def line_of(world: World, month: str, sku: str) -> tuple[int, ...]:
    report = world.call("GET", f"/warehouse/v1/stock-months/{HOUSE}/{month}?limit=100")
    row = next(row for row in report["lines"]["data"] if row["sku"] == sku)
    return tuple(row[name] for name in ("opening", "came_in", "went_out", "closing", "after_seal"))


def then(world: World, sku: str, at: datetime) -> list[tuple[int, int]]:
    query = {"warehouse": HOUSE, "at": at.isoformat(), "sku": sku}
    rows = world.call("GET", "/warehouse/v1/past-stock", params=query)["data"]
    return [(row["booked"], row["after_seal"]) for row in rows]


@pytest.mark.rule("WMS-3")
@pytest.mark.rule("WMS-4")
@pytest.mark.rule("WMS-13")
def test_a_closed_month_stays_and_a_late_fact_is_shown_beside_it(world: World, house: str) -> None:
    sku, two, one = world.sku(), months_back(2), months_back(1)
    keeper = world.person("warehouse.stock.read", "warehouse.stock.keep")
    assert record(world, "receive", {"sku": sku, "quantity": 30}, happened_at=two.isoformat()).status_code == 201
    assert record(world, "receive", {"sku": sku, "quantity": 100}, happened_at=one.isoformat()).status_code == 201
    assert record(world, "damage", {"sku": sku, "quantity": 72}, happened_at=(one + timedelta(days=1)).isoformat()).status_code == 201
    month = f"{one:%Y-%m}"
    assert line_of(world, month, sku) == (30, 100, 72, 58, 0)
    assert [then(world, sku, at) for at in (two - timedelta(seconds=1), two, one, one + timedelta(days=1))] == [
        [],
        [(30, 0)],
        [(130, 0)],
        [(58, 0)],
    ]
    path = f"/warehouse/v1/stock-months/{house}"
    assert keeper.ask("POST", f"{path}/{month}/seal", json={}).status_code == 403
    refused = world.ask("POST", f"{path}/{month}/seal", json={})
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "earlier_month_open", "WMS-3")
    for closed in (f"{two:%Y-%m}", month):
        assert world.ask("POST", f"{path}/{closed}/seal", json={"note": "counted"}).status_code == 201
    fact = (one + timedelta(days=2)).isoformat()
    sealed = record(world, "damage", {"sku": sku, "quantity": 1}, happened_at=fact)
    assert (sealed.status_code, sealed.json()["code"], sealed.json()["rule"]) == (409, "month_sealed", "WMS-3")
    assert record(world, "damage", {"sku": sku, "quantity": 1}, happened_at=fact, late=True).status_code == 201
    assert line_of(world, month, sku) == (30, 100, 72, 58, -1), "the sealed figure stays"
    assert line_of(world, f"{datetime.now(ZONE):%Y-%m}", sku) == (58, 0, 1, 57, 0)
    assert then(world, sku, one + timedelta(days=3)) == [(58, -1)]
    today = datetime.now(ZONE).date()
    signed = world.ask("POST", f"/warehouse/v1/stock-days/{house}/{today}/sign", json={"note": "all there"})
    assert signed.status_code == 201, signed.text
    twice = world.ask("POST", f"/warehouse/v1/stock-days/{house}/{today}/sign", json={"note": "all there"})
    assert (twice.status_code, twice.json()["code"]) == (409, "day_is_signed")


@pytest.mark.rule("WMS-12")
def test_what_expires_first_leaves_first(world: World, house: str) -> None:
    sku = world.sku()
    for place, code in enumerate(("F-01", "F-02")):
        world.call("POST", f"/warehouse/v1/warehouses/{house}/bins", json={"code": code, "zone": "F", "sort_order": place})
    year = datetime.now(UTC).year
    for lot, expires, bin_code in (("LATE", f"{year + 2}-03-01", "F-01"), ("SOON", f"{year + 1}-01-01", "F-02")):
        world.call("POST", "/warehouse/v1/lots", json={"sku": sku, "code": lot, "expires_on": expires})
        assert record(world, "receive", {"sku": sku, "quantity": 2, "bin": bin_code, "lot": lot}).status_code == 201
    order = world.allocated(world.shop(), sku=sku, quantity=3, buyer_remark="")
    shipment = world.shipment_of(order)
    made = world.call("POST", "/warehouse/v1/pick-lists", json={"warehouse": house, "shipments": [shipment]})
    assert {(stop["bin"], stop["lot"]): stop["quantity"] for stop in made["stops"]} == {("F-02", "SOON"): 2, ("F-01", "LATE"): 1}
    cards = world.call("GET", f"/warehouse/v1/bin-cards?sku={sku}")["data"]
    assert {row["lot"]: (row["quantity"], row["promised"]) for row in cards} == {"SOON": (2, 2), "LATE": (2, 1)}
    line = {"sku": sku, "from": "F-02", "to": "F-01", "lot": "SOON", "quantity": 1}
    promised = world.ask("POST", "/warehouse/v1/carriages", json={"warehouse": house, "lines": [line]})
    assert (promised.status_code, promised.json()["errors"][0]["code"]) == (422, "too_few_in_bin")
