"""Thousands of orders are worked on in one call, with progress and a result for each (rule ORD-2)."""

from typing import Any

import pytest

from tests.acceptance.world import World

ASK = "/orders/v1/bulk-reviews"
REMARKS = 30


@pytest.mark.rule("ORD-2", "SYS-3")
def test_all_that_match_are_released_and_what_is_not_ours_to_release_is_listed(world: World) -> None:
    shop, sku = world.shop(), world.sku(REMARKS)
    held = [world.body(shop, sku=sku, buyer_remark="请发顺丰") for _ in range(REMARKS)]
    forbidden = world.body(shop, sku=sku, state="do_not_ship")
    assert world.call("POST", "/orders/v1/orders/batch", json={"orders": [*held, forbidden]})
    matching = f"held=true&shop_id={shop}"
    assert world.call("GET", f"{ASK}/matching?{matching}") == {"count": REMARKS + 1, "capped": False}
    review = world.call("POST", f"{ASK}?{matching}", json={"verb": "release", "reason": "活动订单"})

    def now() -> dict[str, Any]:
        return world.call("GET", f"{ASK}/{review['id']}")

    world.eventually(lambda: now()["ended_at"] is not None, what="the bulk action ends", seconds=60)
    assert (now()["total"], now()["done"], now()["refused"]) == (REMARKS + 1, REMARKS, 1)
    [refused] = world.call("GET", f"{ASK}/{review['id']}/refusals")["data"]
    assert (refused["code"], refused["rule"]) == ("hold_not_ours", "ORD-2")
    for order in held:
        world.becomes(order["platform_order_no"], status="allocated")


@pytest.mark.rule("ORD-2")
def test_who_may_not_cancel_cannot_do_so_in_bulk(world: World) -> None:
    reviewer = world.person("orders.orders.read", "orders.orders.review")
    answer = reviewer.ask("POST", f"{ASK}?held=true", json={"verb": "cancel", "reason": "停产"})
    assert answer.status_code == 403
