"""Workflow 6: returns, exchange and price protection from the clerk to the shelf, with its numbers (rules CARE-1, CARE-2, APR-1)."""

from decimal import Decimal
from time import time
from typing import Any

import pytest

from tests.acceptance.people.approvals_scene import Decider, Office
from tests.acceptance.people.organisation import Organisation
from tests.acceptance.test_goods_come_back import find, receive, waybill
from tests.acceptance.world import Order, World
from tests.load.order_bodies import money

CASES = "/orders/v1/aftersales/cases"


@pytest.fixture(scope="module")
def desk(world: World) -> Office:
    """The director heads the company, the head customer service in it; the clerk works there."""
    office = Office(world)
    for name in ("director", "head"):
        office.hire(name)
    office.hire("clerk", "orders.orders.read", "orders.cases.read", "orders.cases.open", "orders.cases.decide", "orders.claims.handle")
    office.hire("personnel", role="hr")
    company = office.unit("director", "personnel", parent_id=Organisation(world).top()["id"])
    office.unit("head", "clerk", parent_id=company)
    return office


def sent(world: World, sku: str, *, pieces: int, price: str, paid: str) -> Order:
    """An order that has left, of so many pieces, for which so much was paid."""
    goods = Decimal(price) * pieces
    line = {"platform_line_no": "1", "sku": sku, "title": "T", "quantity": pieces, "unit_price": money(Decimal(price))}
    amounts = {"goods_amount": money(goods), "discount_amount": money(goods - Decimal(paid)), "paid_amount": money(Decimal(paid))}
    order = world.allocated(world.shop(), sku=sku, lines=[line], **amounts)
    world.send(order)
    return world.becomes(order["platform_order_no"], status="shipped")


def opened(
    desk: Office, order: Order, kind: str, reason: str, *, amount: str | None = None, pieces: int = 1, line_no: int = 1
) -> dict[str, Any]:  # fmt: skip
    line: dict[str, Any] = {"line_no": line_no, "quantity": pieces}
    if amount is not None:
        line["amount"] = money(Decimal(amount))
    body = {"order_id": order["id"], "kind": kind, "reason_code": reason, "lines": [line], "agree": True}
    answer = desk.clerk.person.ask("POST", CASES, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def becomes(world: World, case: dict[str, Any], state: str) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def is_so() -> bool:
        seen.update(world.call("GET", f"{CASES}/{case['id']}"))
        return seen["state"] == state

    world.eventually(is_so, what=f"case {case['number']} is {state}")
    return seen


def approve(world: World, desk: Office, case: dict[str, Any]) -> Order:
    found: list[Order] = []

    def there() -> bool:
        found[:] = [row for row in desk.head.inbox() if case["number"] in row["title_en"]]
        return bool(found)

    world.eventually(there, what="the superior is asked")
    assert desk.head.decide(found[0], "approve").status_code == 200
    return found[0]


def comes_back(world: World, case: dict[str, Any], sku: str, verdict: str) -> None:
    tracking = waybill()
    world.call("POST", f"{CASES}/{case['id']}/parcel", json={"carrier_code": "SF", "tracking_number": tracking})
    listed = f"/warehouse/v1/expected-returns?q={case['number']}"
    world.eventually(lambda: bool(world.call("GET", listed)["data"]), what="the desk awaits the return")

    def expected() -> bool:
        return case["number"] in receive(world, tracking)["cases"]

    world.eventually(expected, what="the parcel is known by its number")
    parcel = receive(world, tracking)
    find(world, parcel["number"], sku, verdict, "外箱压坏" if verdict == "damaged" else "")
    world.call("POST", f"/warehouse/v1/returns/{parcel['number']}/close", json={"rest": "missing"})


def levels(world: World, sku: str) -> tuple[int, int]:
    """Good and defective pieces."""
    found = world.call("GET", f"/warehouse/v1/stock/{sku}")
    return found["on_hand"], found["defective"]


def claimed(world: World, desk: Office, case: dict[str, Any]) -> dict[str, Any]:
    """The parcel left whole and weighed right: the carrier is proposed, the clerk confirms, head and personnel agree."""
    path = f"{CASES}/{case['id']}/liability"

    signs = {sign["code"] for sign in world.call("GET", path)["signs"]}
    assert signs == {"damaged", "checked", "weight_right"}, "the parcel's check and weight speak for the shop"
    body = {"party": "carrier", "freight": money(Decimal("8.00"))}
    made = desk.clerk.person.ask("POST", path, json=body)
    assert (made.status_code, made.json()["state"]) == (201, "asked"), made.text
    title = f"Damage in case {case['number']}"
    for decider in (desk.head, desk.personnel):
        found: list[Order] = []

        def there(decider: Decider = decider, found: list[Order] = found) -> bool:
            found[:] = [row for row in decider.inbox() if title in row["title_en"]]
            return bool(found)

        assert world.call("GET", path)["claim"]["state"] == "asked", "nothing is claimed before both agree"
        world.eventually(there, what="who decides about damage is asked")
        assert decider.decide(found[0], "approve").status_code == 200
    told: dict[str, Any] = {}

    def is_told() -> bool:
        told.update(world.call("GET", path)["claim"])
        return told["state"] == "told"

    world.eventually(is_told, what="the carrier is told")
    return told


@pytest.mark.rule("CARE-1", "CARE-2", "APR-1")
def test_a_damaged_return_is_approved_inspected_and_paid_once(world: World, desk: Office) -> None:
    sku = world.sku(5)
    order = sent(world, sku, pieces=3, price="100.00", paid="270.00")
    case = opened(desk, order, "return_and_refund", "damaged_on_the_way")
    assert case["state"] == "in_approval", "90.00 is above the clerk's 50.00"
    shown = world.call("GET", f"{CASES}/{case['id']}")
    assert (shown["amount"]["amount"], shown["liable"]) == ("90.00", "carrier")
    approve(world, desk, case)
    becomes(world, case, "awaiting_goods")
    before = levels(world, sku)
    comes_back(world, case, sku, "damaged")
    closed = becomes(world, case, "closed")
    assert (closed["refund"]["state"], closed["refund"]["amount"]["amount"]) == ("told", "90.00")
    assert world.shops.book.refunded(order["platform_order_no"]) == ["pay 90.00"], "its shop is told once"
    assert levels(world, sku) == (before[0], before[1] + 1), "defective +1, good ±0"
    paid = {"reference": "ALI-20261122-1", "reason": "once more"}
    refused = world.ask("POST", f"{CASES}/{case['id']}/pay-by-hand", json=paid)
    assert (refused.status_code, refused.json()["code"]) == (409, "case_step_not_allowed")
    money_left = closed["money"][1]
    assert (money_left["refunded"]["amount"], money_left["left"]["amount"]) == ("90.00", "180.00")

    claim = claimed(world, desk, case)
    assert (claim["amount"]["amount"], claim["party"], claim["proposed"]) == ("98.00", "carrier", "carrier"), "90 for the goods, 8 freight"
    paid_claim = {"reference": "SF-20261122-98", "reason": "月结抵扣"}
    path = f"/orders/v1/aftersales/claims/{claim['id']}"
    assert desk.clerk.person.ask("POST", f"{path}/paid", json=paid_claim).status_code == 409, "not accepted yet"
    assert desk.clerk.person.ask("POST", f"{path}/accept", json={"reason": "承运商认赔"}).status_code == 200
    answers = world.at_once([lambda: desk.clerk.person.ask("POST", f"{path}/paid", json=paid_claim)] * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert world.call("GET", f"{CASES}/{case['id']}/liability")["claim"]["state"] == "paid"

    exchange = opened(desk, order, "exchange", "size_or_colour")
    before = levels(world, sku)
    comes_back(world, exchange, sku, "good")
    chain = becomes(world, exchange, "settling")
    out = {"id": chain["replacement"]["order_id"], "number": chain["replacement"]["number"]}
    world.send(out)
    assert becomes(world, exchange, "closed")["amount"]["amount"] == "0.00"
    assert levels(world, sku) == before, "in +1, out −1"


@pytest.mark.rule("CARE-1")
def test_price_protection_pays_the_difference_without_goods(world: World, desk: Office) -> None:
    order = sent(world, world.sku(1), pieces=1, price="199.00", paid="199.00")
    case = opened(desk, order, "price_protection", "cheaper_now", amount="40.00")
    shown = becomes(world, case, "closed")
    assert (shown["refund"]["amount"]["amount"], shown["parcels"], shown["money"][1]["left"]["amount"]) == ("40.00", [], "159.00")


@pytest.mark.rule("CARE-2")
def test_a_coupon_over_three_pieces_comes_back_to_the_cent_and_never_twice(world: World, desk: Office) -> None:
    order = sent(world, world.sku(3), pieces=3, price="10.00", paid="10.00")
    cases = [opened(desk, order, "refund_only", "lost_on_the_way") for _ in range(3)]
    amounts = [world.call("GET", f"{CASES}/{case['id']}")["amount"]["amount"] for case in cases]
    assert amounts == ["3.34", "3.33", "3.33"]
    body = {
        "order_id": order["id"],
        "kind": "refund_only",
        "reason_code": "quality",
        "lines": [{"line_no": 1, "quantity": 1}],
        "agree": True,
    }
    refused = world.at_once([lambda: world.ask("POST", CASES, json=body)] * 10)
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(409, "pieces_in_cases")}


@pytest.mark.rule("CARE-1", "ORD-5")
def test_what_is_refunded_before_it_left_is_stopped_at_the_warehouse(world: World, desk: Office) -> None:
    sku = world.sku(2)
    order = world.allocated(world.shop(), sku=sku, price="30.00")
    world.pick(world.shipment_of(order))
    case = opened(desk, order, "refund_before_shipping", "not_wanted")
    settled = becomes(world, case, "closed")
    assert (settled["refund"]["amount"]["amount"], settled["order_status"]) == ("30.00", "cancelled")
    assert "*" in settled["receiver_phone"]
    assert world.stock(sku)[1] == 0


@pytest.mark.rule("CARE-2")
def test_what_a_shop_cannot_be_told_is_paid_by_hand_once(world: World, desk: Office) -> None:
    sku = world.sku(1)
    order = world.allocated(world.shop("wechat"), sku=sku, price="30.00")
    world.send(order)
    world.becomes(order["platform_order_no"], status="shipped")
    case = opened(desk, order, "refund_only", "lost_on_the_way")
    world.eventually(
        lambda: world.call("GET", f"{CASES}/{case['id']}")["attention"] == "refund_failed", what="a person hears that the shop cannot pay"
    )
    paid = {"reference": "ALI-20261122-1", "reason": "WeChat cannot be told"}
    answers = world.at_once([lambda: world.ask("POST", f"{CASES}/{case['id']}/pay-by-hand", json=paid)] * 5)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert world.call("GET", f"{CASES}/{case['id']}")["state"] == "closed"


@pytest.mark.rule("CARE-1", "CARE-2")
def test_a_buyer_asks_through_the_mall_and_reads_how_it_stands(world: World, desk: Office) -> None:
    """Pain 12: reasons, limits and states by the buyers' own API; the same request is one case, other shops' orders are not there."""
    order = sent(world, world.sku(1), pieces=1, price="40.00", paid="40.00")
    mall = world.person("orders.buyers_requests.send", shops=[order["shop_id"]])
    where = f"shop_id={order['shop_id']}&platform_order_no={order['platform_order_no']}"
    requests = "/orders/v1/aftersales/requests"
    options = mall.ask("GET", f"{requests}/options?{where}").json()
    reasons = {kind["kind"]: [one["code"] for one in kind["reasons"]] for kind in options["kinds"]}
    assert "quality" in reasons["return_and_refund"]
    body = {
        "shop_id": order["shop_id"], "platform_order_no": order["platform_order_no"], "request_no": f"M-{order['platform_order_no']}",
        "kind": "return_and_refund", "reason_code": "quality", "lines": [{"platform_line_no": "1", "quantity": 1}],
    }  # fmt: skip
    answers = world.at_once([lambda: mall.ask("POST", requests, json=body)] * 4)
    assert {answer.status_code for answer in answers} == {201}, answers[0].text
    [case_id] = {answer.json()["id"] for answer in answers}
    assert desk.clerk.person.ask("POST", f"{CASES}/agree", json={"ids": [case_id]}).json()["done"] == 1
    asked = mall.ask("GET", f"{requests}/{case_id}").json()
    assert (asked["state"], asked["may_tell_parcel"], asked["amount"]["amount"]) == ("awaiting_goods", True, "40.00")
    world.eventually(
        lambda: world.shops.book.refunded(order["platform_order_no"]) == ["agreed 0.00"], what="the mall hears that it is agreed"
    )
    other = world.person("orders.buyers_requests.send", shops=[world.shop()])
    assert other.ask("GET", f"{requests}/{case_id}").status_code == 404
    assert other.ask("POST", requests, json=body).status_code == 404


@pytest.mark.rule("CARE-1", "CARE-2")
def test_what_a_buyer_asks_at_a_platform_becomes_a_case_and_what_cannot_is_seen(world: World, desk: Office) -> None:
    """A refund document in the platform's own words and units, as its pull or push brings it."""
    shop = world.shop("pinduoduo")
    sku = world.sku(1)
    order = world.allocated(shop, sku=sku, price="35.00")
    world.send(order)
    world.becomes(order["platform_order_no"], status="shipped")
    told = {
        "id": 700001, "order_sn": order["platform_order_no"], "after_sales_type": 2, "after_sales_status": 2, "refund_amount": "35",
        "tracking_number": "", "after_sale_reason": "质量问题", "updated_time": str(int(time()) - 60),
    }  # fmt: skip
    unknown = {**told, "id": 700002, "order_sn": "000000-none"}
    page = {"refund_increment_get_response": {"refund_list": [told, unknown], "total_count": 2}}
    for _ in range(2):
        answer = world.ask("POST", f"/channels/v1/shops/{shop}/platform-orders", json=page)
        assert answer.status_code == 202, answer.text
    cases: list[dict[str, Any]] = []

    def opened_by_platform() -> bool:
        cases[:] = world.call("GET", f"{CASES}?view=all&q={order['number']}")["data"]
        return bool(cases)

    world.eventually(opened_by_platform, what="the request is a case")
    [case] = cases
    assert (case["kind"], case["source"], case["reason_code"], case["amount"]["amount"]) == ("refund_only", "platform", "quality", "35.00")
    stuck: list[dict[str, Any]] = []

    def seen() -> bool:
        listed = world.call("GET", f"/orders/v1/aftersales/platform-requests?shop_id={shop}")["data"]
        stuck[:] = [row for row in listed if row["platform_refund_no"] == "700002"]
        return bool(stuck)

    world.eventually(seen, what="the request without an order is seen")
    assert stuck[0]["problem"] == "order_not_found"
    withdrawn = {**told, "after_sales_status": 11, "updated_time": str(int(time()))}
    world.call("POST", f"/channels/v1/shops/{shop}/platform-orders", json={"refund_list": [withdrawn]})
    becomes(world, case, "withdrawn")
