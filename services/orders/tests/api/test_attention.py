"""What we do not understand waits, is explained, and goes on (rule ORD-1); shops, SKUs, mappings and policies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import (
    RECEIVER,
    SHOP,
    START,
    bring_to,
    line_body,
    new_uow,
    newer,
    order_body,
    other_key,
    rows,
    sent,
    sku_facts,
    tell,
    tell_shipped,
)

from chassis.actor import Actor
from contracts.catalog import SkusChanged
from contracts.orders import DraftLine as ToldLine
from contracts.orders import OrderDraft, PlaceOrders, RegisterShop
from orders.consumers import catalog, own
from orders.domain.policy import DEFAULT_PARAMETERS
from orders.domain.shop import ShopNotYours
from orders.store.orders import lock_orders_in_doubt

ORD1 = pytest.mark.rule("ORD-1")


@pytest.fixture
def explain(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def explain(order_id: str, **body: Any) -> httpx.Response:
        return await client.post(f"/v1/orders/{order_id}/explain", json=body, headers=other_key(clerk))

    return explain


@ORD1
async def test_an_unknown_sku_is_explained_and_the_order_goes_on(app: FastAPI, place: Any, explain: Any, show: Any) -> None:
    made = await place(order_body(lines=[line_body(sku="THEIRS"), line_body(platform_line_no="2", sku="")]))
    assert (made["status"], made["attention_reasons"]) == ("placed", ["unknown_sku"])
    assert await sent(app, "warehouse.reservation.reserve.v1") == []
    half = await explain(made["id"], lines=[{"line_no": 1, "sku": "MUG"}])
    assert half.json()["attention_reasons"] == ["unknown_sku"]
    done = await explain(made["id"], lines=[{"line_no": 2, "sku": "TEE-B"}])
    assert (done.json()["status"], done.json()["reservation"], done.json()["attention_reasons"]) == ("reviewed", "requested", [])
    [envelope] = await sent(app, "warehouse.reservation.reserve.v1")
    assert envelope["requests"][0]["lines"] == [{"sku": "MUG", "quantity": 2}, {"sku": "TEE-B", "quantity": 2}]
    assert [line["sku"] for line in (await show(made["id"]))["lines"]] == ["MUG", "TEE-B"]


@ORD1
async def test_a_remembered_code_is_known_from_now_on_in_that_shop(place: Any, explain: Any, client: httpx.AsyncClient, clerk: Any) -> None:
    made = await place(order_body(lines=[line_body(sku="THEIRS")]))
    await explain(made["id"], lines=[{"line_no": 1, "sku": "MUG"}], remember=True)
    assert (await place(order_body(lines=[line_body(sku="THEIRS")])))["attention_reasons"] == []
    assert (await place(order_body(shop_id="shp_other", lines=[line_body(sku="THEIRS")])))["attention_reasons"] == ["unknown_sku"]
    [mapping] = (await client.get("/v1/sku-mappings", headers=clerk)).json()["data"]
    assert (mapping["shop_id"], mapping["merchant_code"], mapping["sku"]) == (SHOP, "THEIRS", "MUG")
    assert (await client.delete(f"/v1/sku-mappings/{mapping['id']}", headers=clerk)).status_code == 204
    assert (await client.delete(f"/v1/sku-mappings/{mapping['id']}", headers=clerk)).status_code == 404
    assert (await place(order_body(lines=[line_body(sku="THEIRS")])))["attention_reasons"] == ["unknown_sku"]


@ORD1
async def test_what_was_said_about_a_line_stands_in_a_newer_version(place: Any, explain: Any) -> None:
    body = order_body(lines=[line_body(sku="THEIRS")])
    made = await place(body)
    await explain(made["id"], lines=[{"line_no": 1, "sku": "MUG"}])
    assert (await place(newer(body, seller_remark="x"), status=200))["attention_reasons"] == []


@ORD1
async def test_odd_units_are_confirmed(place: Any, explain: Any) -> None:
    made = await place(order_body(lines=[line_body(unit="箱")]))
    assert made["attention_reasons"] == ["unknown_unit"]
    assert (await explain(made["id"], units_are_pieces=True)).json()["status"] == "reviewed"


@ORD1
async def test_an_odd_unit_is_no_piece_because_its_sku_was_explained(app: FastAPI, place: Any, explain: Any) -> None:
    body = order_body(lines=[line_body(sku="THEIRS", unit="箱")])
    made = await place(body)
    assert (await explain(made["id"], lines=[{"line_no": 1, "sku": "MUG"}])).json()["attention_reasons"] == ["unknown_unit"]
    again = await place(newer(body, seller_remark="x"), status=200)
    assert (again["status"], again["attention_reasons"]) == ("placed", ["unknown_unit"])
    assert await sent(app, "warehouse.reservation.reserve.v1") == []


@ORD1
async def test_a_unit_once_confirmed_is_not_asked_about_again(app: FastAPI, place: Any, explain: Any, show: Any) -> None:
    body = order_body(lines=[line_body(unit="箱")])
    made = await place(body)
    await explain(made["id"], units_are_pieces=True)
    await bring_to(app, made["id"], "allocated")
    for minutes in (1, 2):
        again = await place(newer(body, minutes=minutes, seller_remark=f"x{minutes}"), status=200)
        assert (again["status"], again["attention_reasons"]) == ("allocated", [])
    assert (await show(made["id"]))["pending"] is None
    other = await place(newer(body, minutes=3, lines=[line_body(unit="托")]), status=200)
    assert other["attention_reasons"] == ["unknown_unit"]


@ORD1
async def test_an_order_that_is_understood_is_not_explained(app: FastAPI, place: Any, explain: Any) -> None:
    made = await place(order_body())
    refused = await explain(made["id"], lines=[{"line_no": 1, "sku": "MUG"}])
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_explain")
    assert await rows(app, "SELECT sku FROM order_line") == [{"sku": "TEE-W"}]


@ORD1
@pytest.mark.parametrize("state", ["cancelled", "shipped"])
async def test_nobody_has_to_understand_an_order_that_is_over(app: FastAPI, client: Any, clerk: Any, place: Any, state: str) -> None:
    body = order_body(lines=[line_body(sku="??")])
    await place(body)
    assert (await place(newer(body, state=state), status=200))["attention_reasons"] == []
    await no_work_waits(client, clerk)


@ORD1
async def test_nobody_has_to_understand_an_order_that_left_all_the_same(app: FastAPI, client: Any, clerk: Any, place: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "packed")
    unknown = line_body(platform_line_no="2", sku="??")
    assert (await place(newer(body, lines=[line_body(), unknown]), status=200))["attention_reasons"] == ["unknown_sku"]
    await tell_shipped(app, made["id"])
    await no_work_waits(client, clerk)
    async with new_uow(app) as uow:
        assert await lock_orders_in_doubt(uow, limit=10, after=None) == ([], None)


async def no_work_waits(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    assert (await client.get("/v1/orders?attention=true", headers=clerk)).json()["data"] == []
    counts = {queue["queue"]: queue["count"] for queue in (await client.get("/v1/orders/counts", headers=clerk)).json()["data"]}
    assert counts["attention"] == 0


async def test_an_explanation_that_is_wrong_is_refused(app: FastAPI, place: Any, explain: Any) -> None:
    made = await place(order_body(lines=[line_body(sku="THEIRS")]))
    unknown = await explain(made["id"], lines=[{"line_no": 1, "sku": "NOPE"}])
    assert (unknown.status_code, unknown.json()["code"], unknown.json()["rule"]) == (422, "sku_unknown", "ORD-1")
    assert (await explain(made["id"], lines=[{"line_no": 7, "sku": "MUG"}])).json()["code"] == "line_not_found"
    assert await rows(app, "SELECT sku FROM order_line") == [{"sku": None}]


@ORD1
async def test_it_goes_on_when_the_sku_becomes_known(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body(lines=[line_body(sku="NEW-1")]))
    await tell(app, catalog.on_skus_changed, SkusChanged(skus=[sku_facts("NEW-1")], changed_at=START))
    order = await show(made["id"])
    assert (order["status"], order["attention"], order["reservation"]) == ("reviewed", [], "requested")
    assert len(await sent(app, "warehouse.reservation.reserve.v1")) == 1


@ORD1
async def test_it_goes_on_when_the_shop_is_registered(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body(shop_id="shp_new"))
    assert made["attention_reasons"] == ["unknown_shop"]
    await tell(app, own.on_register_shop, RegisterShop(shop_id="shp_new", name="新店", platform="jd", active=True, version=1))
    assert (await show(made["id"]))["status"] == "reviewed"


async def test_an_older_message_never_overwrites_a_newer(app: FastAPI) -> None:
    for version, name in ((3, "三"), (2, "二")):
        await tell(app, own.on_register_shop, RegisterShop(shop_id="s", name=name, platform="jd", active=True, version=version))
    await tell(app, catalog.on_skus_changed, SkusChanged(skus=[sku_facts("K", version=5, unit="箱")], changed_at=START))
    await tell(app, catalog.on_skus_changed, SkusChanged(skus=[sku_facts("K", version=4)], changed_at=START))
    assert await rows(app, "SELECT name, version FROM shop WHERE id = 's'") == [{"name": "三", "version": 3}]
    assert await rows(app, "SELECT unit FROM sku WHERE sku = 'K'") == [{"unit": "箱"}]


def told(app: FastAPI, **changes: Any) -> OrderDraft:
    values: dict[str, Any] = {
        "shop_id": SHOP, "platform_order_no": "W1", "platform_status": "PAID", "state": "ready", "placed_at": START, "paid_at": START,
        "modified_at": START, "currency": "CNY", "goods_amount": "100.00", "discount_amount": "0.00", "freight_amount": "0.00",
        "paid_amount": "100.00", "buyer_id": "b", "receiver_sealed": app.state.context.sealer.seal(RECEIVER), "buyer_remark": "",
        "seller_remark": "", "refund": "none",
        "lines": [ToldLine(platform_line_no="1", sku="TEE-W", platform_sku="", title="T", quantity=1, unit=None, unit_price="100.00", paid_amount=None, refund="none")],
    }  # fmt: skip
    return OrderDraft(**(values | changes))


@ORD1
async def test_orders_told_by_channels_are_taken_in(app: FastAPI, client: httpx.AsyncClient) -> None:
    orders = [
        told(app),
        told(app, platform_order_no="W2", receiver_sealed="broken"),
        told(app, platform_order_no="W3", buyer_remark="a\x00b", ship_by=START + timedelta(days=9)),
    ]
    await tell(app, own.on_place_orders, PlaceOrders(orders=orders, source="webhook"))
    await tell(app, own.on_place_orders, PlaceOrders(orders=orders, source="webhook"))
    found = await rows(app, "SELECT platform_order_no AS no, source, status, hold_reasons AS holds FROM sales_order ORDER BY 1")
    assert found == [
        {"no": "W1", "source": "webhook", "status": "reviewed", "holds": []},
        {"no": "W2", "source": "webhook", "status": "placed", "holds": ["incomplete_address"]},
        {"no": "W3", "source": "webhook", "status": "placed", "holds": ["buyer_remark"]},
    ]
    # What the shop promised goes before our policy.
    deadlines = await rows(app, "SELECT ship_by - paid_at AS left FROM sales_order ORDER BY platform_order_no")
    assert [row["left"] for row in deadlines] == [timedelta(hours=48), timedelta(hours=48), timedelta(days=9)]


@ORD1
async def test_a_person_of_one_shop_who_replays_a_message_loses_no_order_of_another(app: FastAPI, client: httpx.AsyncClient) -> None:
    clerk = Actor(kind="person", id="acc_1", name="Ann", permissions=frozenset({"orders.*"}), shops=frozenset({"shp_a"}), session_id="s")
    async with app.state.context.new_uow(clerk) as uow:
        await own.on_place_orders(uow, PlaceOrders(orders=[told(app)], source="webhook"))
        await uow.commit()
    assert await rows(app, "SELECT platform_order_no AS no FROM sales_order") == [{"no": "W1"}]


@ORD1
async def test_an_order_that_is_refused_is_not_passed_over(
    app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "CHANNELS", replace(own.CHANNELS, shops=frozenset()))
    with pytest.raises(ShopNotYours):
        await tell(app, own.on_place_orders, PlaceOrders(orders=[told(app)], source="webhook"))


@pytest.mark.rule("SYS-6")
async def test_a_policy_is_published_and_decides_from_its_date(
    app: FastAPI, client: httpx.AsyncClient, clerk: Any, place: Any, show: Any
) -> None:
    parameters = DEFAULT_PARAMETERS.model_dump(mode="json") | {"rules": []}
    now = datetime(2030, 1, 1, tzinfo=UTC)
    context = app.state.context
    context.clock.now = lambda: now
    late = await client.post(
        "/v1/review-policies", json={"parameters": parameters, "effective_from": "2029-12-31T00:00:00Z"}, headers=clerk
    )
    assert (late.status_code, late.json()["code"]) == (409, "policy_in_the_past")
    published = await client.post(
        "/v1/review-policies",
        json={"parameters": parameters, "effective_from": "2030-01-02T00:00:00Z", "note": "双十一"},
        headers=other_key(clerk),
    )
    assert (published.status_code, published.json()["version"]) == (201, 1)
    before = await place(order_body(buyer_remark="x"))
    context.clock.now = lambda: now + timedelta(days=1)
    after = await place(order_body(buyer_remark="x"))
    assert (before["hold_reasons"], after["hold_reasons"]) == (["buyer_remark"], [])
    assert [(await show(made["id"]))["policy_version"] for made in (before, after)] == [0, 1]
    versions = (await client.get("/v1/review-policies", headers=clerk)).json()["data"]
    assert [version["version"] for version in versions] == [1, 0]


@pytest.mark.parametrize("change", [{"rules": [{"code": "x"}]}, {"required_fields": {"CN": ["shoe_size"]}}, {"rules": None}, {"more": 1}])
async def test_a_policy_that_makes_no_sense_is_refused(client: httpx.AsyncClient, clerk: Any, change: dict[str, Any]) -> None:
    parameters = DEFAULT_PARAMETERS.model_dump(mode="json") | change
    assert (await client.post("/v1/review-policies", json={"parameters": parameters}, headers=clerk)).status_code == 422
