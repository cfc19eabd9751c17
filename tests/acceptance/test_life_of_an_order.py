"""From the shop to the buyer's door and back to the shop (rules ORD-2, ORD-4)."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.world import Order, World

HOUR = 3600.0


def timeline(world: World, order: Order) -> list[str]:
    """What happened, oldest first."""
    entries = world.call("GET", f"/orders/v1/orders/{order['id']}/timeline?limit=100")["data"]
    return [entry["what"] for entry in reversed(entries)]


def kuaidi100(world: World, tracking: str, *, state: str, words: str, when: datetime) -> dict[str, str]:
    """The form that KuaiDi100 pushes, signed with the salt."""
    data = [{"time": when.strftime("%Y-%m-%d %H:%M:%S"), "ftime": when.strftime("%Y-%m-%d %H:%M:%S"), "context": words}]
    param = json.dumps(
        {"status": "polling", "lastResult": {"nu": tracking, "com": "shunfeng", "ischeck": "0", "state": state, "data": data}}
    )
    return {"param": param, "sign": hashlib.md5((param + world.kuaidi100_salt).encode()).hexdigest().upper()}


def push(world: World, form: dict[str, str]) -> int:
    return world.ask("POST", "/warehouse/v1/carrier-pushes/kuaidi100", data=form, token="").status_code


@pytest.mark.rule("ORD-2", "ORD-4")
def test_an_order_goes_all_the_way_and_its_shop_is_told_once(world: World) -> None:
    shop, sku = world.shop("mall"), world.sku(5)
    order = world.allocated(shop, sku=sku, price="25.00")
    shipment = world.shipment_of(order)
    world.pick(shipment)
    world.becomes(order["platform_order_no"], status="picked")
    world.pack(shipment)
    world.becomes(order["platform_order_no"], status="packed")
    tracking = world.put_waybill(shipment)
    for _ in range(3):
        world.ask("POST", f"/warehouse/v1/shipments/{shipment}/ship")
    shipped = world.becomes(order["platform_order_no"], status="shipped")
    assert (shipped["tracking_number"], shipped["carrier_code"]) == (tracking, "SF")
    assert world.stock(sku) == (4, 0, 4)
    world.eventually(lambda: world.shops.book.told(order["platform_order_no"]) == [tracking], what="the shop is told")
    notices = f"/channels/v1/write-backs?order_number={order['number']}"
    world.eventually(lambda: [row["state"] for row in world.call("GET", notices)["data"]] == ["told"], what="its notice is settled")

    china = datetime.now(UTC) + timedelta(hours=8)
    assert push(world, kuaidi100(world, tracking, state="0", words="快件已发往杭州", when=china)) == 200
    assert push(world, kuaidi100(world, tracking, state="3", words="已签收", when=china + timedelta(minutes=1))) == 200
    world.becomes(order["platform_order_no"], status="delivered")
    # A late word from the road does not bring it back.
    assert push(world, kuaidi100(world, tracking, state="0", words="运输中", when=china - timedelta(hours=1))) == 200
    assert world.order(order["platform_order_no"])["status"] == "delivered"
    world.house.set_clock(8 * 24 * HOUR)
    world.becomes(order["platform_order_no"], status="completed")
    seen = timeline(world, order)
    assert len(seen) >= 6, seen
    assert world.shops.book.told(order["platform_order_no"]) == [tracking]


@pytest.mark.rule("ORD-4")
def test_a_push_that_is_not_signed_changes_nothing(world: World) -> None:
    order = world.allocated(world.shop(), sku=world.sku(1))
    tracking = world.send(order)
    form = kuaidi100(world, tracking, state="3", words="已签收", when=datetime.now(UTC) + timedelta(hours=8))
    assert push(world, {**form, "sign": "0" * 32}) in (401, 403)
    # Were it taken, the order would be delivered as soon as it is shipped.
    assert world.becomes(order["platform_order_no"], status="shipped")["tracking_state"] is None


@pytest.mark.rule("ORD-4")
def test_a_parcel_that_stands_still_raises_an_alert_before_the_buyer_asks(world: World) -> None:
    order = world.allocated(world.shop(), sku=world.sku(1))
    tracking = world.send(order)
    world.becomes(order["platform_order_no"], status="shipped")
    left = datetime.now(UTC) + timedelta(hours=8)
    assert push(world, kuaidi100(world, tracking, state="0", words="快件已发往杭州", when=left)) == 200
    world.becomes(order["platform_order_no"], tracking_state="in_transit")

    def stuck() -> bool:
        rows = world.call("GET", f"/warehouse/v1/parcels?stuck=true&q={tracking}")["data"]
        return [row["tracking_number"] for row in rows] == [tracking]

    assert not stuck()
    world.house.set_clock(49 * HOUR)
    world.eventually(stuck, what="the alert", seconds=90)
    world.eventually(lambda: world.order(order["platform_order_no"])["stuck_since"] is not None, what="the order says so")
    moved = datetime.now(UTC) + timedelta(hours=8 + 49)
    # It moves on and is in transit as before.
    assert push(world, kuaidi100(world, tracking, state="0", words="到达杭州", when=moved)) == 200
    world.eventually(lambda: not stuck(), what="the alert is over")
    world.becomes(order["platform_order_no"], stuck_since=None, tracking_state="in_transit")


@pytest.mark.rule("ORD-4")
def test_a_shop_that_speaks_shopify_is_told_as_well(world: World) -> None:
    shop, sku = world.shop("shopify"), world.sku(2)
    number = f"77{datetime.now(UTC).timestamp():.0f}"
    world.shops.book.expect(number, [("1", 1)])
    order = world.allocated(shop, sku=sku, platform_order_no=number)
    tracking = world.send(order)
    world.eventually(lambda: world.shops.book.told(number) == [tracking], what="Shopify has the fulfilment")


@pytest.mark.rule("ORD-2")
def test_a_held_order_is_shipped_only_after_somebody_said_yes(world: World) -> None:
    shop, sku = world.shop(), world.sku(2)
    order = world.body(shop, sku=sku, buyer_remark="不要敲门")
    world.place(order)
    held = world.becomes(order["platform_order_no"], reservation="reserved")
    assert (held["status"], [hold["code"] for hold in held["holds"]]) == ("placed", ["buyer_remark"])
    assert world.call("GET", f"/warehouse/v1/shipments?q={held['number']}")["data"] == []
    reader = world.person("orders.orders.read")
    assert reader.ask("POST", "/orders/v1/orders/release", json={"ids": [held["id"]]}).status_code == 403
    done = world.call("POST", "/orders/v1/orders/release", json={"ids": [held["id"]]})
    assert (done["done"], done["refused"]) == (1, 0)
    world.becomes(order["platform_order_no"], status="allocated")
    again = world.call("POST", "/orders/v1/orders/release", json={"ids": [held["id"]]})
    assert again["refused"] == 1


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"buyer_remark": "快点"}, "buyer_remark"),
        ({"refund": "asked"}, "refund_asked"),
        ({"state": "do_not_ship"}, "platform_do_not_ship"),
        ({"state": "unknown"}, "unknown_state"),
        ({"state": "awaiting_payment", "paid_at": None}, "awaiting_payment"),
        ({"price": "6000.00"}, "unusual_amount"),
        (
            {
                "receiver": {
                    "name": "王芳",
                    "phone": "",
                    "province": "浙江省",
                    "city": "杭州市",
                    "district": "余杭区",
                    "street": "文一西路 1 号",
                }
            },
            "incomplete_address",
        ),
    ],
)
def test_the_review_holds_with_a_named_reason(world: World, changes: Order, reason: str) -> None:
    order = world.body(world.shop(), sku=world.company.skus[0][0], **changes)
    world.place(order)
    held = world.order(order["platform_order_no"])
    assert reason in [hold["code"] for hold in held["holds"]]
    assert held["status"] == "placed"
    assert (held["policy_rule"], held["policy_version"]) == ("ORD-2", 0)


@pytest.mark.rule("ORD-2")
def test_an_order_is_cancelled_until_it_has_left_and_not_after(world: World) -> None:
    shop, sku = world.shop(), world.sku(3)
    packed, gone = (world.allocated(shop, sku=sku) for _ in range(2))
    shipment = world.shipment_of(packed)
    world.pick(shipment)
    world.pack(shipment)
    world.send(gone)
    world.becomes(gone["platform_order_no"], status="shipped")
    world.call("POST", "/orders/v1/orders/cancel", json={"ids": [packed["id"]], "reason": "buyer asked"})
    world.becomes(packed["platform_order_no"], status="cancelled")
    assert world.call("GET", f"/warehouse/v1/shipments/{shipment}")["shipment"]["state"] == "withdrawn"
    refused = world.call("POST", "/orders/v1/orders/cancel", json={"ids": [gone["id"]], "reason": "too late"}, language="zh-CN")
    assert refused["refused"] == 1
    assert refused["results"][0]["refusal"]["detail"]
    assert world.order(gone["platform_order_no"])["status"] == "shipped"
    assert world.stock(sku) == (2, 0, 2)


@pytest.mark.rule("ORD-2")
def test_holding_an_order_stops_it_on_the_floor(world: World) -> None:
    order = world.allocated(world.shop(), sku=world.sku(1))
    shipment = world.shipment_of(order)
    world.call("POST", "/orders/v1/orders/hold", json={"ids": [order["id"]], "reason": "fraud check"})
    world.eventually(
        lambda: world.call("GET", f"/warehouse/v1/shipments/{shipment}")["shipment"]["state"] == "withdrawn", what="the floor is told"
    )
    held = world.order(order["platform_order_no"])
    assert "manual" in [hold["code"] for hold in held["holds"]]
