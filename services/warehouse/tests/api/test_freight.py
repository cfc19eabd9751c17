"""Price cards and carriers' bills, with the numbers of workflow 9 (rules LOG-1, LOG-3)."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import xlsxwriter
from fastapi import FastAPI
from python_calamine import CalamineWorkbook

from chassis.testing import caller

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


async def test_many_lines_are_settled_at_once_and_what_stays_disputed_is_in_the_file(floor: Floor) -> None:
    await publish(floor)
    await send_five(floor)
    await floor.eventually_rated(5)
    number = (await bill(floor, *BILLED)).json()["bill"]["number"]
    path = f"/v1/freight-bills/{number}"
    assert [(row[0], row[4:7], row[8], row[13]) for row in await disputes(floor, path)] == [
        (4, (12.0, 10.0, 2.0), "1.200", "计费重量高于我方称重"),
        (7, (9, 0, 9), "", "不是我方的运单"),
        (8, (14, 0, 14), "3.500", "重复计费"),
    ]
    many = {"lines": [7, 2, 8, 99, 7], "step": "given_up", "note": "their mistake"}
    results = (await floor.post(f"{path}/settle", many)).json()["results"]
    assert [(one["line_no"], one["outcome"], one["code"], one["rule"]) for one in results] == [
        (7, "settled", None, None),
        (2, "refused", "line_not_disputed", "LOG-3"),
        (8, "settled", None, None),
        (99, "refused", "freight_bill_line_not_found", "LOG-3"),
    ]
    shown = (await floor.get(path)).json()["bill"]
    assert (shown["payable"], shown["disputed"], shown["disputed_lines"]) == ("60.00", "2.00", 1)
    assert [row[0] for row in await disputes(floor, path)] == [4]
    assert (await floor.post(f"{path}/settle", {**many, "step": "settled"})).status_code == 422
    outside = await floor.post(f"{path}/lines/4/settle", {"step": "settled", "amount": "12.01", "note": "half"})
    assert (outside.json()["code"], outside.json()["errors"][0]["pointer"]) == ("settled_outside", "/amount")
    assert (await floor.post("/v1/freight-bills/FB0/settle", many)).json()["code"] == "freight_bill_not_found"
    assert (await floor.get("/v1/freight-bills/FB0/disputes.xlsx")).json()["code"] == "freight_bill_not_found"


async def disputes(floor: Floor, path: str) -> list[tuple[Any, ...]]:
    answer = await floor.get(f"{path}/disputes.xlsx")
    assert answer.status_code == 200, answer.text
    heading, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert heading[8] == "我方称重 kg"
    return [tuple(row) for row in rows]


async def test_a_bill_is_checked_before_it_is_taken_and_its_parcels_are_of_all_shops(floor: Floor) -> None:
    wrong = await floor.upload("/v1/freight-bills/check", sheet(("", "8", "1"), (tracking(1), "free", "1")), name="bill.xlsx")
    assert [(error["row"], error["column"]) for error in wrong.json()["errors"]] == [(2, "tracking_number"), (3, "amount")]
    good = await floor.upload("/v1/freight-bills/check", sheet(*BILLED), name="bill.xlsx")
    assert good.json() == {"rows": 7, "applied": False, "errors": []}
    assert (await floor.get("/v1/freight-bills")).json()["data"] == []
    limited = await floor.client.get("/v1/freight-bills", headers=caller("warehouse.*", shops=["shp_a"]))
    assert (limited.status_code, limited.json()["code"]) == (403, "shop_limited")


@pytest.mark.rule("LOG-1")
async def test_a_card_is_tried_before_it_is_published(floor: Floor) -> None:
    parcel = {"parameters": {**CARD, "volumetric_divisor": 6000}, "weight_g": 2300, "region": "新疆"}

    async def tried(**changes: Any) -> Any:
        return (await floor.post("/v1/price-card-trials", {**parcel, **changes})).json()

    assert (await tried())["freight"] == {"amount": "12.00", "surcharge": "0.00", "billed_g": 2300, "province": "新疆", "days": None}
    assert (await tried(volume_cm3=30_000, region="西藏自治区 拉萨市"))["freight"]["amount"] == "26.00", "5 kg by volume, and remote"
    only = {"zones": [{**CARD["zones"][0], "provinces": ["浙江"]}]}
    assert (await tried(parameters=only))["freight"] is None, "the card does not go there"
    assert ((await tried(region="火星"))["code"], (await tried(weight_g=0))["code"]) == ("province_unknown", "validation")
    assert (await floor.get("/v1/price-cards")).json()["data"] == []
    far = await floor.post("/v1/price-cards/SF", {"parameters": CARD, "effective_from": "9999-12-31T23:59:59Z"})
    assert (far.status_code, far.json()["errors"][0]["pointer"]) == (422, "/effective_from")
