"""Brushing, credit, appeal; honest numbers: workflow 11 with its exact figures (rules ORD-6, CHN-9)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.fake_order_scene import DESK, RING, bought, hand_in, heavy_sku, observe, orders_with_a_ring, ring_shows_itself
from tests.acceptance.test_customer_care import delivered
from tests.acceptance.world import Order, Person, World
from tests.load.order_bodies import money

DAY = 24 * 3600.0
DESK_PERMISSIONS = (
    "orders.suspicions.read",
    "orders.suspicions.decide",
    "orders.fake_order_cases.read",
    "orders.fake_order_appeals.decide",
    "orders.credit.read",
    "orders.orders.read",
)


def figures(world: World, person: Person, shop: str) -> tuple[Decimal, Decimal]:
    """What the days say of the shop: sales, and what is left out beside it."""
    days = person.ask("GET", "/orders/v1/figures/daily?days=60").json()["data"]
    return sum_of(day["sales"] for day in days), sum_of(day["left_out"]["sales"] for day in days)


def sum_of(sales: Any) -> Decimal:
    return sum((Decimal(one["amount"]) for several in sales for one in several), Decimal(0))


def suspected(world: World, person: Person) -> list[Order]:
    return person.ask("GET", f"{DESK}/suspicions?limit=100").json()["data"]


def decide(person: Person, verb: str, orders: list[Order], **body: Any) -> None:
    answer = person.ask("POST", f"{DESK}/suspicions/{verb}", json={"ids": [order["id"] for order in orders], "reason": "已核实", **body})
    assert (answer.status_code, answer.json()["refused"]) == (200, 0), answer.text


def credit(person: Person, shop: str) -> tuple[int, str]:
    [row] = [row for row in person.ask("GET", f"{DESK}/credits?party=shop").json()["data"] if row["shop_id"] == shop]
    return row["points"], row["standing"]


def plant_small_ring(world: World, person: Person, shop: str, sku: str, *, payer: str) -> list[Order]:
    """Three buyers who share payer and device: held before anything leaves."""
    orders = [
        bought(world, shop, sku, price="50.00", when=datetime.now(UTC) - timedelta(minutes=15), payer=payer, device=f"{payer}-phone")
        for _ in range(3)
    ]
    hand_in(world, orders)
    numbers = {order["platform_order_no"] for order in orders}
    world.eventually(lambda: numbers <= {row["platform_order_no"] for row in suspected(world, person)}, what="the ring is found")
    return [row for row in suspected(world, person) if row["platform_order_no"] in numbers]


def expect_the_ring_flagged(world: World, desk: Person, ring: list[Order], neighbours: list[Order]) -> tuple[list[Order], list[Order]]:
    """All eight with every signal, and nobody else but the two neighbours: the suspicions of the ring, those of the neighbours."""
    planted = {order["platform_order_no"] for order in ring}
    world.eventually(lambda: sum(row["score"] == 150 for row in suspected(world, desk)) == RING, what="all eight are flagged")
    flagged = suspected(world, desk)
    assert planted <= {row["platform_order_no"] for row in flagged}
    assert len(flagged) <= RING + 2
    eight = [row for row in flagged if row["platform_order_no"] in planted]
    others = [row for row in flagged if row["platform_order_no"] not in planted]
    assert {signal["signal"] for row in eight for signal in row["signals"]} == {
        "shared_payer",
        "shared_address",
        "light_parcel",
        "instant_praise",
        "no_browsing",
    }
    assert all(signal["zh"] and signal["en"] and signal["facts"] for row in flagged for signal in row["signals"])
    assert {row["id"] for row in others} == {world.order(order["platform_order_no"])["id"] for order in neighbours}
    [found] = desk.ask("GET", f"{DESK}/rings").json()["data"]
    assert (found["orders"], found["amounts"]) == (10, [money(Decimal("1760.00"))])
    return eight, others


def expect_held_for_the_desk(world: World, order: Order) -> None:
    """What has not left waits: nobody but the desk can let it go."""
    held = world.order(order["platform_order_no"])
    assert "suspected_fake" in [hold["code"] for hold in held["holds"]]
    refused = world.call("POST", "/orders/v1/orders/release", json={"ids": [held["id"]], "note": ""})
    assert refused["results"][0]["refusal"]["rule"] == "ORD-6"


def expect_fined_then_restricted(world: World, desk: Person, shop: str, sku: str) -> Order:
    """Two more cases: a fine, then restricted trade; the order that was placed then."""
    for payer, standing in (("second", (60, "fined")), ("third", (40, "restricted"))):
        decide(desk, "confirm", plant_small_ring(world, desk, shop, sku, payer=payer), cancel=True)
        assert credit(desk, shop) == standing
    late = world.body(shop, sku=sku)
    world.place(late)
    restricted = world.order(late["platform_order_no"])
    assert [hold["code"] for hold in restricted["holds"]] == ["shop_restricted"]
    return late


def appeal_upheld(desk: Person, judge: Person, seller: Person, case_id: str) -> None:
    """The seller appeals in time; neither who confirmed nor the seller decides."""
    appeal = {"text": "真实客户，空包为仓库误发", "evidence": ["合同 HT-2026-11", "聊天记录.png"]}
    assert seller.ask("POST", f"{DESK}/cases/{case_id}/appeal", json=appeal).status_code == 204
    seen = seller.ask("GET", f"{DESK}/cases/{case_id}").json()["case"]
    version = {"If-Match": f'"{seen["version"]}"'}
    verdict = {"uphold": True, "comment": "证据属实"}
    own = desk.ask("POST", f"{DESK}/cases/{case_id}/appeal/decide", json=verdict, headers=version)
    assert (own.status_code, own.json()["rule"]) == (403, "ORD-6")
    assert judge.ask("POST", f"{DESK}/cases/{case_id}/appeal/decide", json=verdict, headers=version).status_code == 204


@pytest.mark.rule("ORD-6", "CHN-9")
def test_a_planted_ring_is_found_judged_left_out_and_appealed(world: World) -> None:
    shop, sku = world.shop(), heavy_sku(world, pieces=300)
    desk, judge = (world.person(*DESK_PERMISSIONS, "orders.figures.read", shops=[shop]) for _ in range(2))
    seller = world.person("orders.fake_order_cases.read", "orders.fake_order_appeals.lodge", shops=[shop])
    ring, neighbours = orders_with_a_ring(world, shop, sku, now=datetime.now(UTC))
    assert figures(world, desk, shop) == (Decimal("20000.00"), Decimal(0))
    ring_shows_itself(world, ring, neighbours)
    eight, others = expect_the_ring_flagged(world, desk, ring, neighbours)
    expect_held_for_the_desk(world, neighbours[0])

    # A person confirms 8 and clears 2: found 8 of 8, right in 8 of 10.
    assert desk.ask("POST", f"{DESK}/suspicions/confirm", json={"ids": [eight[0]["id"]], "reason": " "}).status_code == 422
    decide(desk, "confirm", eight)
    decide(desk, "clear", others)
    world.becomes(neighbours[0]["platform_order_no"], status="allocated")
    assert figures(world, desk, shop) == (Decimal("18400.00"), Decimal("1600.00"))
    [case] = seller.ask("GET", f"{DESK}/cases").json()["data"]
    assert (case["orders"], case["amount"]) == (8, money(Decimal("1600.00")))
    assert credit(desk, shop) == (80, "warned")

    late = expect_fined_then_restricted(world, desk, shop, sku)
    appeal_upheld(desk, judge, seller, case["id"])
    assert credit(judge, shop) == (60, "fined")
    sales, left_out = figures(world, desk, shop)
    assert (sales - Decimal(late["paid_amount"]["amount"]), left_out) == (Decimal("20000.00"), Decimal(0))
    entries = judge.ask("GET", f"{DESK}/credit-entries?party=shop&shop_id={shop}").json()["data"]
    assert [entry["what"] for entry in entries] == ["appeal_upheld", "case", "case", "case"]
    assert sum(entry["subject_id"] == case["id"] for entry in entries) == 2


@pytest.mark.rule("ORD-6")
def test_an_appeal_after_its_days_is_refused(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    desk = world.person(*DESK_PERMISSIONS, shops=[shop])
    decide(desk, "confirm", plant_small_ring(world, desk, shop, sku, payer="late"))
    seller = world.person("orders.fake_order_cases.read", "orders.fake_order_appeals.lodge", shops=[shop])
    [case] = seller.ask("GET", f"{DESK}/cases").json()["data"]
    world.house.set_clock(5 * DAY + 60)
    late = world.person("orders.fake_order_appeals.lodge", shops=[shop])
    answer = late.ask("POST", f"{DESK}/cases/{case['id']}/appeal", json={"text": "真实客户", "evidence": ["合同"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "appeal_too_late")


@pytest.mark.rule("CHN-9")
def test_three_malicious_refunds_put_a_buyers_orders_before_a_person(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    clerk = world.person("orders.malicious_refunds.note", shops=[shop])
    for number in range(3):
        order = world.allocated(shop, sku=sku, buyer_id="bad-faith")
        noted = clerk.ask("POST", f"{DESK}/malicious-refunds", json={"order_id": order["id"], "reason": "签收后谎称空包"})
        assert (noted.status_code, noted.json()["cases"]) == (201, number + 1)
    next_one, somebody = world.body(shop, sku=sku, buyer_id="bad-faith"), world.body(shop, sku=sku)
    for order in (next_one, somebody):
        world.place(order)
    assert [hold["code"] for hold in world.order(next_one["platform_order_no"])["holds"]] == ["buyer_distrusted"]
    assert world.order(somebody["platform_order_no"])["holds"] == []
    # Ratings are not for everybody.
    assert clerk.ask("GET", f"{DESK}/credits?party=buyer").status_code == 403
    [rating] = world.person("orders.credit.read", shops=[shop]).ask("GET", f"{DESK}/credits?party=buyer").json()["data"]
    assert (rating["buyer_id"], rating["standing"]) == ("bad-faith", "restricted")


@pytest.mark.rule("ORD-6")
def test_what_is_sent_for_a_suspected_order_is_held_and_let_go_with_it(world: World) -> None:
    shop, sku = world.shop(), world.sku(50)
    desk = world.person(*DESK_PERMISSIONS, shops=[shop])
    orders = [
        bought(world, shop, sku, price="50.00", when=datetime.now(UTC), quantity=2, payer="split", device="one-phone") for _ in range(3)
    ]
    hand_in(world, orders[:1])
    origin = world.becomes(orders[0]["platform_order_no"], status="allocated")
    one_piece = {"parcels": [{"pieces": [{"line_no": 1, "quantity": 1}]}]}
    world.call("POST", f"/orders/v1/orders/{origin['id']}/split", json=one_piece)
    world.becomes(orders[0]["platform_order_no"], status="split")
    hand_in(world, orders[1:])

    def holds() -> list[list[str]]:
        parts = world.order(orders[0]["platform_order_no"])["related"]
        return [[hold["code"] for hold in world.call("GET", f"/orders/v1/orders/{part['id']}")["holds"]] for part in parts]

    world.eventually(lambda: holds() == [["suspected_fake"]] * 2, what="both parcels are held")
    decide(desk, "clear", [row for row in suspected(world, desk) if row["platform_order_no"] == orders[0]["platform_order_no"]])
    assert holds() == [[], []]


@pytest.mark.rule("ORD-6", "SYS-6")
def test_a_draft_of_the_policy_tells_what_it_would_change_and_changes_nothing(world: World) -> None:
    shop, sku = world.shop(), world.sku(50)
    desk = world.person(*DESK_PERMISSIONS, "orders.policies.read", "orders.policies.publish", shops=[shop])
    planted = plant_small_ring(world, desk, shop, sku, payer="replayed")
    shipped = desk.ask("GET", f"{DESK}/policies").json()["data"][-1]["parameters"]

    def replayed(parameters: Any) -> Any:
        span = {"first": (datetime.now(UTC) - timedelta(days=1)).isoformat(), "until": datetime.now(UTC).isoformat()}
        asked = desk.ask("POST", f"{DESK}/replays", json={"parameters": parameters, **span})
        assert asked.status_code == 202, asked.text
        path = f"{DESK}/replays/{asked.json()['id']}"
        world.eventually(lambda: desk.ask("GET", path).json()["ended_at"] is not None, what="the replay has ended")
        return path

    same = replayed(shipped)
    kept = desk.ask("GET", f"{same}/orders?change=kept").json()["data"]
    assert {(row["id"], row["score"]) for row in kept} == {(row["id"], row["score"]) for row in planted}
    blind = replayed(shipped | {"shared_payer": shipped["shared_payer"] | {"weight": 0}})
    [removed] = desk.ask("GET", blind).json()["sums"]
    assert (removed["change"], removed["orders"], removed["amounts"]) == ("removed", 3, [money(Decimal("150.00"))])
    assert len(suspected(world, desk)) == 3


@pytest.mark.rule("ORD-6")
def test_the_same_praise_at_once_from_several_buyers_is_suspected_and_explained(world: World) -> None:
    shop, desk = world.shop(), world.person(*DESK_PERMISSIONS)
    words = f"东西很好，下次还来 {uuid4().hex[:6]}"
    orders: list[Order] = []
    for number in range(4):
        order = delivered(world, shop, buyer_id=f"b{uuid4().hex[:10]}")
        # The fourth looked around before and says it in other words.
        observe(world, [order], browsed_seconds=0 if number < 3 else 300)
        praise = {"shop_id": shop, "platform_review_no": order["platform_order_no"], "platform_order_no": order["platform_order_no"],
            "stars": 5, "text": words if number < 3 else "颜色比图片深一点，孩子喜欢", "written_at": datetime.now(UTC).isoformat()}  # fmt: skip
        world.call("POST", "/orders/v1/care/reviews", json={"reviews": [praise]})
        orders.append(order)
    wanted = {order["platform_order_no"] for order in orders[:3]}

    def found() -> list[Order]:
        return [row for row in suspected(world, desk) if row["shop_id"] == shop]

    world.eventually(lambda: {row["platform_order_no"] for row in found()} == wanted, what="the three are suspected")
    for row in found():
        spoken = {signal["signal"]: signal for signal in row["signals"]}
        assert {"same_praise", "instant_praise", "no_browsing"} <= set(spoken)
        assert (spoken["same_praise"]["zh"], spoken["same_praise"]["facts"]) == ("相同好评", {"orders": 3, "buyers": 3})
        assert row["score"] >= 60


@pytest.mark.rule("ORD-6")
def test_who_entered_orders_does_not_decide_about_them_and_a_namesake_does(world: World) -> None:
    shop, sku = world.shop(), world.sku(100)
    typist = world.person("orders.orders.place", "orders.orders.read", *DESK_PERMISSIONS, called="王芳")
    namesake = world.person(*DESK_PERMISSIONS, called="王芳")
    when = datetime.now(UTC) - timedelta(minutes=15)
    orders = [bought(world, shop, sku, price="50.00", when=when, payer=f"payer-{shop}", device=f"device-{shop}") for _ in range(3)]
    handed_in = typist.ask("POST", "/orders/v1/orders/batch", json={"orders": orders})
    assert handed_in.json()["made"] == 3, handed_in.text
    numbers = {order["platform_order_no"] for order in orders}
    world.eventually(lambda: numbers <= {row["platform_order_no"] for row in suspected(world, typist)}, what="the ring is found")
    ring = [row for row in suspected(world, typist) if row["platform_order_no"] in numbers]
    for verb in ("confirm", "clear"):
        body = {"ids": [row["id"] for row in ring], "reason": "已核实"}
        refused = typist.ask("POST", f"{DESK}/suspicions/{verb}", json=body).json()["results"]
        assert [(one["refusal"]["code"], one["refusal"]["rule"]) for one in refused] == [("own_order", "ORD-6")] * 3
    decide(namesake, "clear", ring)
