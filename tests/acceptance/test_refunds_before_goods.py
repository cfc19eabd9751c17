"""Money that goes back before goods do: for a part of an order that has not left, and to who is trusted (rules CARE-1, CARE-2, CARE-4)."""

from decimal import Decimal
from time import strftime
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.people.approvals_scene import Office
from tests.acceptance.people.organisation import Organisation
from tests.acceptance.test_aftersales import CASES, becomes, comes_back, opened
from tests.acceptance.test_goods_come_back import waybill
from tests.acceptance.world import Order, World
from tests.load.order_bodies import money


@pytest.fixture(scope="module")
def desk(world: World) -> Office:
    """A clerk whose superior is the head; what the clerk agrees to here is within the clerk's own limit."""
    office = Office(world)
    for name in ("director", "head"):
        office.hire(name)
    office.hire("clerk", "orders.orders.read", "orders.cases.read", "orders.cases.open", "orders.cases.decide")
    company = office.unit("director", parent_id=Organisation(world).top()["id"])
    office.unit("head", "clerk", parent_id=company)
    return office


def ten_over_three(world: World, shop: str, skus: list[str]) -> dict[str, Any]:
    """Three lines of one piece for which 10.00 was paid, and a freight of 8.00."""
    lines = [
        {"platform_line_no": str(place), "sku": sku, "title": f"T{place}", "quantity": 1, "unit_price": money(Decimal("10.00"))}
        for place, sku in enumerate(skus, start=1)
    ]
    amounts = {"goods_amount": "30.00", "discount_amount": "20.00", "freight_amount": "8.00", "paid_amount": "18.00"}
    return world.body(shop, sku=skus[0], lines=lines, **{name: money(Decimal(amount)) for name, amount in amounts.items()})


def placed(world: World, shop: str) -> tuple[Order, list[str]]:
    skus = [world.sku(2) for _ in range(3)]
    body = ten_over_three(world, shop, skus)
    assert world.place(body).status_code == 201
    return world.becomes(body["platform_order_no"], status="allocated"), skus


def part(order: Order, line_no: int, *, agree: bool = True) -> dict[str, Any]:
    line = {"line_no": line_no, "quantity": 1}
    return {"order_id": order["id"], "kind": "refund_before_shipping", "reason_code": "not_wanted", "lines": [line], "agree": agree}


@pytest.mark.rule("CARE-1", "CARE-2")
def test_pieces_leave_an_order_at_what_was_paid_for_them_and_the_rest_is_sent(world: World, desk: Office) -> None:
    order, skus = placed(world, world.shop())
    world.pick(world.shipment_of(order))
    answers = world.at_once([lambda: desk.clerk.person.ask("POST", CASES, json=part(order, 1))] * 6)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5, [answer.text for answer in answers]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"pieces_in_cases"}
    [case] = [answer.json() for answer in answers if answer.status_code == 201]
    closed = becomes(world, case, "closed")
    assert (closed["refund"]["amount"]["amount"], closed["freight"]["amount"]) == ("3.34", "0.00")
    assert world.shops.book.refunded(order["platform_order_no"]) == ["pay 3.34"]
    rest = world.becomes(order["platform_order_no"], status="allocated")
    assert [line["refund"] for line in rest["lines"]] == ["done", "none", "none"]
    lines = world.call("GET", f"/warehouse/v1/shipments/{world.shipment_of(rest)}")["lines"]
    assert sorted((line["sku"], line["quantity"]) for line in lines) == sorted((sku, 1) for sku in skus[1:])
    assert [world.stock(sku)[:2] for sku in skus] == [(2, 0), (2, 1), (2, 1)], "the piece is free again"
    world.send(rest)
    world.becomes(order["platform_order_no"], status="shipped")
    back = opened(desk, order, "refund_only", "lost_on_the_way", line_no=2)
    assert becomes(world, back, "closed")["refund"]["amount"]["amount"] == "3.33"
    last = opened(desk, order, "refund_only", "lost_on_the_way", line_no=3)
    assert becomes(world, last, "closed")["refund"]["amount"]["amount"] == "11.33", "and with the last piece the freight"
    assert world.shops.book.refunded(order["platform_order_no"]) == ["pay 3.34", "pay 3.33", "pay 11.33"]


@pytest.mark.rule("CARE-1")
def test_a_part_of_a_packed_order_is_decided_again(world: World, desk: Office) -> None:
    order, _ = placed(world, world.shop())
    shipment = world.shipment_of(order)
    world.pick(shipment)
    world.pack(shipment)
    world.becomes(order["platform_order_no"], status="packed")
    case = desk.clerk.person.ask("POST", CASES, json=part(order, 1, agree=False)).json()
    [result] = desk.clerk.person.ask("POST", f"{CASES}/agree", json={"ids": [case["id"]]}).json()["results"]
    assert (result["state"], result["refusal"]["code"], result["refusal"]["rule"]) == ("opened", "order_is_packed", "ORD-2")
    world.put_waybill(shipment)
    world.call("POST", f"/warehouse/v1/shipments/{shipment}/ship")
    world.becomes(order["platform_order_no"], status="shipped")
    for state, kind in (("opened", "return_and_refund"), ("awaiting_goods", "return_and_refund")):
        assert desk.clerk.person.ask("POST", f"{CASES}/agree", json={"ids": [case["id"]]}).json()["done"] == 1
        shown = world.call("GET", f"{CASES}/{case['id']}")
        assert (shown["state"], shown["kind"], shown["refund"]) == (state, kind, None)


@pytest.mark.rule("CARE-1", "CARE-2")
def test_a_platform_refund_of_one_line_before_it_left_takes_that_line_out(world: World, desk: Office) -> None:
    taobao = world.shop("taobao")
    order, skus = placed(world, taobao)
    told = {
        "refund_id": str(uuid4().int)[:15], "tid": order["platform_order_no"], "oid": "2", "num": 1, "refund_fee": "3.33",
        "status": "WAIT_SELLER_AGREE", "has_good_return": False, "reason": "不想要了", "created": strftime("%Y-%m-%d %H:%M:%S"),
        "modified": strftime("%Y-%m-%d %H:%M:%S"),
    }  # fmt: skip
    for _ in range(2):
        answer = world.ask("POST", f"/channels/v1/shops/{taobao}/platform-orders", json={"refund_get_response": {"refund": told}})
        assert answer.status_code == 202, answer.text
    cases: list[dict[str, Any]] = []

    def is_there() -> bool:
        cases[:] = world.call("GET", f"{CASES}?view=all&q={order['number']}")["data"]
        return bool(cases)

    world.eventually(is_there, what="the request is a case")
    [case] = cases
    assert (case["kind"], case["reason_code"], case["amount"]["amount"]) == ("refund_before_shipping", "not_wanted", "3.33")
    assert desk.clerk.person.ask("POST", f"{CASES}/agree", json={"ids": [case["id"]]}).json()["done"] == 1
    world.eventually(lambda: world.call("GET", f"{CASES}/{case['id']}")["refund"] is not None, what="the refund is decided")
    rest = world.becomes(order["platform_order_no"], status="allocated")
    lines = world.call("GET", f"/warehouse/v1/shipments/{world.shipment_of(rest)}")["lines"]
    assert sorted(line["sku"] for line in lines) == sorted([skus[0], skus[2]])


def trusted_buyer(world: World) -> tuple[str, str]:
    """A buyer whom the default policy calls valued, trusted with 50.00, and the shop."""
    shop, buyer = world.shop(), f"b{uuid4().hex[:10]}"
    for price in ("600.00", "600.00"):
        assert world.place(world.body(shop, sku=world.sku(1), price=price, buyer_id=buyer)).status_code == 201
    return buyer, shop


def sent_to(world: World, buyer: str, shop: str, price: str) -> tuple[Order, str]:
    sku = world.sku(1)
    order = world.allocated(shop, sku=sku, price=price, buyer_id=buyer)
    world.send(order)
    return world.becomes(order["platform_order_no"], status="shipped"), sku


def level_of(world: World, buyer: str) -> list[tuple[str, int]]:
    rows = world.call("GET", f"/orders/v1/customers?q={buyer}")["data"]
    return [(row["level"], row["orders"]) for row in rows]


@pytest.mark.rule("CARE-2", "CARE-4")
def test_who_is_trusted_is_refunded_before_the_inspection_once_and_within_the_limit(world: World, desk: Office) -> None:
    buyer, shop = trusted_buyer(world)
    (first, sku), (second, other_sku) = (sent_to(world, buyer, shop, "40.00") for _ in range(2))
    world.eventually(lambda: level_of(world, buyer) == [("valued", 4)], what="the customer is valued")
    ahead, waits = (opened(desk, order, "return_and_refund", "quality") for order in (first, second))
    for case in (ahead, waits):
        told = {"carrier_code": "SF", "tracking_number": waybill()}
        answers = world.at_once([lambda case=case, told=told: world.ask("POST", f"{CASES}/{case['id']}/parcel", json=told)] * 4)
        assert {answer.status_code for answer in answers} == {200}
    world.eventually(lambda: world.shops.book.refunded(first["platform_order_no"]) == ["pay 40.00"], what="the money is back")
    shown = world.call("GET", f"{CASES}/{ahead['id']}")
    assert (shown["state"], shown["refund"]["amount"]["amount"]) == ("awaiting_goods", "40.00")
    assert world.call("GET", f"{CASES}/{waits['id']}")["refund"] is None, "80.00 of 50.00 on goods that nobody has seen"
    for verb, body in (("withdraw", {"reason": "kept"}), ("pay", {"reason": "again"})):
        assert world.ask("POST", f"{CASES}/{ahead['id']}/{verb}", json=body).status_code == 409
    comes_back(world, ahead, sku, "good")
    becomes(world, ahead, "closed")
    comes_back(world, waits, other_sku, "good")
    becomes(world, waits, "closed")
    assert world.shops.book.refunded(first["platform_order_no"]) == ["pay 40.00"], "the inspection pays nothing again"
    assert world.shops.book.refunded(second["platform_order_no"]) == ["pay 40.00"]
