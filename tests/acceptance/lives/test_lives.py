"""Whatever shop, clerks and floor do, in whatever order: stock, money and points add up, and every order and case can come to its end.

Steps are done while the messages of earlier ones are still under way; a refusal that comes when nothing is must leave everything as it was.
"""

import os
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.acceptance.lives.company import CASE_ENDS, CASES, OTHER_RECEIVER, RECEIVER, Lives
from tests.acceptance.lives.endings import end_all
from tests.acceptance.people.approvals_scene import Office
from tests.acceptance.people.organisation import Organisation
from tests.acceptance.world import Order, World
from tests.load.order_bodies import money

EXAMPLES = int(os.environ.get("DIANZHANG_LIVES", "4"))
STEPS = 30
KINDS = (
    "refund_before_shipping", "refund_only", "return_and_refund", "exchange", "repair", "resend", "price_protection", "compensation",
)  # fmt: skip
OF_AN_AMOUNT = ("price_protection", "compensation")
AMOUNTS = st.sampled_from(["0.01", "4.00", "19.99", "60.00"])
WHICH = st.integers(0, 11)
NOT_PACKED = ("placed", "reviewed", "allocated", "picked")
T = TypeVar("T")
PIECES = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3)), min_size=1, max_size=2, unique_by=lambda line: line[0])
PRICES = st.sampled_from(["9.99", "10.00", "33.33"])


@pytest.fixture(scope="module")
def desk(world: World) -> Office:
    office = Office(world)
    for name in ("director", "head"):
        office.hire(name)
    office.hire(
        "clerk",
        "orders.orders.read",
        "orders.prices.change",
        "orders.orders.rewrite",
        "orders.cases.read",
        "orders.cases.open",
        "orders.cases.decide",
        "orders.refunds.pay_by_hand",
    )
    company = office.unit("director", parent_id=Organisation(world).top()["id"])
    office.unit("head", "clerk", parent_id=company)
    return office


@pytest.mark.rule("ORD-2", "ORD-3", "CARE-1", "CARE-2")
def test_every_life_adds_up_and_comes_to_an_end(world: World, desk: Office) -> None:
    class InThisHouse(Machine):
        def __init__(self) -> None:
            super().__init__(Lives(world, desk))

    run_state_machine_as_test(
        InThisHouse,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            # The same lives each time, so that nobody's change fails for what another's did; more of them: DIANZHANG_LIVES=200.
            derandomize="DIANZHANG_LIVES" not in os.environ,
            suppress_health_check=list(HealthCheck),
            # A life that fails is told as it was: living it again and again in search of a shorter one takes hours.
            phases=[Phase.generate],
            database=None,
        ),
    )


class Machine(RuleBasedStateMachine):
    """What is drawn never depends on the house, whose messages take their time: an order is drawn as a number among those that fit."""

    def __init__(self, lives: Lives) -> None:
        super().__init__()
        self.lives = lives

    def order(self, which: int, *statuses: str) -> Order:
        there = self.lives.orders()
        return one_of([order for order in there if order["status"] in statuses] or there, which)

    def case(self, which: int) -> Order | None:
        there = self.lives.cases()
        return one_of([case for case in there if case["state"] not in CASE_ENDS] or there, which) if there else None

    # ---- the shop
    @initialize(many=st.lists(PIECES, min_size=2, max_size=4))
    def open_the_shop(self, many: list[list[tuple[int, int]]]) -> None:
        for pieces in many:
            self.buy(pieces, "10.00", "0.01")
        self.lives.settle()

    @rule(pieces=PIECES, price=PRICES, discount=st.sampled_from(["0.00", "0.01", "5.00"]))
    def buy(self, pieces: list[tuple[int, int]], price: str, discount: str) -> None:
        assert self.lives.buy(pieces, price=price, discount=discount).status_code == 201

    @rule(which=WHICH, word=st.sampled_from(["cancelled", "refund_asked", "refunded", "one_more", "moved", "again"]))
    def the_shop_says_anew(self, which: int, word: str) -> None:
        number = one_of(sorted(self.lives.sent), which)
        lines = self.lives.sent[number]["lines"]
        changes: dict[str, dict[str, Any]] = {
            "cancelled": {"state": "cancelled"},
            "refund_asked": {"refund": "asked"},
            "refunded": {"refund": "done"},
            "one_more": {"lines": [{**lines[0], "quantity": lines[0]["quantity"] + 1}, *lines[1:]]},
            "moved": {"receiver": OTHER_RECEIVER},
            "again": {},
        }
        self.lives.says_anew(number, **changes[word])

    # ---- the clerk, with orders
    @rule(which=WHICH, verb=st.sampled_from(["hold", "release", "cancel", "take-apart"]), twice=st.booleans())
    def decide(self, which: int, verb: str, twice: bool) -> None:
        body: Order = {"ids": [self.order(which)["id"]]}
        body |= {"note": "as agreed"} if verb == "release" else {"reason": "as agreed"}
        self.lives.tries("POST", f"/orders/v1/orders/{verb}", json=body, twice=twice)

    @rule(which=WHICH, pieces=st.integers(1, 2))
    def split(self, which: int, pieces: int) -> None:
        body = {"parcels": [{"pieces": [{"line_no": 1, "quantity": pieces}]}], "reason": "by hand"}
        self.lives.tries("POST", f"/orders/v1/orders/{self.order(which, *NOT_PACKED)['id']}/split", json=body)

    @rule(which=st.lists(WHICH, min_size=2, max_size=3))
    def merge(self, which: list[int]) -> None:
        chosen = {self.order(each, *NOT_PACKED)["id"] for each in which}
        if len(chosen) > 1:
            body = {"groups": [{"ids": sorted(chosen)}], "reason": "one buyer"}
            self.lives.tries("POST", "/orders/v1/orders/merge", json=body)

    @rule(which=WHICH, receiver=st.sampled_from([RECEIVER, OTHER_RECEIVER]))
    def readdress(self, which: int, receiver: Order) -> None:
        body = {"ids": [self.order(which, *NOT_PACKED)["id"]], "receiver": receiver, "reason": "moved"}
        self.lives.tries("POST", "/orders/v1/orders/readdress", json=body)

    @rule(which=WHICH, sku=st.integers(0, 1), quantity=st.integers(1, 3))
    def change_items(self, which: int, sku: int, quantity: int) -> None:
        item = {"line_no": 1, "sku": self.lives.skus[sku], "quantity": quantity}
        self.lives.change(self.order(which, *NOT_PACKED), "items", {"items": [item], "reason": "wants the other"})

    @rule(which=WHICH, paid=st.sampled_from(["0.00", "9.50", "29.00", "5000.00"]))
    def change_price(self, which: int, paid: str) -> None:
        self.lives.change(self.order(which, *NOT_PACKED), "price", {"paid": money(Decimal(paid)), "reason": "promised"})

    # ---- the floor
    @rule(which=WHICH, steps=st.integers(1, 3))
    def work_on_the_floor(self, which: int, steps: int) -> None:
        there = self.lives.shipments("waiting", "picked", "packed")
        if there:
            for _ in range(steps):
                self.lives.push_parcel(one_of(there, which))

    @rule()
    def wait_until_quiet(self) -> None:
        if not self.lives.quiet:
            self.lives.settle()
            assert self.lives.wrong() == []

    # ---- after-sales
    @rule(
        which=WHICH, kind=st.sampled_from(KINDS), agree=st.booleans(), pieces=st.integers(1, 2), amount=AMOUNTS, twice=st.booleans(),
        whole=st.booleans(),
    )  # fmt: skip
    def open_a_case(self, which: int, kind: str, agree: bool, pieces: int, amount: str, twice: bool, whole: bool) -> None:
        stopped = kind == "refund_before_shipping"
        order = self.order(which, *(NOT_PACKED if stopped else ("shipped", "delivered")))
        body: Order = {"order_id": order["id"], "kind": kind, "reason_code": "other", "agree": agree}
        if not (stopped and whole):
            body["lines"] = [{"line_no": 1, "quantity": pieces} | ({"amount": money(Decimal(amount))} if kind in OF_AN_AMOUNT else {})]
        self.lives.clerk_tries("POST", CASES, json=body, twice=twice)

    @rule(which=WHICH, verb=st.sampled_from(["agree", "refuse", "withdraw", "pay", "send"]), twice=st.booleans())
    def handle_a_case(self, which: int, verb: str, twice: bool) -> None:
        case = self.case(which)
        if case is None:
            return
        if verb in ("agree", "refuse"):
            body: Order = {"ids": [case["id"]]} | ({"comment": "as agreed"} if verb == "agree" else {"reason": "no"})
            self.lives.clerk_tries("POST", f"{CASES}/{verb}", json=body, twice=twice)
        else:
            self.lives.clerk_tries("POST", f"{CASES}/{case['id']}/{verb}", json={"reason": "as agreed"}, twice=twice)

    @rule(which=WHICH, verdict=st.sampled_from(["good", "damaged", "wrong"]))
    def goods_come_back(self, which: int, verdict: str) -> None:
        case = self.case(which)
        if case is not None:
            self.lives.comes_back(case, verdict)

    @rule(decision=st.sampled_from(["approve", "reject"]))
    def the_head_decides(self, decision: str) -> None:
        self.lives.head_decides(decision)

    def teardown(self) -> None:
        self.lives.settle()
        assert self.lives.wrong() == []
        assert end_all(self.lives) == [], "a dead end"
        assert self.lives.wrong() == []
        assert self.lives.wrong_points() == []


def one_of(there: Sequence[T], which: int) -> T:
    return there[which % len(there)]
