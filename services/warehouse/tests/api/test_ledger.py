"""The ledger by bin, lot and state; who is fetched first; what came late; what lay there at a past moment (rules WMS-3, WMS-12, WMS-13)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from chassis.context import Context
from warehouse.use_cases.watch_stock import watch_stock

from ..floor import Floor


async def add_bins(floor: Floor, *codes: str) -> None:
    for place, code in enumerate(codes):
        made = await floor.post("/v1/warehouses/HZ/bins", {"code": code, "zone": "A", "sort_order": place})
        assert made.status_code == 201, made.text


async def record(floor: Floor, kind: str, *lines: dict[str, Any], **more: Any) -> httpx.Response:
    body = {"kind": kind, "reason": "test", "lines": [{"warehouse": "HZ", **line} for line in lines], **more}
    return await floor.post("/v1/stock-movements", body)


async def cards(floor: Floor, sku: str = "A") -> dict[tuple[str, str, str], tuple[int, int]]:
    rows = (await floor.get("/v1/bin-cards", sku=sku)).json()["data"]
    return {(row["bin"], row["lot"], row["state"]): (row["quantity"], row["promised"]) for row in rows}


async def past(floor: Floor, at: datetime) -> dict[tuple[str, str], tuple[int, int]]:
    rows = (await floor.get("/v1/past-stock", warehouse="HZ", at=at.isoformat())).json()["data"]
    return {(row["sku"], row["state"]): (row["booked"], row["after_seal"]) for row in rows}


async def seal(context: Context, month: str) -> None:
    """As the month's close will do it."""
    async with context.engine.begin() as connection:
        statement = "INSERT INTO stock_month SELECT id, CAST(:month AS date), now(), 'Test' FROM warehouse WHERE code = 'HZ'"
        await connection.execute(text(statement.replace(":month", f"'{month}'")))


@pytest.mark.rule("WMS-12")
async def test_what_expires_first_is_fetched_first_then_what_came_first(floor: Floor) -> None:
    await add_bins(floor, "A-01", "A-02", "A-03")
    for code, expires in (("L1", "2027-03-01"), ("L2", "2027-01-01")):
        assert (await floor.post("/v1/lots", {"sku": "A", "code": code, "expires_on": expires})).status_code == 201
    for bin_code, lot in (("A-01", "L1"), ("A-02", ""), ("A-03", "L2")):
        line = {"sku": "A", "quantity": 2, "bin": bin_code, "lot": lot}
        assert (await record(floor, "receive", line)).status_code == 201
    await floor.reserve({"r1": {"A": 5}})
    number = (await floor.request(r1={"A": 5}))[0]["shipment_number"]
    made = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": [number]})).json()
    assert {(stop["bin"], stop["lot"]): stop["quantity"] for stop in made["stops"]} == {
        ("A-03", "L2"): 2,
        ("A-01", "L1"): 2,
        ("A-02", ""): 1,
    }
    assert await cards(floor) == {("A-01", "L1", "good"): (2, 2), ("A-02", "", "good"): (2, 1), ("A-03", "L2", "good"): (2, 2)}
    assert await floor.differences() == []
    assert (await floor.post(f"/v1/pick-lists/{made['pick_list']['number']}/confirm")).status_code == 200
    assert await cards(floor) == {
        ("@OUT", "", "good"): (1, 1),
        ("@OUT", "L1", "good"): (2, 2),
        ("@OUT", "L2", "good"): (2, 2),
        ("A-02", "", "good"): (1, 0),
    }
    assert await floor.level("A") == (6, 5)
    await floor.pack(number, quantity=5)
    assert (await floor.waybill(number, "SF1000000000009")).status_code == 200
    assert (await floor.post(f"/v1/shipments/{number}/ship")).status_code == 200
    assert await cards(floor) == {("A-02", "", "good"): (1, 0)}
    assert await floor.differences() == []


async def test_a_stopped_shipment_leaves_its_pieces_for_the_next(floor: Floor) -> None:
    await add_bins(floor, "A-01")
    await record(floor, "receive", {"sku": "A", "quantity": 1, "bin": "A-01"})
    await floor.reserve({"first": {"A": 1}})
    number = (await floor.request(first={"A": 1}))[0]["shipment_number"]
    await floor.pick(number)
    assert await cards(floor) == {("@OUT", "", "good"): (1, 1)}
    await floor.withdraw("first")
    assert await cards(floor) == {("@OUT", "", "good"): (1, 0)}
    await floor.reserve({"second": {"A": 1}})
    again = (await floor.request(second={"A": 1}))[0]["shipment_number"]
    made = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": [again]})).json()
    assert [(stop["bin"], stop["quantity"]) for stop in made["stops"]] == [("@OUT", 1)]
    assert (await floor.post(f"/v1/pick-lists/{made['pick_list']['number']}/confirm")).status_code == 200
    assert (await cards(floor), await floor.differences()) == ({("@OUT", "", "good"): (1, 1)}, [])


async def test_a_list_that_is_given_up_or_falls_short_promises_nothing_any_more(floor: Floor) -> None:
    await floor.receive(A=2)
    await floor.reserve({"one": {"A": 1}, "two": {"A": 1}})
    numbers = [step["shipment_number"] for step in await floor.request(one={"A": 1}, two={"A": 1})]
    first = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": numbers})).json()["pick_list"]["number"]
    assert await cards(floor) == {("@IN", "", "good"): (2, 2)}
    assert (await floor.post(f"/v1/pick-lists/{first}/cancel", {"reason": "lunch"})).status_code == 200
    assert await cards(floor) == {("@IN", "", "good"): (2, 0)}
    second = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": numbers})).json()["pick_list"]["number"]
    short = {"short": [{"shipment": numbers[0], "sku": "A", "missing": 1}]}
    assert (await floor.post(f"/v1/pick-lists/{second}/confirm", short)).status_code == 200
    assert await cards(floor) == {("@IN", "", "good"): (1, 0), ("@OUT", "", "good"): (1, 1)}
    assert await floor.differences() == []


async def test_goods_are_carried_from_bin_to_bin_and_promised_ones_stay(floor: Floor) -> None:
    await add_bins(floor, "A-01", "A-02")
    await floor.receive(A=5)
    lines = [{"sku": "A", "from": "@IN", "to": "A-01", "quantity": 3}, {"sku": "A", "from": "@IN", "to": "A-02", "quantity": 2}]
    assert (await floor.post("/v1/carriages", {"warehouse": "HZ", "lines": lines})).status_code == 204
    assert await cards(floor) == {("A-01", "", "good"): (3, 0), ("A-02", "", "good"): (2, 0)}
    await floor.make_shipment("held")
    await floor.reserve({"r": {"A": 5}})
    number = (await floor.request(r={"A": 5}))[0]["shipment_number"]
    assert (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": [number]})).status_code == 201
    lines = [
        {"sku": "A", "from": "A-01", "to": "A-02", "quantity": 1},
        {"sku": "A", "from": "A-09", "to": "A-09", "quantity": 1},
        {"sku": "B", "from": "A-01", "to": "A-02", "quantity": 1},
    ]
    refused = await floor.post("/v1/carriages", {"warehouse": "HZ", "lines": lines})
    assert (refused.status_code, [(one["pointer"], one["code"]) for one in refused.json()["errors"]]) == (
        422,
        [
            ("/lines/0/quantity", "too_few_in_bin"),
            ("/lines/1/from", "unknown_bin"),
            ("/lines/1/to", "unknown_bin"),
            ("/lines/1/to", "same_bin"),
            ("/lines/2/quantity", "too_few_in_bin"),
        ],
    )
    damaged = await record(floor, "damage", {"sku": "A", "quantity": 1, "bin": "A-01"})
    assert damaged.json()["errors"][0]["code"] in ("promised_stock", "too_few_in_bin")
    assert await floor.differences() == []


async def test_a_count_of_a_bin_sets_that_bin(floor: Floor) -> None:
    await add_bins(floor, "A-01", "A-02")
    await record(floor, "receive", {"sku": "A", "quantity": 5, "bin": "A-01"}, {"sku": "A", "quantity": 5, "bin": "A-02"})
    posted = (await record(floor, "count", {"sku": "A", "quantity": 3, "bin": "A-02"})).json()["posted"]
    assert [(one["bin"], one["quantity"], one["balance_after"]) for one in posted] == [("A-02", -2, 8)]
    assert await cards(floor) == {("A-01", "", "good"): (5, 0), ("A-02", "", "good"): (3, 0)}
    wrong = await record(floor, "receive", {"sku": "A", "quantity": 1, "bin": "X"}, {"sku": "A", "quantity": 1, "lot": "none"})
    assert [one["pointer"] for one in wrong.json()["errors"]] == ["/lines/0/bin", "/lines/1/lot"]


@pytest.mark.rule("WMS-3")
async def test_what_lay_there_at_a_past_moment_is_right_whenever_it_was_entered(floor: Floor, app: FastAPI) -> None:
    clock = app.state.context.clock
    start = datetime(2026, 8, 1, 2, 0, tzinfo=UTC)
    clock.now = lambda: start
    await floor.receive(A=30)
    clock.now = lambda: start + timedelta(days=40)
    assert (await record(floor, "damage", {"sku": "A", "quantity": 5})).status_code == 201
    clock.now = lambda: start + timedelta(days=90)
    await floor.receive(A=10)
    moments = [start - timedelta(seconds=1), start, start + timedelta(days=39), start + timedelta(days=40), start + timedelta(days=90)]
    assert [(await past(floor, at)).get(("A", "good")) for at in moments] == [None, (30, 0), (30, 0), (25, 0), (35, 0)]
    late = await record(floor, "damage", {"sku": "A", "quantity": 2}, happened_at=(start + timedelta(days=5)).isoformat())
    assert late.status_code == 201, late.text
    assert [(await past(floor, at)).get(("A", "good")) for at in moments] == [None, (30, 0), (28, 0), (23, 0), (33, 0)]
    between = start + timedelta(days=5) - timedelta(seconds=1)
    assert (await past(floor, between))["A", "good"] == (30, 0)
    tomorrow = (start + timedelta(days=91)).isoformat()
    refused = await record(floor, "receive", {"sku": "A", "quantity": 1}, happened_at=tomorrow)
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (422, "not_yet", "WMS-3")
    assert await floor.differences() == []


@pytest.mark.rule("WMS-13")
async def test_a_sealed_month_takes_no_lines_and_a_late_fact_is_shown_as_after_seal(floor: Floor, app: FastAPI) -> None:
    clock = app.state.context.clock
    june = datetime(2026, 6, 28, 2, 0, tzinfo=UTC)
    clock.now = lambda: june
    await floor.receive(A=58)
    clock.now = lambda: datetime(2026, 7, 2, 2, 0, tzinfo=UTC)
    await seal(app.state.context, "2026-06-01")
    fact = (june + timedelta(days=1)).isoformat()
    refused = await record(floor, "damage", {"sku": "A", "quantity": 1}, happened_at=fact)
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "month_sealed", "WMS-3")
    assert await floor.level("A") == (58, 0)
    assert (await record(floor, "damage", {"sku": "A", "quantity": 1}, happened_at=fact, late=True)).status_code == 201
    line = (await floor.get("/v1/stock-movements", sku="A")).json()["data"][0]
    assert (line["after_seal"], line["booked_on"], line["happened_at"][:10]) == (True, "2026-07-02", "2026-06-29")
    closing = datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC)
    assert (await past(floor, closing))["A", "good"] == (58, -1)
    assert (await past(floor, datetime(2026, 7, 2, 3, 0, tzinfo=UTC)))["A", "good"] == (57, 0)
    assert await floor.differences() == []


async def test_lots_have_their_dates(floor: Floor) -> None:
    body = {"sku": "A", "code": "L1", "produced_on": "2026-01-01", "expires_on": "2026-12-01"}
    assert (await floor.post("/v1/lots", body)).status_code == 201
    assert (await floor.post("/v1/lots", body)).json()["code"] == "lot_taken"
    assert (await floor.post("/v1/lots", {**body, "sku": "NONE"})).json()["code"] == "unknown_sku"
    assert (await floor.post("/v1/lots", {**body, "code": "L2", "expires_on": "2025-12-01"})).json()["code"] == "expires_before_made"
    assert [row["code"] for row in (await floor.get("/v1/lots", expires_until="2026-12-01")).json()["data"]] == ["L1"]
    assert (await floor.get("/v1/lots", expires_until="2026-11-30")).json()["data"] == []


async def report(floor: Floor, month: str) -> dict[str, tuple[int, int, int, int, int]]:
    lines = (await floor.get(f"/v1/stock-months/HZ/{month}")).json()["lines"]["data"]
    return {row["sku"]: (row["opening"], row["came_in"], row["went_out"], row["closing"], row["after_seal"]) for row in lines}


@pytest.mark.rule("WMS-4")
async def test_a_month_is_reported_sealed_and_stays_as_it_was(floor: Floor, app: FastAPI) -> None:
    clock = app.state.context.clock
    clock.now = lambda: datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
    await floor.receive(A=30)
    clock.now = lambda: datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
    await floor.receive(A=100, B=10)
    await record(floor, "damage", {"sku": "A", "quantity": 72})
    clock.now = lambda: datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
    assert await report(floor, "2026-06") == {"A": (30, 100, 72, 58, 0), "B": (0, 10, 0, 10, 0)}
    early = await floor.post("/v1/stock-months/HZ/2026-06/seal")
    assert (early.status_code, early.json()["code"], early.json()["rule"]) == (409, "month_not_over", "WMS-3")
    clock.now = lambda: datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    await record(floor, "damage", {"sku": "B", "quantity": 1})
    first = await floor.post("/v1/stock-months/HZ/2026-06/seal")
    assert (first.status_code, first.json()["code"]) == (409, "earlier_month_open")
    for month in ("2026-05", "2026-06"):
        assert (await floor.post(f"/v1/stock-months/HZ/{month}/seal", {"note": "checked"})).status_code == 201
    again = await floor.post("/v1/stock-months/HZ/2026-06/seal")
    assert (again.status_code, again.json()["code"]) == (409, "month_is_sealed")
    fact = {"happened_at": "2026-06-29T02:00:00Z"}
    assert (await record(floor, "damage", {"sku": "A", "quantity": 1}, **fact)).json()["code"] == "month_sealed"
    assert (await record(floor, "damage", {"sku": "A", "quantity": 1}, **fact, late=True)).status_code == 201
    assert await report(floor, "2026-06") == {"A": (30, 100, 72, 58, -1), "B": (0, 10, 0, 10, 0)}
    assert await report(floor, "2026-07") == {"A": (58, 0, 1, 57, 0), "B": (10, 0, 1, 9, 0)}
    before_all = await record(floor, "receive", {"sku": "A", "quantity": 1}, happened_at="2026-01-10T02:00:00Z")
    assert before_all.json()["code"] == "month_sealed", "nothing comes in before a closed month either"
    sheet = await floor.get("/v1/stock-months/HZ/2026-06/xlsx")
    assert (sheet.status_code, sheet.content[:2]) == (200, b"PK")
    assert (await floor.post("/v1/stock-months/HZ/2026-07/seal", None, "warehouse.stock.keep")).status_code == 403
    with pytest.raises(Exception, match="append-only"):
        async with app.state.context.engine.begin() as connection:
            await connection.execute(text("UPDATE stock_month_line SET closing = 1, opening = 1, came_in = 0, went_out = 0"))


@pytest.mark.rule("WMS-3")
async def test_a_day_is_signed_only_where_everything_agrees_and_a_break_is_named(floor: Floor, app: FastAPI) -> None:
    context: Context = app.state.context
    await floor.receive(A=3)
    today = str(context.clock.today())
    async with context.engine.begin() as connection:
        await connection.execute(text("UPDATE bin_card SET quantity = 2"))
    for _ in range(2):
        async with context.new_system_uow("test") as uow:
            await watch_stock(uow)
            await uow.commit()
    named = (await floor.get("/v1/stock-breaks")).json()["data"]
    assert [(one["sku"], one["what"], one["kept"], one["proved"]) for one in named] == [("A", "good in bins", 3, 2)]
    refused = await floor.post(f"/v1/stock-days/HZ/{today}/sign")
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "books_do_not_agree", "WMS-3")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/A", "/A"]
    async with context.engine.begin() as connection:
        await connection.execute(text("UPDATE bin_card SET quantity = 3"))
    async with context.new_system_uow("test") as uow:
        await watch_stock(uow)
        await uow.commit()
    assert (await floor.get("/v1/stock-breaks")).json()["data"] == []
    assert len((await floor.get("/v1/stock-breaks", open_only=False)).json()["data"]) == 1
    signed = await floor.post(f"/v1/stock-days/HZ/{today}/sign", {"note": "all there"})
    assert (signed.status_code, signed.json()["lines"]) == (201, 1)
    assert (await floor.post(f"/v1/stock-days/HZ/{today}/sign")).json()["code"] == "day_is_signed"
    tomorrow = context.clock.today() + timedelta(days=1)
    assert (await floor.post(f"/v1/stock-days/HZ/{tomorrow}/sign")).json()["code"] == "day_not_come"
    assert [row["day"] for row in (await floor.get("/v1/stock-days/HZ")).json()["data"]] == [today]


async def test_moments_that_cannot_be_meant_are_refused(floor: Floor) -> None:
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"):
        posted = await record(floor, "receive", {"sku": "A", "quantity": 1}, happened_at=moment)
        assert (posted.status_code, posted.json()["errors"][0]["pointer"]) == (422, "/happened_at")
        assert (await floor.get("/v1/past-stock", warehouse="HZ", at=moment)).status_code == 422
    for month in ("9999-12", "0001-01", "2026-13"):
        assert (await floor.get(f"/v1/stock-months/HZ/{month}")).status_code == 422
        assert (await floor.post(f"/v1/stock-months/HZ/{month}/seal")).status_code == 422
    assert (await floor.get("/v1/stock-months/HZ/2099-12")).status_code == 200
    assert (await floor.post("/v1/stock-days/HZ/9999-12-31/sign")).status_code == 422
