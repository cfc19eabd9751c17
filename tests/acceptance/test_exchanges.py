"""Exchanges for goods of another price: one chain of what comes in, what goes out, and the money (rules CARE-1, CARE-2)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.acceptance.people.approvals_scene import Office
from tests.acceptance.test_aftersales import CASES, becomes, comes_back, sent
from tests.acceptance.world import Order, World
from tests.load.order_bodies import money


@pytest.fixture(scope="module")
def desk(world: World) -> Office:
    """A clerk who opens and decides cases, and handles no money."""
    office = Office(world)
    office.hire("clerk", "orders.orders.read", "orders.cases.read", "orders.cases.open", "orders.cases.decide")
    return office


def exchanged(world: World, desk: Office, order: Order, sku: str, **more: Any) -> dict[str, Any]:
    """A case that changes the order's first line for another SKU."""
    line: dict[str, Any] = {"line_no": 1, "quantity": 1, "send_sku": sku}
    if "amount" in more:
        line["amount"] = money(Decimal(more.pop("amount")))
    body = {"order_id": order["id"], "kind": "exchange", "reason_code": "size_or_colour", "lines": [line], "agree": True, **more}
    answer = desk.clerk.person.ask("POST", CASES, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def out_of(chain: dict[str, Any]) -> Order:
    return {"id": chain["replacement"]["order_id"], "number": chain["replacement"]["number"]}


@pytest.mark.rule("CARE-1", "CARE-2")
def test_an_exchange_for_dearer_goods_waits_for_the_difference(world: World, desk: Office) -> None:
    sku, dearer = world.sku(1), world.sku(2)
    order = sent(world, sku, pieces=1, price="199.00", paid="199.00")
    case = exchanged(world, desk, order, dearer, buyer_pays=money(Decimal("40.00")))
    comes_back(world, case, sku, "good")
    waiting = becomes(world, case, "awaiting_payment")
    assert (waiting["replacement"], waiting["difference"]["state"]) == (None, "asked"), "nothing is sent for nothing"
    body = {"paid": money(Decimal("40.00")), "reference": f"ALI-{case['number']}"}
    path = f"{CASES}/{case['id']}/difference-paid"
    assert desk.clerk.person.ask("POST", path, json=body).status_code == 403, "a clerk does not note money that came in"
    less = world.ask("POST", path, json={**body, "paid": money(Decimal("39.99"))})
    assert (less.status_code, less.json()["code"], less.json()["rule"]) == (409, "difference_not_exact", "CARE-2")
    answers = world.at_once([lambda: world.ask("POST", path, json=body)] * 4)
    assert {answer.status_code for answer in answers} == {200}, "the same payment is one payment"
    chain = becomes(world, case, "settling")
    world.send(out_of(chain))
    closed = becomes(world, case, "closed")
    assert (closed["difference"]["state"], closed["money"][1]["left"]["amount"]) == ("paid", "199.00")
    assert world.shops.book.refunded(order["platform_order_no"]) == []


@pytest.mark.rule("CARE-1", "CARE-2")
def test_an_exchange_for_cheaper_goods_pays_the_difference_once_they_left(world: World, desk: Office) -> None:
    sku, cheaper = world.sku(1), world.sku(2)
    order = sent(world, sku, pieces=1, price="199.00", paid="199.00")
    case = exchanged(world, desk, order, cheaper, amount="30.00")
    comes_back(world, case, sku, "good")
    chain = becomes(world, case, "settling")
    assert chain["refund"] is None
    world.send(out_of(chain))
    closed = becomes(world, case, "closed")
    assert (closed["refund"]["state"], closed["refund"]["amount"]["amount"]) == ("told", "30.00")
    assert world.shops.book.refunded(order["platform_order_no"]) == ["pay 30.00"]
    assert closed["money"][1]["left"]["amount"] == "169.00", "what is left is what was paid less what went back"
