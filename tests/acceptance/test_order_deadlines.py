"""Orders have to leave in time, and who works on them sees which do not (rules ORD-2, SYS-6)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.world import World

HOUR = 3600.0


@pytest.mark.rule("ORD-2", "SYS-6")
def test_an_order_that_stays_too_long_is_listed_as_late_and_told_of_once(world: World) -> None:
    shop, sku = world.shop(), world.sku(2)
    parameters = {"hours": 48, "platform_hours": {}, "shop_hours": {shop: 5}, "weekends_count": True}
    policy = world.call("POST", "/orders/v1/ship-policies", json={"parameters": parameters, "note": "活动期间 5 小时发出"})
    paid = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    order = world.allocated(shop, sku=sku, paid_at=paid)
    shown = world.call("GET", f"/orders/v1/orders/{order['id']}")
    assert shown["ship_policy_version"] == policy["version"]
    assert datetime.fromisoformat(shown["ship_by"]) - datetime.fromisoformat(shown["paid_at"]) == timedelta(hours=5)
    late = f"/orders/v1/orders?due=overdue&shop_id={shop}"
    assert world.call("GET", late)["data"] == []
    world.house.set_clock(6 * HOUR)
    assert [row["number"] for row in world.call("GET", late)["data"]] == [order["number"]]

    def told() -> int:
        entries = world.call("GET", f"/orders/v1/orders/{order['id']}/timeline?limit=100")["data"]
        return [entry["what"] for entry in entries].count("overdue")

    world.eventually(lambda: told() == 1, what="it is told that the order is late", seconds=60)
    world.send(order)
    world.becomes(order["platform_order_no"], status="shipped")
    assert world.call("GET", late)["data"] == []
    assert told() == 1


@pytest.mark.rule("ORD-2")
def test_who_may_read_policies_may_not_publish_one(world: World) -> None:
    reader = world.person("orders.policies.read")
    assert reader.ask("GET", "/orders/v1/ship-policies").status_code == 200
    parameters = {"hours": 1, "platform_hours": {}, "shop_hours": {}, "weekends_count": True}
    assert reader.ask("POST", "/orders/v1/ship-policies", json={"parameters": parameters}).status_code == 403
