"""Gifts of one order: what it deserves, within what is left, and its lines of them (rule ORD-2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from chassis.refusals import Conflict
from orders.domain.draft import Draft
from orders.domain.effects import Effects
from orders.domain.gift_rule import Fit, GiftRule, GrantState, Purchase, fit_of, is_gift
from orders.domain.line import ADDED, OrderLine
from orders.domain.order import Order
from orders.domain.reasons import Hold
from orders.domain.regrouping import hand_stock_on
from orders.domain.status import Refund
from orders.domain.timeline import Happened

LINES_OF_SHOPS = 800
"""Gifts are numbered above it, so that lines that a newer version adds never meet them."""
LIMIT_REACHED, BUYER_LIMIT_REACHED, BUYER_UNKNOWN = "limit_reached", "buyer_limit_reached", "buyer_unknown"
BY_A_PERSON, OUT_OF_STOCK = "by_a_person", "out_of_stock"


class GiftsStillDue(Conflict):
    code = "gifts_still_due"
    rule = "ORD-2"
    zh = "订单 {number} 的赠品尚未确定，请先审核放行，再拆分或合并。"
    en = "The gifts of order {number} are not decided yet: release it first, then split or merge it."


def refuse_gifts_due(orders: Sequence[Order]) -> None:
    """What is split or merged gets no gifts any more. Raises GiftsStillDue."""
    for order in orders:
        if Hold.GIFTS_DUE in order.hold_reasons:
            raise GiftsStillDue(number=order.number)


@dataclass(kw_only=True)
class Left:
    """What may still be given, counted while the rows of `gift_count` are locked: pieces given by rule, and by rule and buyer."""

    given: dict[str, int]
    by_buyer: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def take(self, rule: GiftRule, buyer: str, fit: Fit) -> tuple[int, str]:
        """Pieces, whole gifts only, and why fewer than none are left ("" when there are some)."""
        parameters = rule.parameters
        if parameters.limit_per_buyer is not None and not buyer:
            return 0, BUYER_UNKNOWN
        times = fit.times
        if parameters.limit_total is not None:
            times = min(times, max(parameters.limit_total - self.given.get(rule.code, 0), 0) // parameters.pieces)
        if times == 0:
            return 0, LIMIT_REACHED
        if parameters.limit_per_buyer is not None:
            has = self.by_buyer.get((rule.code, buyer), 0)
            times = min(times, max(parameters.limit_per_buyer - has, 0) // parameters.pieces)
        if times == 0:
            return 0, BUYER_LIMIT_REACHED
        self.add(rule.code, buyer, times * parameters.pieces)
        return times * parameters.pieces, ""

    def add(self, code: str, buyer: str, pieces: int) -> None:
        """Also what comes back, as a negative number."""
        self.given[code] = self.given.get(code, 0) + pieces
        if buyer:
            self.by_buyer[code, buyer] = self.by_buyer.get((code, buyer), 0) + pieces


@dataclass(frozen=True, kw_only=True)
class Gift:
    """`quantity` 0: it fits, but `reason` stands against it."""

    rule: GiftRule
    fit: Fit
    quantity: int
    reason: str

    @property
    def state(self) -> GrantState:
        return GrantState.GIVEN if self.quantity else GrantState.MISSED


def choose(rules: Sequence[GiftRule], purchase: Purchase, *, declined: Collection[str], left: Left) -> list[Gift]:
    """`rules` in the order in which they give. An exclusive rule gives alone: after it none, and it not after another."""
    chosen: list[Gift] = []
    for rule in rules:
        fit = None if rule.code in declined else fit_of(rule, purchase)
        beside_others = any(gift.quantity for gift in chosen)
        if fit is None or (rule.parameters.exclusive and beside_others):
            continue
        quantity, reason = left.take(rule, purchase.buyer_key, fit)
        chosen.append(Gift(rule=rule, fit=fit, quantity=quantity, reason=reason))
        if rule.parameters.exclusive and quantity:
            break
    return chosen


def may_get_gifts(draft: Draft, skus: Sequence[str | None], rules: Sequence[GiftRule]) -> bool:
    """Whether some rule may fit: what is unknown yet counts as fitting. On the hot path: without a rule it costs nothing."""
    if not rules:
        return False
    moment = draft.paid_at or draft.placed_at
    pieces: dict[str | None, int] = {}
    for line, sku in zip(draft.lines, skus, strict=True):
        if line.refund != Refund.DONE:
            pieces[sku] = pieces.get(sku, 0) + line.quantity
    there = [rule for rule in rules if rule.effective_from <= moment and (rule.until is None or moment < rule.until)]
    return any(rule.holds(draft.shop_id, moment) and _may_fit(rule, draft, pieces) for rule in there)


def _may_fit(rule: GiftRule, draft: Draft, pieces: Mapping[str | None, int]) -> bool:
    if None in pieces:
        return True
    if rule.buy_skus and rule.buy_skus.isdisjoint(pieces):
        return False
    parameters = rule.parameters
    if parameters.least_quantity is not None:
        return sum(count for sku, count in pieces.items() if rule.counts(sku)) >= parameters.least_quantity
    return (
        parameters.currency == draft.currency and parameters.least_paid is not None and Decimal(draft.paid_amount) >= parameters.least_paid
    )


def set_gifts(order: Order, gifts: Sequence[Gift], effects: Effects) -> None:
    """Its lines of gifts are these now, and it goes on. The order is not at the warehouse."""
    order.hold_reasons = [reason for reason in order.hold_reasons if reason != Hold.GIFTS_DUE]
    order.released_reasons = sorted({*order.released_reasons, Hold.GIFTS_DUE})
    given = [gift for gift in gifts if gift.quantity]
    before = [line for line in order.lines if is_gift(line)]
    if sorted((line.gift_rule_id, line.sku, line.quantity) for line in before if line.gift_rule_id) == sorted(
        (gift.rule.id, gift.rule.parameters.gift_sku, gift.quantity) for gift in given
    ):
        effects.touched[order.number] = order
        order.go_on(effects)
        return
    bought = [line for line in order.lines if not is_gift(line)]
    first = max([LINES_OF_SHOPS, *(line.line_no for line in bought)]) + 1
    order.lines = [*bought, *(_line(order.id, gift, line_no) for line_no, gift in enumerate(given, start=first))]
    order.line_count, order.piece_count = len(order.lines), sum(line.quantity for line in order.lines)
    effects.happened(
        order,
        Happened.GIFTS_ADDED if given else Happened.GIFTS_TAKEN_BACK,
        before=[f"{line.sku} × {line.quantity}" for line in before],
        after=[f"{gift.rule.parameters.gift_sku} × {gift.quantity}" for gift in given],
        rules=[f"{gift.rule.code} v{gift.rule.version}" for gift in given],
    )
    hand_stock_on([order], [order], effects)


def _line(order_id: UUID, gift: Gift, line_no: int) -> OrderLine:
    sku = gift.rule.parameters.gift_sku
    return OrderLine(
        order_id=order_id, line_no=line_no, platform_line_no=f"{ADDED}{line_no}", merchant_code=sku, sku=sku, platform_sku="",
        title=gift.rule.parameters.name, quantity=gift.quantity, unit=None, confirmed_unit=None, unit_price=Decimal(0),
        paid_amount=Decimal(0), refund=Refund.NONE, origin_order_id=None, origin_line_no=None, gift_rule_id=gift.rule.id,
    )  # fmt: skip
