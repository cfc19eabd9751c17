"""Orders are changed after their review, and priced by customer service (rules ORD-2, APR-1, ORD-1)."""

from decimal import Decimal

import httpx
import pytest

from tests.acceptance.people.approvals_scene import Office
from tests.acceptance.people.organisation import Organisation
from tests.acceptance.world import Order, World
from tests.load.order_bodies import money

ADDRESS = {"name": "李雷", "phone": "13800138001", "province": "江苏省", "city": "南京市", "district": "玄武区", "street": "中山路 1 号"}


def put(world: World, path: str, order: Order, body: Order, *, token: str | None = None) -> httpx.Response:
    """On the order as it is; who finds it changed meanwhile reads it again, as a person does."""
    for _ in range(5):
        version = world.order(order["platform_order_no"])["version"]
        answer = world.ask("PUT", path, json=body, headers={"If-Match": f'"{version}"'}, token=token)
        if answer.status_code != 412:
            break
    return answer


@pytest.mark.rule("ORD-2", "ORD-3")
def test_a_new_address_pulls_the_parcel_back_and_it_goes_on_by_itself(world: World) -> None:
    sku = world.sku(1)
    shop = world.shop()
    order = world.allocated(shop, sku=sku)
    shipment = world.shipment_of(order)
    world.pick(shipment)
    world.becomes(order["platform_order_no"], status="picked")
    # Somebody else waits for the one piece: it stays with this order all the same.
    waiting = world.body(shop, sku=sku)
    world.place(waiting)
    world.becomes(waiting["platform_order_no"], reservation="short")
    done = world.call("POST", "/orders/v1/orders/readdress", json={"ids": [order["id"]], "receiver": ADDRESS, "reason": "moved"})
    assert done["done"] == 1
    moved = world.becomes(order["platform_order_no"], status="allocated", pending=None)
    assert (moved["receiver"]["city"], world.stock(sku)) == ("南京市", (1, 1, 0))
    assert world.order(waiting["platform_order_no"])["reservation"] == "short"
    assert world.call("GET", f"/warehouse/v1/shipments/{shipment}")["shipment"]["state"] == "withdrawn"
    again = world.send(moved)
    assert world.becomes(order["platform_order_no"], status="shipped")["tracking_number"] == again
    late = world.call("POST", "/orders/v1/orders/readdress", json={"ids": [order["id"]], "receiver": ADDRESS, "reason": "again"})
    assert late["results"][0]["refusal"]["code"] == "order_not_open"


@pytest.mark.rule("ORD-2")
def test_other_items_go_out_and_the_shops_newer_word_does_not_undo_them(world: World) -> None:
    first, other = world.sku(1), world.sku(2)
    order = world.allocated(world.shop(), sku=first)
    body = {"items": [{"line_no": 1, "sku": other, "quantity": 2}], "reason": "buyer wants the other"}
    packed = world.allocated(world.shop(), sku=other)
    assert put(world, f"/orders/v1/orders/{order['id']}/items", order, body).status_code == 200
    world.becomes(order["platform_order_no"], reservation="short")
    assert world.stock(first) == (1, 0, 1), "what it no longer needs is free"
    shipment = world.shipment_of(packed)
    world.pick(shipment)
    world.pack(shipment)
    world.becomes(packed["platform_order_no"], status="packed")
    refused = put(world, f"/orders/v1/orders/{packed['id']}/items", packed, body)
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "order_is_packed", "ORD-2")


@pytest.fixture(scope="module")
def desk(world: World) -> Office:
    """The director heads the company, the head customer service in it; the clerk works there."""
    office = Office(world)
    for name in ("director", "head"):
        office.hire(name)
    office.hire("clerk", "orders.orders.read", "orders.prices.change")
    company = office.unit("director", parent_id=Organisation(world).top()["id"])
    office.unit("head", "clerk", parent_id=company)
    return office


def price(desk: Office, world: World, order: Order, amount: str) -> str:
    """What became of the clerk's wish."""
    path = f"/orders/v1/orders/{order['id']}/price"
    body = {"paid": money(Decimal(amount)), "reason": "as promised on the phone"}
    answer = put(world, path, order, body, token=desk.clerk.person.token)
    assert answer.status_code == 200, answer.text
    return answer.json()["state"]


def asked(desk: Office, world: World, order: Order) -> Order:
    """The request as it came to the clerk's superior."""
    found: list[Order] = []

    def there() -> bool:
        found[:] = [row for row in desk.head.inbox() if row["kind"] == "order_price_change" and order["number"] in row["title_en"]]
        return bool(found)

    world.eventually(there, what="the superior is asked")
    return found[0]


@pytest.mark.rule("ORD-2", "APR-1")
def test_a_price_within_the_limit_at_once_and_above_it_by_a_superiors_word(world: World, desk: Office) -> None:
    order = world.allocated(world.shop(), sku=world.sku(2), price="100.00")
    assert price(desk, world, order, "95.00") == "made"
    assert world.order(order["platform_order_no"])["paid"]["amount"] == "95.00"
    assert price(desk, world, order, "60.00") == "asked"
    row = asked(desk, world, order)
    assert world.order(order["platform_order_no"])["paid"]["amount"] == "95.00"
    assert desk.head.decide(row, "approve").status_code == 200
    world.becomes(order["platform_order_no"], paid=money(Decimal("60.00")))
    entries = world.call("GET", f"/orders/v1/orders/{order['id']}/timeline?limit=100")["data"]
    assert [entry["what"] for entry in entries if entry["what"].startswith("price")] == [
        "price_changed",
        "price_change_asked",
        "price_changed",
    ]


@pytest.mark.rule("APR-4", "APR-5")
def test_an_approval_acts_on_nothing_that_left_meanwhile(world: World, desk: Office) -> None:
    order = world.allocated(world.shop(), sku=world.sku(1), price="100.00")
    assert price(desk, world, order, "50.00") == "asked"
    row = asked(desk, world, order)
    world.send(order)
    world.becomes(order["platform_order_no"], status="shipped")
    # Taken back from the superior by itself, or approved too late: either way nothing is made of it.
    desk.head.decide(row, "approve")
    changes = f"/orders/v1/orders/{order['id']}/price-changes"
    world.eventually(lambda: world.call("GET", changes)["data"][0]["state"] in ("late", "voided"), what="it is settled")
    assert world.order(order["platform_order_no"])["paid"]["amount"] == "100.00"


@pytest.mark.rule("ORD-1")
def test_an_order_typed_in_goes_out_like_any_other(world: World) -> None:
    shop, sku = world.shop(), world.sku(3)
    pasted = world.call("POST", "/orders/v1/orders/parse-address", json={"text": "李雷 13800138001 江苏省南京市玄武区中山路1号"})
    assert pasted["missing"] == []
    body = {"shop_id": shop, "receiver": pasted["receiver"], "lines": [{"sku": sku, "quantity": 1, "unit_price": "10.00"}]}
    made = world.call("POST", "/orders/v1/orders/manual", json=body)
    again = world.ask("POST", "/orders/v1/orders/manual", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "looks_like_duplicate")
    world.eventually(lambda: world.call("GET", f"/orders/v1/orders/{made['id']}")["status"] == "allocated", what="it is allocated")
    clerk = world.person("orders.*", shops=["shp_elsewhere"])
    assert clerk.ask("POST", "/orders/v1/orders/manual", json={**body, "even_if_duplicate": True}).status_code == 403
