"""Whatever is split, merged, taken apart and given back, in whatever order: every piece and every cent is found exactly once (ADR 0018)."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from orders.domain.effects import Effects
from orders.domain.line import OrderLine
from orders.domain.order import Order
from orders.domain.parcels import parcels_by_hand, sendable
from orders.domain.regrouping import AMOUNTS, Taken, paid_of_lines, regroup
from orders.domain.status import REGROUPED, REGROUPS, OrderKind, OrderStatus, Refund, Reservation
from orders.domain.taking_apart import take_apart

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MONEY = st.decimals(min_value=0, max_value=500, places=2)
LINES = st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), st.integers(1, 7), MONEY, st.none() | MONEY), min_size=1, max_size=4)
GONE = (OrderStatus.CLOSED, OrderStatus.CANCELLED)
numbers = count(1)


def bought(lines: list[tuple[str, int, Decimal, Decimal | None]], *, paid: Decimal, freight: Decimal) -> Order:
    order_id, number = uuid4(), f"SO-{next(numbers)}"
    goods = sum((price * quantity for _, quantity, price, _ in lines), Decimal(0))
    return Order(
        id=order_id, number=number, kind=OrderKind.ORDER, left_out=False, shop_id="shp_1", platform_order_no=number, platform_status="",
        state="ready", status=OrderStatus.REVIEWED, hold_reasons=[], hold_note=None, released_reasons=[], attention_reasons=[],
        reservation=Reservation.RESERVED, attempt=1, short_skus=[], refund=Refund.NONE, currency="CNY", goods_amount=goods,
        discount_amount=max(goods + freight - paid, Decimal(0)), freight_amount=freight, paid_amount=paid, placed_at=NOW, paid_at=NOW,
        buyer_id="b", receiver_sealed="", receiver_name="", receiver_phone="", receiver_country="CN", receiver_province="", receiver_city="",
        receiver_district="", buyer_remark="", seller_remark="", source="api", policy_version=0,
        lines=[
            OrderLine(
                order_id=order_id, line_no=line_no, platform_line_no=str(line_no), merchant_code=sku, sku=sku, platform_sku="", title=sku,
                quantity=quantity, unit_price=price, paid_amount=told, refund=Refund.NONE,
            )
            for line_no, (sku, quantity, price, told) in enumerate(lines, start=1)
        ],
    )  # fmt: skip


class Orders(RuleBasedStateMachine):
    bundle = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.all: dict[UUID, Order] = {}

    @initialize(many=st.lists(st.tuples(LINES, MONEY, st.decimals(min_value=0, max_value=20, places=2)), min_size=1, max_size=4))
    def buy(self, many: list[tuple[list[tuple[str, int, Decimal, Decimal | None]], Decimal, Decimal]]) -> None:
        for lines, paid, freight in many:
            order = bought(lines, paid=paid, freight=freight)
            self.all[order.id] = order

    # ---- what somebody may do

    @property
    def standing(self) -> list[Order]:
        """What is sent: parts and merged orders, and what was never regrouped."""
        return [order for order in self.all.values() if order.status not in (*REGROUPED, *GONE)]

    @property
    def divisible(self) -> list[Order]:
        return [order for order in self.standing if sum(sendable(order).values()) > 1]

    def regroup(self, sources: list[Order], parcels: list[list[Taken]], kind: OrderKind) -> None:
        named = [(uuid4(), f"SO-{next(numbers)}") for _ in parcels]
        effects = Effects()
        for order in regroup(sources, parcels, kind=kind, named=named, now=NOW, by="t", effects=effects):
            self.all[order.id] = order
        assert {reference for each in effects.takes_over.values() for reference in each}.isdisjoint(effects.release)

    @precondition(lambda self: bool(self.divisible))
    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        order = data.draw(st.sampled_from(self.divisible))
        pieces = sendable(order)
        chosen = {line: data.draw(st.integers(0, quantity)) for line, quantity in pieces.items()}
        if 0 < sum(chosen.values()) < sum(pieces.values()):
            parcels = parcels_by_hand(order, [chosen])
            self.regroup([order], [[Taken(order=order, pieces=parcel)] for parcel in parcels], OrderKind.PART)

    @precondition(lambda self: len([order for order in self.standing if sendable(order)]) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        there = [order for order in self.standing if sendable(order)]
        sources = data.draw(st.lists(st.sampled_from(there), min_size=2, max_size=3, unique_by=lambda order: order.id))
        self.regroup(sources, [[Taken(order=order, pieces=sendable(order)) for order in sources]], OrderKind.MERGED)

    @precondition(lambda self: any(order.status in REGROUPED for order in self.all.values()))
    @rule(data=st.data())
    def take_apart(self, data: st.DataObject) -> None:
        first = data.draw(st.sampled_from([order for order in self.all.values() if order.status in REGROUPED]))
        origins, parts = {first.id}, set[UUID]()
        while True:
            parts_now = {part.id for part in self.parts if origins & {line.origin_order_id for line in part.lines}}
            origins_now = {line.origin_order_id for part in parts_now for line in self.all[part].lines if line.origin_order_id} | origins
            if (origins_now, parts_now) == (origins, parts):
                break
            origins, parts = origins_now, parts_now
        take_apart(
            [self.all[one] for one in origins], [self.all[one] for one in parts],
            told_anew=set(), cancelled=set(), reason="t", now=NOW, by="t", effects=Effects(),
        )  # fmt: skip

    @precondition(lambda self: bool(self.unsplit))
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        """A line of an order that stands for itself: its money is the buyer's again, and it is not sent."""
        line = data.draw(st.sampled_from(data.draw(st.sampled_from(self.unsplit)).lines))
        line.refund = Refund.DONE

    @property
    def unsplit(self) -> list[Order]:
        return [order for order in self.standing if order.kind == OrderKind.ORDER]

    @property
    def parts(self) -> list[Order]:
        return [order for order in self.all.values() if order.kind in REGROUPS and order.status not in GONE]

    # ---- what always holds

    @invariant()
    def every_piece_is_sent_once(self) -> None:
        for origin in [order for order in self.all.values() if order.status in REGROUPED]:
            sent: Counter[int | None] = Counter()
            paid: dict[int | None, Decimal] = defaultdict(Decimal)
            for line in [line for part in self.parts for line in part.lines if line.origin_order_id == origin.id]:
                sent[line.origin_line_no] += line.quantity
                paid[line.origin_line_no] += line.paid_amount or Decimal(0)
            assert dict(sent) == {line.line_no: line.quantity for line in origin.lines}
            assert dict(paid) == {line.line_no: amount for line, amount in zip(origin.lines, paid_of_lines(origin), strict=True)}

    @invariant()
    def every_cent_stands_somewhere(self) -> None:
        for name in AMOUNTS:
            whole = sum((getattr(order, name) for order in self.all.values() if order.kind == OrderKind.ORDER), Decimal(0))
            assert sum((getattr(order, name) for order in self.standing), Decimal(0)) == whole

    @invariant()
    def nobody_is_stuck(self) -> None:
        for order in self.standing:
            assert order.pending is None
            assert order.status in (OrderStatus.PLACED, OrderStatus.REVIEWED, OrderStatus.ALLOCATED)


Orders.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestOrders = Orders.TestCase
