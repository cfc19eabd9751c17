"""Each stage holds by hand and lets go itself; what we change is asked about; first orders are known by the customer's file (rules ORD-2, CARE-4)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.world import World

POLICIES = "/orders/v1/review-policies"


def act(person: Any, verb: str, order: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = person.ask("POST", f"/orders/v1/orders/{verb}", json={"ids": [order["id"]], **body})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"][0]


def bought(world: World, shop: str, sku: str, mark: str, *, minutes_ago: int) -> dict[str, Any]:
    moment = (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat()
    return world.body(shop, sku=sku, buyer_id=f"first-{mark}", placed_at=moment, paid_at=moment, modified_at=moment)


def holds_of(world: World, order: dict[str, Any]) -> list[str]:
    return [hold["code"] for hold in world.call("GET", f"/orders/v1/orders/{order['id']}")["holds"]]


@pytest.mark.rule("ORD-2")
def test_what_finance_holds_by_hand_only_finance_lets_go(world: World) -> None:
    service = world.person("orders.orders.read", "orders.orders.review")
    finance = world.person("orders.orders.read", "orders.orders.review_finance")
    order = world.allocated(world.shop(), sku=world.sku(2))
    assert act(finance, "hold", order, reason="查付款来源")["refusal"] is None
    world.becomes(order["platform_order_no"], pending=None, status="reviewed")
    assert holds_of(world, order) == ["manual_finance"]
    refused = act(service, "release", order)["refusal"]
    assert (refused["code"], refused["rule"]) == ("waits_for_another_stage", "ORD-2")
    forbidden = service.ask("POST", "/orders/v1/orders/hold", json={"ids": [order["id"]], "reason": "x", "stage": "finance"})
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "forbidden")
    assert act(finance, "release", order)["refusal"] is None
    world.becomes(order["platform_order_no"], status="allocated")


@pytest.mark.rule("ORD-2", "CARE-4")
def test_our_changes_are_asked_about_and_so_are_first_orders(world: World) -> None:
    shop, sku, mark = world.shop(), world.sku(60), uuid4().hex[:8]
    in_force = world.call("GET", POLICIES)["data"][0]["parameters"]
    many = {
        "code": f"many_{mark}", "stage": "finance", "does": "hold", "firm": False, "zh": "大批量", "en": "Many pieces",
        "conditions": {"shops": [shop], "pieces_over": 5},
    }  # fmt: skip
    first = many | {"code": f"first_{mark}", "stage": "service", "conditions": {"shops": [shop], "first_order": True}}
    world.call("POST", POLICIES, json={"parameters": in_force | {"rules": [*in_force["rules"], many, first]}})
    try:
        body = bought(world, shop, sku, mark, minutes_ago=2)
        order = world.place(body).json()
        assert order["hold_reasons"] == [f"first_{mark}"]
        assert world.call("POST", "/orders/v1/orders/release", json={"ids": [order["id"]]})["done"] == 1
        world.becomes(body["platform_order_no"], status="allocated")

        def counted() -> bool:
            found = world.call("GET", f"/orders/v1/customers/of-order/{order['id']}")
            return found["customer_id"] is not None

        world.eventually(counted, what="the order is counted to its customer's file", seconds=60)
        again = world.place(bought(world, shop, sku, mark, minutes_ago=1)).json()
        assert again["hold_reasons"] == []
        items = {"items": [{"line_no": 1, "sku": sku, "quantity": 6}], "reason": "买家加购"}
        for _ in range(5):
            shown = world.call("GET", f"/orders/v1/orders/{again['id']}")
            answer = world.ask("PUT", f"/orders/v1/orders/{again['id']}/items", json=items, headers={"If-Match": f'"{shown["version"]}"'})
            if answer.status_code != 412:
                break
        assert answer.status_code == 200, answer.text
        # Six pieces for the price of one are asked about as well.
        asked = {f"many_{mark}", "paid_too_little"}
        world.eventually(lambda: set(holds_of(world, again)) == asked, what="the rules ask again", seconds=30)
    finally:
        world.call("POST", POLICIES, json={"parameters": in_force, "note": "还原"})
