"""What we change of an order ourselves is asked about by the rules in force; what was asked already is not asked again (rule ORD-2)."""

from typing import Any

import pytest
from fastapi import FastAPI
from order_making import RECEIVER, bring_to, line_body, money, order_body, other_key, rows, tell_withdrawn
from parcel_making import stopped

from orders.domain.policy import DEFAULT_PARAMETERS

pytestmark = pytest.mark.rule("ORD-2")
RULES = [
    {"code": "many_pieces", "stage": "service", "zh": "件数多", "en": "Many pieces", "conditions": {"pieces_over": 10}},
    {"code": "dear", "stage": "finance", "zh": "金额大", "en": "Dear", "conditions": {"amount_over": {"CNY": "150"}}},
    {"code": "far", "stage": "service", "zh": "偏远", "en": "Far", "conditions": {"regions": ["新疆"]}},
]


@pytest.fixture
async def rules(client: Any, clerk: Any) -> None:
    parameters = DEFAULT_PARAMETERS.model_dump(mode="json") | {"rules": [{"does": "hold", **rule} for rule in RULES]}
    answer = await client.post("/v1/review-policies", json={"parameters": parameters}, headers=other_key(clerk))
    assert answer.status_code == 201, answer.text
    free = {"parameters": {"amount_limits": {"CNY": "500.00"}, "percent": 100}}
    assert (await client.post("/v1/price-change-policies", json=free, headers=other_key(clerk))).status_code == 201


@pytest.fixture
def change(client: Any, clerk: Any, show: Any) -> Any:
    async def change(what: str, order_id: str, *, status: int = 200, **body: Any) -> dict[str, Any]:
        given = clerk | {"If-Match": f'"{(await show(order_id))["version"]}"'}
        answer = await client.put(f"/v1/orders/{order_id}/{what}", json={"reason": "买家要求", **body}, headers=given)
        assert answer.status_code == status, answer.text
        return answer.json()

    return change


async def holds_of(show: Any, order_id: str) -> list[str]:
    return [hold["code"] for hold in (await show(order_id))["holds"]]


async def test_more_pieces_than_a_rule_allows_wait_for_a_person_once(rules: None, place: Any, show: Any, change: Any, act: Any) -> None:
    made = await place(order_body())
    await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-W", "quantity": 11}])
    assert await holds_of(show, made["id"]) == ["many_pieces"]
    assert (await act("release", made["id"]))["refusal"] is None
    # It applied before as well: who said yes is not asked again.
    await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-W", "quantity": 12}])
    assert await holds_of(show, made["id"]) == []
    await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-W", "quantity": 2}])
    await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-W", "quantity": 30}])
    assert await holds_of(show, made["id"]) == ["many_pieces"]


async def test_a_price_that_a_rule_asks_about_stops_the_parcel(app: FastAPI, rules: None, place: Any, show: Any, change: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "picked")
    await change("price", made["id"], paid=money("140.00"))
    assert (await show(made["id"]))["pending"] is None
    await change("price", made["id"], paid=money("160.00"))
    order = await show(made["id"])
    assert ([hold["code"] for hold in order["holds"]], order["pending"]) == (["dear"], "holding")
    await tell_withdrawn(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], [hold["code"] for hold in order["holds"]]) == ("reviewed", ["dear"])


async def test_an_address_is_asked_about_too(app: FastAPI, rules: None, client: Any, clerk: Any, place: Any, show: Any) -> None:
    made = await place(order_body())
    far = {name: value for name, value in RECEIVER.items() if name != "open_id"} | {"province": "新疆维吾尔自治区", "city": "乌鲁木齐市"}
    answer = await client.post(
        "/v1/orders/readdress", json={"ids": [made["id"]], "receiver": far, "reason": "搬家"}, headers=other_key(clerk)
    )
    assert answer.json()["done"] == 1, answer.text
    assert await holds_of(show, made["id"]) == ["far"]
    told = await rows(app, "SELECT what FROM timeline_entry ORDER BY id DESC LIMIT 2")
    assert {entry["what"] for entry in told} == {"held", "stock_requested"}


async def test_what_was_given_back_is_no_price_to_go_below(place: Any, show: Any, change: Any) -> None:
    lines = [
        line_body(quantity=1, unit_price=money("90.00"), paid_amount=money("90.00"), refund="done"),
        line_body(platform_line_no="2", quantity=1, unit_price=money("10.00"), paid_amount=money("10.00")),
    ]
    made = await place(order_body(lines=lines))
    refused = await change("price", made["id"], paid=money("85.00"), status=422)
    assert (refused["code"], refused["rule"], refused["errors"][0]["pointer"]) == ("price_below_given_back", "ORD-2", "/paid/amount")
    await change("price", made["id"], paid=money("92.00"))
    assert [line["paid"]["amount"] for line in (await show(made["id"]))["lines"]] == ["90.00", "2.00"]


async def test_at_the_warehouse_it_is_asked_about_once_it_was_stopped(
    app: FastAPI, rules: None, place: Any, show: Any, change: Any
) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "allocated")
    await change("items", made["id"], items=[{"line_no": 1, "sku": "TEE-W", "quantity": 11}])
    await stopped(app, made["id"])
    order = await show(made["id"])
    assert ([hold["code"] for hold in order["holds"]], order["pending"], order["lines"][0]["quantity"]) == (["many_pieces"], None, 11)
