"""Held orders go on when service and finance have both said yes; rules are tried on past orders before they act (rules ORD-2, SYS-6)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.world import World

DRAFTS = "/orders/v1/review-drafts"
REPLAYS = "/orders/v1/review-replays"


def release(person: Any, order: dict[str, Any]) -> dict[str, Any]:
    answer = person.ask("POST", "/orders/v1/orders/release", json={"ids": [order["id"]]})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"][0]


@pytest.mark.rule("ORD-2")
def test_service_and_finance_both_say_yes_before_it_is_sent(world: World) -> None:
    shop, sku = world.shop(), world.sku(5)
    service = world.person("orders.orders.read", "orders.orders.review")
    finance = world.person("orders.orders.read", "orders.orders.review_finance")
    body = world.body(shop, sku=sku, price="6000.00", buyer_remark="请开发票")
    assert world.place(body).status_code == 201
    order = world.becomes(body["platform_order_no"], reservation="reserved")
    assert sorted(hold["code"] for hold in order["holds"]) == ["buyer_remark", "unusual_amount"]
    assert release(service, order)["refusal"] is None
    again = release(service, order)["refusal"]
    assert (again["code"], again["rule"]) == ("waits_for_another_stage", "ORD-2")
    assert world.order(body["platform_order_no"])["status"] == "placed"
    waiting = finance.ask("GET", f"/orders/v1/orders?held=true&stage=finance&shop_id={shop}").json()["data"]
    assert [one["id"] for one in waiting] == [order["id"]]
    assert release(finance, order)["refusal"] is None
    world.becomes(body["platform_order_no"], status="allocated")


@pytest.mark.rule("ORD-2", "SYS-6")
def test_a_draft_is_tried_on_past_orders_before_it_holds_or_releases(world: World) -> None:
    shop, sku = world.shop(), world.sku(20)
    begun = datetime.now(UTC) - timedelta(minutes=10)
    remark, clear = world.body(shop, sku=sku, buyer_remark="快"), world.body(shop, sku=sku, quantity=7)
    for body in (remark, clear):
        assert world.place(body).status_code == 201
    in_force = world.call("GET", "/orders/v1/review-policies")["data"][0]["parameters"]
    mark = uuid4().hex[:8]
    many = {
        "code": f"many_{mark}", "stage": "finance", "does": "hold", "firm": False, "zh": "大批量", "en": "Many pieces",
        "conditions": {"shops": [shop], "pieces_over": 5},
    }  # fmt: skip
    trusted = many | {"code": f"trusted_{mark}", "stage": "service", "does": "release", "conditions": {"shops": [shop]}}
    draft = world.call("POST", DRAFTS, json={"name": mark, "parameters": in_force | {"rules": [*in_force["rules"], many, trusted]}})
    version = {"headers": {"If-Match": '"1"'}}
    span = {"placed_from": begun.isoformat(), "placed_to": datetime.now(UTC).isoformat()}
    replay = world.call("POST", f"{DRAFTS}/{draft['id']}/replays", json=span, **version)
    world.eventually(lambda: world.call("GET", f"{REPLAYS}/{replay['id']}")["ended_at"] is not None, what="the replay ends", seconds=60)
    found = {order["order_id"]: order for order in world.call("GET", f"{REPLAYS}/{replay['id']}/orders?limit=100")["data"]}
    ids = [world.order(body["platform_order_no"])["id"] for body in (remark, clear)]
    assert (found[ids[0]]["change"], found[ids[0]]["passed_by"]) == ("newly_released", [f"trusted_{mark}"])
    assert (found[ids[1]]["change"], found[ids[1]]["would_be"]) == ("newly_held", [f"many_{mark}"])
    # So far it decided nothing.
    assert world.order(remark["platform_order_no"])["waits_for"] == ["service"]
    published = world.call("POST", f"{DRAFTS}/{draft['id']}/publish", json={"note": "试算过"}, **version)
    try:
        after = [world.body(shop, sku=sku, buyer_remark="快"), world.body(shop, sku=sku, quantity=7)]
        held = [world.place(body).json()["hold_reasons"] for body in after]
        assert held == [[], [f"many_{mark}"]]
        order = world.call("GET", f"/orders/v1/orders/{world.order(after[1]['platform_order_no'])['id']}")
        assert (order["policy_version"], order["waits_for"]) == (published["version"], ["finance"])
        # The platform's word stays above every list.
        forbidden = world.place(world.body(shop, sku=sku, buyer_remark="快", state="do_not_ship")).json()
        assert forbidden["hold_reasons"] == ["platform_do_not_ship"]
    finally:
        # Other tests of the house meet the rules they know.
        world.call("POST", "/orders/v1/review-policies", json={"parameters": in_force, "note": "还原"})
