"""Addresses, items and prices are changed after the review, and no newer version of the shop's undoes it silently (rules ORD-2, APR-1)."""

from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI
from order_making import (
    RECEIVER,
    START,
    bring_to,
    line_body,
    money,
    newer,
    order_body,
    other_key,
    reserved,
    rows,
    sent,
    tell,
    tell_reserved,
    tell_shipped,
    tell_step,
    uuid_of,
)

from chassis.testing import caller
from contracts.orders import OrderPriceChanged
from contracts.people import ApprovalDecided, RequestApproval, WithdrawApproval
from contracts.warehouse import RequestShipments, ReserveStock, ShipmentWithdrawn, WithdrawalRefused
from orders.consumers import people, warehouse
from orders.domain.reference import reference_of

pytestmark = pytest.mark.rule("ORD-2")
NEW_ADDRESS = RECEIVER | {"province": "江苏省", "city": "南京市", "district": "玄武区", "street": "中山路 1 号", "postcode": "210000"}
FULL = {name: value for name, value in NEW_ADDRESS.items() if name != "open_id"}


@pytest.fixture
def readdress(client: Any, clerk: Any) -> Any:
    async def readdress(*ids: str, receiver: dict[str, str] = FULL, status: int = 200) -> dict[str, Any]:
        body = {"ids": list(ids), "receiver": receiver, "reason": "买家搬家"}
        answer = await client.post("/v1/orders/readdress", json=body, headers=other_key(clerk))
        assert answer.status_code == status, answer.text
        return answer.json()

    return readdress


@pytest.fixture
def change(client: Any, clerk: Any, show: Any) -> Any:
    """`await change("items", id, status=…, items=[…])`."""

    async def change(what: str, order_id: str, *, status: int = 200, headers: Any = None, **body: Any) -> dict[str, Any]:
        version = (await show(order_id))["version"]
        given = (headers or clerk) | {"If-Match": f'"{version}"'}
        answer = await client.put(f"/v1/orders/{order_id}/{what}", json={"reason": "买家要求", **body}, headers=given)
        assert answer.status_code == status, answer.text
        return answer.json()

    return change


async def stopped(app: FastAPI, order_id: str, *, attempt: int = 1) -> None:
    reference = reference_of(uuid_of(order_id), attempt)
    await tell(app, warehouse.on_shipment_withdrawn, ShipmentWithdrawn(reference=reference, withdrawn_at=START, stock_kept=True))


async def test_a_new_address_asks_the_nearest_warehouse_anew_with_what_it_holds(
    app: FastAPI, place: Any, show: Any, readdress: Any
) -> None:
    made = await place(order_body())
    assert (await readdress(made["id"]))["done"] == 1
    order = await show(made["id"])
    assert (order["receiver"]["city"], order["changed_by_us"], order["status"]) == ("南京市", ["receiver"], "reviewed")
    [_, again] = [message["requests"][0] for message in await sent(app, ReserveStock.subject)]
    assert (again["province"], again["takes_over"]) == ("江苏省", [made["id"]])


@pytest.mark.parametrize("status", ["allocated", "picked"])
async def test_at_the_warehouse_it_is_pulled_back_and_goes_on_by_itself(
    app: FastAPI, place: Any, show: Any, readdress: Any, status: str
) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], status)
    assert (await readdress(made["id"]))["results"][0]["pending"] == "adjusting"
    waiting = await show(made["id"])
    assert (waiting["receiver"]["city"], waiting["plan"]["verb"]) == ("杭州市", "readdress")
    await stopped(app, made["id"])
    await tell_reserved(app, reserved(made["id"], attempt=2))
    order = await show(made["id"])
    assert (order["status"], order["receiver"]["city"], order["plan"]) == ("allocated", "南京市", None)
    assert [one["reference"] for message in await sent(app, RequestShipments.subject) for one in message["shipments"]][-1].endswith(".2")


async def test_packed_or_gone_it_is_refused_with_the_reason(app: FastAPI, place: Any, readdress: Any, change: Any) -> None:
    packed, gone = await place(order_body()), await place(order_body())
    await bring_to(app, packed["id"], "packed")
    await bring_to(app, gone["id"], "shipped")
    codes = [result["refusal"]["code"] for result in (await readdress(packed["id"], gone["id"]))["results"]]
    assert codes == ["order_is_packed", "order_not_open"]
    items = [{"line_no": 1, "sku": "MUG", "quantity": 1}]
    assert (await change("items", packed["id"], items=items, status=409))["code"] == "order_is_packed"


async def test_a_parcel_that_left_meanwhile_kept_its_old_address(app: FastAPI, place: Any, show: Any, readdress: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "allocated")
    await readdress(made["id"])
    await tell_step(app, made["id"], "packed")
    await tell_shipped(app, made["id"])
    await tell(app, warehouse.on_withdrawal_refused, WithdrawalRefused(reference=made["id"], state="shipped", refused_at=START))
    order = await show(made["id"])
    assert (order["status"], order["receiver"]["city"], order["changed_by_us"]) == ("shipped", "杭州市", [])
    [given_up] = await rows(app, "SELECT facts FROM timeline_entry WHERE what = 'adjustment_given_up'")
    assert given_up["facts"]["verb"] == "readdress"


async def test_a_masked_or_empty_address_is_refused_with_its_fields(place: Any, readdress: Any) -> None:
    made = await place(order_body())
    answer = await readdress(made["id"], receiver=FULL | {"name": "张**", "phone": "138****5678"}, status=422)
    assert [error["pointer"] for error in answer["errors"]] == ["/receiver/name", "/receiver/phone"]


async def test_orders_of_two_buyers_are_not_sent_to_one_address(place: Any, readdress: Any) -> None:
    one, two = await place(order_body()), await place(order_body(buyer_id="buyer-2"))
    results = (await readdress(one["id"], two["id"]))["results"]
    assert [result["refusal"] and result["refusal"]["code"] for result in results] in ([None, "buyers_differ"], ["buyers_differ", None])


async def test_items_are_replaced_added_and_removed_and_the_money_stays(place: Any, show: Any, change: Any) -> None:
    lines = [
        line_body(platform_line_no="1", quantity=3, unit_price=money("10.00")),
        line_body(platform_line_no="2", sku="MUG", quantity=1, unit_price=money("20.00")),
    ]
    made = await place(order_body(lines=lines, goods_amount=money("50.00"), paid_amount=money("45.00"), discount_amount=money("5.00")))
    items = [{"line_no": 1, "sku": "TEE-B", "quantity": 2}, {"sku": "MUG", "quantity": 1, "unit_price": "5.00"}]
    await change("items", made["id"], items=items)
    order = await show(made["id"])
    assert [(line["line_no"], line["sku"], line["quantity"], line["paid"]["amount"]) for line in order["lines"]] == [
        (1, "TEE-B", 2, "36.00"),
        (3, "MUG", 1, "9.00"),
    ]
    assert (order["goods"]["amount"], order["discount"]["amount"], order["paid"]["amount"]) == ("25.00", "0.00", "45.00")
    assert order["changed_by_us"] == ["items"]


async def test_items_that_are_wrong_change_nothing(place: Any, show: Any, change: Any) -> None:
    made = await place(order_body())
    before = await show(made["id"])
    unknown = await change("items", made["id"], items=[{"sku": "??", "quantity": 1}], status=422)
    assert [error["pointer"] for error in unknown["errors"]] == ["/items/0/sku"]
    assert (await change("items", made["id"], items=[{"line_no": 7, "sku": "MUG", "quantity": 1}], status=422))["code"] == "line_given_back"
    twice = [{"line_no": 1, "sku": "MUG", "quantity": 1}] * 2
    assert (await change("items", made["id"], items=twice, status=422))["code"] == "line_twice"
    assert await show(made["id"]) == before


async def test_the_shop_tells_the_same_again_and_our_address_stays(place: Any, show: Any, readdress: Any) -> None:
    body = order_body()
    made = await place(body)
    await readdress(made["id"])
    await place(newer(body, seller_remark="加急"), status=200)
    order = await show(made["id"])
    assert (order["receiver"]["city"], order["holds"], order["seller_remark"]) == ("南京市", [], "加急")


async def test_the_shop_changes_it_as_well_and_a_person_decides(place: Any, show: Any, readdress: Any, act: Any) -> None:
    body = order_body()
    made = await place(body)
    await readdress(made["id"])
    await place(newer(body, receiver=RECEIVER | {"street": "文三路 200 号"}), status=200)
    order = await show(made["id"])
    assert ([hold["code"] for hold in order["holds"]], order["receiver"]["city"]) == (["changed_here_and_there"], "南京市")
    await act("release", made["id"], note="按我们改的发")
    assert (await show(made["id"]))["receiver"]["city"] == "南京市"


async def test_our_items_stay_too(place: Any, show: Any, change: Any) -> None:
    body = order_body()
    made = await place(body)
    await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-B", "quantity": 2}])
    await place(newer(body, buyer_id="buyer-1b"), status=200)
    kept = await show(made["id"])
    assert ([line["sku"] for line in kept["lines"]], kept["holds"]) == (["TEE-B"], [])
    await place(newer(body, minutes=2, lines=[line_body(quantity=5)]), status=200)
    both = await show(made["id"])
    assert ([(line["sku"], line["quantity"]) for line in both["lines"]], [hold["code"] for hold in both["holds"]]) == (
        [("TEE-B", 2)],
        ["changed_here_and_there"],
    )


async def test_a_shop_that_cancels_is_obeyed_whatever_we_changed(place: Any, show: Any, change: Any) -> None:
    body = order_body()
    made = await place(body)
    await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-B", "quantity": 2}])
    await place(newer(body, state="cancelled"), status=200)
    assert (await show(made["id"]))["status"] == "cancelled"


# ---- prices


def decided(request: dict[str, Any], outcome: str = "approved", **changes: Any) -> ApprovalDecided:
    facts: dict[str, Any] = {
        "approval_id": "apr_1",
        "kind": request["kind"],
        "reference": request["reference"],
        "outcome": outcome,
        "content_digest": request["content_digest"],
        "decided_at": START,
        "takes_effect_at": START,
        "decided_by": ["acc_7", "acc_9"],
        "decided_by_names": ["王主管", "李总"],
        "comment": "",
    }
    return ApprovalDecided(**(facts | changes))


@pytest.mark.rule("APR-1")
async def test_a_small_change_is_made_at_once_and_shared_over_the_lines(app: FastAPI, place: Any, show: Any, change: Any) -> None:
    lines = [
        line_body(platform_line_no=str(place), quantity=1, unit_price=money("33.33"), paid_amount=money(paid))
        for place, paid in ((1, "33.34"), (2, "33.33"), (3, "33.33"))
    ]
    made = await place(order_body(lines=lines))
    answer = await change("price", made["id"], paid=money("90.00"))
    assert answer["state"] == "made"
    order = await show(made["id"])
    assert [line["paid"]["amount"] for line in order["lines"]] == ["30.00", "30.00", "30.00"]
    assert (order["paid"]["amount"], order["discount"]["amount"], order["changed_by_us"]) == ("90.00", "10.00", ["price"])
    [event] = await sent(app, OrderPriceChanged.subject)
    assert (event["paid_before"], event["paid_after"], event["approval_id"]) == ("100.00", "90.00", None)
    # A second small step counts together with the first.
    assert (await change("price", made["id"], paid=money("85.00"), headers=caller("orders.*")))["state"] == "asked"


@pytest.mark.rule("APR-1")
async def test_a_large_change_waits_for_a_superior(app: FastAPI, place: Any, show: Any, change: Any) -> None:
    made = await place(order_body())
    assert (await change("price", made["id"], paid=money("60.00")))["state"] == "asked"
    assert (await show(made["id"]))["paid"]["amount"] == "100.00"
    assert (await change("price", made["id"], paid=money("50.00"), status=409))["code"] == "price_change_waits"
    [request] = await sent(app, RequestApproval.subject)
    assert (request["kind"], request["amount"]["amount"], request["shop_id"]) == ("order_price_change", "40.00", "shp_main")
    await tell(app, people.on_approval_decided, decided(request))
    await tell(app, people.on_approval_decided, decided(request))
    order = await show(made["id"])
    assert (order["paid"]["amount"], order["discount"]["amount"]) == ("60.00", "40.00")
    assert len(await sent(app, OrderPriceChanged.subject)) == 1
    assert [row["settled_by"] for row in await rows(app, "SELECT settled_by FROM price_change")] == ["王主管, 李总"]


@pytest.mark.rule("APR-4", "APR-5")
@pytest.mark.parametrize(("meanwhile", "state"), [("items", "voided"), ("shipped", "late"), ("refused", "refused")])
async def test_an_approval_acts_only_on_what_was_asked(
    app: FastAPI, place: Any, show: Any, change: Any, meanwhile: str, state: str
) -> None:
    made = await place(order_body())
    await change("price", made["id"], paid=money("60.00"))
    [request] = await sent(app, RequestApproval.subject)
    if meanwhile == "items":
        await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-B", "quantity": 2}])
    if meanwhile == "shipped":
        await bring_to(app, made["id"], "shipped")
    await tell(app, people.on_approval_decided, decided(request, "refused" if meanwhile == "refused" else "approved"))
    [row] = await rows(app, "SELECT state FROM price_change")
    assert (row["state"], (await show(made["id"]))["paid"]["amount"]) == (state, "100.00")


async def test_one_that_waits_is_withdrawn(app: FastAPI, client: Any, clerk: Any, place: Any, change: Any) -> None:
    made = await place(order_body())
    await change("price", made["id"], paid=money("60.00"))
    answer = await client.post(f"/v1/orders/{made['id']}/price-changes/withdraw", json={"reason": "谈妥了"}, headers=other_key(clerk))
    assert answer.status_code == 204, answer.text
    assert len(await sent(app, WithdrawApproval.subject)) == 1
    listed = (await client.get(f"/v1/orders/{made['id']}/price-changes", headers=clerk)).json()["data"]
    assert [one["state"] for one in listed] == ["voided"]


@pytest.mark.parametrize(("paid", "code"), [("100.00", "price_unchanged"), ("4.00", "price_below_freight")])
async def test_prices_that_cannot_be_are_refused(place: Any, show: Any, change: Any, paid: str, code: str) -> None:
    made = await place(order_body(freight_amount=money("5.00")))
    assert (await change("price", made["id"], paid=money(paid), status=422))["code"] == code
    assert (await change("price", made["id"], paid=money("90.00", "USD"), status=422))["code"] == "currency_differs"
    assert Decimal((await show(made["id"]))["paid"]["amount"]) == 100


async def test_a_policy_sets_the_limit_from_its_day_on(client: Any, clerk: Any, place: Any, change: Any) -> None:
    body = {"parameters": {"amount_limits": {"CNY": "50.00"}, "percent": 50}}
    answer = await client.post("/v1/price-change-policies", json=body, headers=other_key(clerk))
    assert (answer.status_code, answer.json()["version"]) == (201, 1)
    assert (await change("price", (await place(order_body()))["id"], paid=money("60.00")))["state"] == "made"
    past = body | {"effective_from": "2020-01-01T00:00:00Z"}
    assert (await client.post("/v1/price-change-policies", json=past, headers=other_key(clerk))).status_code == 409
    assert [one["version"] for one in (await client.get("/v1/price-change-policies", headers=clerk)).json()["data"]] == [1, 0]
