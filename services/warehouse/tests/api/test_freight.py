"""Price cards and carriers' bills, with the numbers of workflow 9 (rules LOG-1, LOG-3)."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import xlsxwriter
from fastapi import FastAPI

from ..floor import Floor

CARD = {
    "zones": [{"provinces": [], "first_g": 1000, "first_price": "8.00", "step_g": 1000, "step_price": "2.00"}],
    "remote_places": ["西藏"],
    "remote_surcharge": "10.00",
}
TODAY = datetime.now(UTC).date()
PERIOD = {"carrier": "SF", "period_from": str(TODAY - timedelta(days=1)), "period_to": str(TODAY + timedelta(days=1))}


def sheet(*lines: tuple[str, str, str]) -> bytes:
    """Tracking number, amount, weight in kg."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    for number, line in enumerate([("运单号", "金额", "计费重量"), *lines]):
        page.write_row(number, 0, line)
    book.close()
    return buffer.getvalue()


def tracking(place: int) -> str:
    return f"SF100000000{place:04}"


async def publish(floor: Floor, **changes: Any) -> httpx.Response:
    return await floor.post("/v1/price-cards/SF", {"parameters": {**CARD, **changes}, "effective_from": "2026-01-01T00:00:00Z"})


async def send(floor: Floor, place: int, weight_g: int, *, region: str = "浙江省 杭州市") -> None:
    """A parcel of that weight to that region."""
    reference = f"f{place}"
    await floor.receive(A=1)
    await floor.reserve({reference: {"A": 1}})
    floor.region = region
    number = (await floor.request(**{reference: {"A": 1}}))[0]["shipment_number"]
    await floor.pick(number)
    await floor.pack(number, weight_g=weight_g)
    accepted = await floor.post(f"/v1/shipments/{number}/weigh", {"weight_g": weight_g, "accept": "box"})
    assert accepted.status_code == 200, accepted.text
    assert (await floor.waybill(number, tracking(place))).status_code == 200
    shipped = await floor.post(f"/v1/shipments/{number}/ship")
    assert shipped.status_code == 200, shipped.text


async def send_five(floor: Floor) -> None:
    for place, (weight_g, region) in enumerate(
        [(800, "浙江省 杭州市"), (1000, "浙江省 杭州市"), (1200, "江苏省 南京市"), (3500, "上海市"), (2000, "西藏自治区 拉萨市")]
    ):
        await send(floor, place, weight_g, region=region)


async def bill(floor: Floor, *lines: tuple[str, str, str], **changes: Any) -> httpx.Response:
    return await floor.upload("/v1/freight-bills", sheet(*lines), name="bill.xlsx", **{**PERIOD, **changes})


BILLED = [
    (tracking(0), "8", "0.8"),
    (tracking(1), "8", "1"),
    (tracking(2), "12", "2.4"),
    (tracking(3), "14", "3.5"),
    (tracking(4), "20", "2"),
    ("SF9999999999999", "9", "1"),
    (tracking(3), "14", "3.5"),
]


async def expected(floor: Floor, number: str) -> list[str | None]:
    return [row["expected"] for row in (await floor.get(f"/v1/freight-bills/{number}/lines")).json()["data"]]


@pytest.mark.rule("LOG-3")
async def test_a_bill_is_compared_disputed_proved_and_paid(floor: Floor) -> None:
    assert (await publish(floor)).status_code == 201
    await send_five(floor)
    await floor.eventually_rated(5)
    made = await bill(floor, *BILLED)
    assert made.status_code == 201, made.text
    shown, number = made.json(), made.json()["bill"]["number"]
    assert (await expected(floor, number))[:5] == ["8.00", "8.00", "10.00", "14.00", "20.00"]
    assert (shown["bill"]["billed"], shown["bill"]["payable"], shown["bill"]["disputed"]) == ("85.00", "60.00", "25.00")
    assert {one["result"]: (one["lines"], one["disputed"]) for one in shown["results"]} == {
        "equal": (4, "0.00"),
        "weight": (1, "2.00"),
        "unknown": (1, "9.00"),
        "duplicate": (1, "14.00"),
    }
    again = await bill(floor, *BILLED)
    assert (again.json()["bill"]["number"], len((await floor.get("/v1/freight-bills")).json()["data"])) == (number, 1)
    proof = {"step": "proved", "note": "repacked at 2.4 kg"}
    settled = await floor.post(f"/v1/freight-bills/{number}/lines/4/settle", proof)
    assert (settled.status_code, settled.json()["payable"], settled.json()["own_weight_g"]) == (200, "12.00", 1200)
    assert [(step["payable_before"], step["payable_after"], step["note"]) for step in settled.json()["steps"]] == [
        ("10.00", "12.00", "repacked at 2.4 kg")
    ]
    twice = await floor.post(f"/v1/freight-bills/{number}/lines/4/settle", proof)
    assert (twice.status_code, twice.json()["code"], twice.json()["rule"]) == (409, "line_not_disputed", "LOG-3")
    after = (await floor.get(f"/v1/freight-bills/{number}")).json()["bill"]
    assert (after["payable"], after["disputed"]) == ("62.00", "23.00")
    too_much = await floor.post(f"/v1/freight-bills/{number}/payments", {"amount": "62.01", "document": "P-1"})
    assert (too_much.status_code, too_much.json()["code"]) == (409, "paid_too_much")
    paid = await floor.post(f"/v1/freight-bills/{number}/payments", {"amount": "62.00", "document": "P-1"})
    assert (paid.json()["bill"]["paid"], len(paid.json()["payments"])) == ("62.00", 1)
    given_up = await floor.post(f"/v1/freight-bills/{number}/lines/7/settle", {"step": "given_up", "note": "their mistake"})
    assert given_up.json()["payable"] == "0.00"
    outside = await floor.post(f"/v1/freight-bills/{number}/lines/8/settle", {"step": "settled", "amount": "14.01", "note": "half"})
    assert (outside.status_code, outside.json()["code"]) == (422, "settled_outside")


async def test_what_another_bill_had_is_a_duplicate_and_what_none_has_is_missing(floor: Floor) -> None:
    await publish(floor)
    await send_five(floor)
    await floor.eventually_rated(5)
    first = (await bill(floor, *BILLED[:2])).json()["bill"]["number"]
    assert [row["tracking_number"] for row in (await floor.get(f"/v1/freight-bills/{first}/missing")).json()["data"]] == [
        tracking(2),
        tracking(3),
        tracking(4),
    ]
    second = (await bill(floor, *BILLED[1:3])).json()
    assert [one["result"] for one in second["results"]] == ["duplicate", "weight"]
    less = (await bill(floor, (tracking(3), "13.99", ""), (tracking(4), "21", "2"))).json()
    assert {one["result"]: (one["payable"], one["disputed"]) for one in less["results"]} == {
        "less": ("13.99", "0.00"),
        "amount": ("20.00", "1.00"),
    }


async def test_every_mistake_of_a_bill_is_named_and_nothing_is_taken(floor: Floor) -> None:
    refused = await bill(floor, ("", "8", "1"), (tracking(1), "free", "1"), (tracking(2), "1.005", "x"), (tracking(3), "8", "1"))
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        "row 2/tracking_number",
        "row 3/amount",
        "row 4/amount",
        "row 4/weight",
    ]
    assert (await floor.get("/v1/freight-bills")).json()["data"] == []
    assert (await bill(floor, BILLED[0], carrier="NONE")).json()["code"] == "carrier_unknown"
    turned = await bill(floor, BILLED[0], period_from=str(TODAY), period_to=str(TODAY - timedelta(days=1)))
    assert (turned.status_code, turned.json()["code"]) == (422, "period_turned")


@pytest.mark.rule("LOG-1")
async def test_a_card_has_zones_a_minimum_volume_and_versions(floor: Floor, app: FastAPI) -> None:
    await send(floor, 0, 500)
    await floor.eventually_rated(1)
    made = (await bill(floor, (tracking(0), "9", "1"))).json()
    assert [one["result"] for one in made["results"]] == ["unrated"]
    zones = [
        {"provinces": ["浙江", "江苏"], "first_g": 500, "first_price": "6.00", "step_g": 500, "step_price": "1.00", "days": 1},
        {"provinces": [], "first_g": 1000, "first_price": "10.00", "step_g": 1000, "step_price": "5.00", "days": 3},
    ]
    card = await publish(floor, zones=zones, minimum="7.00")
    assert (card.status_code, card.json()["version"]) == (201, 1)
    assert (await expected(floor, (await bill(floor, (tracking(0), "8", "1"), (tracking(9), "8", "1"))).json()["bill"]["number"]))[
        0
    ] == "7.00"
    wrong = await publish(floor, zones=[{**zones[0], "provinces": ["浙江", "火星"]}])
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["rule"]) == (422, "province_unknown", "LOG-1")
    assert (await publish(floor, zones=[zones[0], zones[0]])).status_code == 422
    assert (await floor.post("/v1/price-cards/NONE", {"parameters": CARD})).json()["code"] == "carrier_unknown"
    assert (await floor.post("/v1/price-cards/SF", {"parameters": CARD}, "warehouse.freight.read")).status_code == 403
    assert [(row["service"], row["version"]) for row in (await floor.get("/v1/price-cards")).json()["data"]] == [("standard", 1)]
