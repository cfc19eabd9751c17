"""A newer version of an order that exists: what of it we take, and what follows (rules ORD-1, ORD-2)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.domain.draft import Draft
from orders.domain.effects import Effects
from orders.domain.knowledge import Knowledge
from orders.domain.order import Order
from orders.domain.reasons import Hold
from orders.domain.review import Verdict, end_of, find_attention
from orders.domain.rule_checks import Fact
from orders.domain.status import (
    AT_WAREHOUSE,
    ENDED_EARLY,
    OPEN,
    REGROUPED,
    SENT_BY_THE_SHOP,
    DraftState,
    OrderStatus,
    Refund,
)
from orders.domain.timeline import Happened

OURS = frozenset(
    {
        Hold.MANUAL,
        Hold.MANUAL_FINANCE,
        Hold.CHANGED_AFTER_PICKING,
        Hold.CHANGED_HERE_AND_THERE,
        Hold.SUSPECTED_FAKE,
        Hold.AWAITING_BALANCE,
        Hold.NOT_BEFORE_DATE,
    }
)
"""Holds that no version of the shop's can lift."""
LOOK_AT: dict[str, frozenset[Fact]] = {
    Hold.INCOMPLETE_ADDRESS: frozenset({Fact.RECEIVER}),
    Hold.GIFTS_DUE: frozenset({Fact.AMOUNTS, Fact.REFUND, Fact.GOODS}),
    Hold.PRESALE: frozenset({Fact.AMOUNTS, Fact.REFUND, Fact.GOODS}),
}
"""What holds that no policy decides are about."""
DISTRUST = frozenset({Hold.SHOP_RESTRICTED, Hold.BUYER_DISTRUSTED})
"""About who sells or buys, not about the order."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """What the order was before the new version was written into it."""

    goods: Counter[str]
    buyer_remark: str
    seller_remark: str
    amounts: tuple[object, ...]
    refund: tuple[object, ...]
    state: str

    @classmethod
    def of(cls, order: Order) -> "Before":
        return cls(
            goods=goods_of(order),
            buyer_remark=order.buyer_remark,
            seller_remark=order.seller_remark,
            amounts=(order.currency, order.goods_amount, order.paid_amount),
            refund=(order.refund, tuple(line.refund for line in order.lines)),
            state=order.state,
        )


def goods_of(order: Order) -> Counter[str]:
    """Pieces by SKU, or by the shop's own code where we know no SKU."""
    goods: Counter[str] = Counter()
    for line in order.lines:
        if line.to_send:
            goods[line.sku if line.sku is not None else f"?{line.merchant_code}"] += line.quantity
    return goods


def keep_explanations(order: Order, *, draft: Draft, verdict: Verdict, known: Knowledge) -> list[str | None]:
    """What a person has said about a line of this order still holds for the same line of the new version: its SKU, and that its unit is
    pieces. The unit that was confirmed, for each line of `draft`.
    """
    told = {(line.platform_line_no, line.merchant_code): line for line in order.lines}
    confirmed: list[str | None] = []
    for place, line in enumerate(draft.lines):
        old = told.get((line.platform_line_no, line.merchant_code))
        if old is not None and verdict.skus[place] is None:
            verdict.skus[place] = old.sku
        same_unit = old is not None and line.unit is not None and line.unit == old.confirmed_unit
        confirmed.append(line.unit if same_unit else None)
        line.unit = None if same_unit else line.unit
    # Judged anew: with a SKU known, its unit may still not be.
    verdict.attention = find_attention(draft, skus=verdict.skus, known=known)
    return confirmed


def renew(order: Order, *, draft: Draft, verdict: Verdict, before: Before, moved: bool, now: datetime, effects: Effects) -> None:
    """`order` holds the new facts already; `moved` says that its receiver changed."""
    told: dict[str, Any] = {} if verdict.passed is None else {"passed": verdict.passed}
    effects.happened(order, Happened.UPDATED, platform_status=draft.platform_status, modified_at=draft.modified_at.isoformat(), **told)
    if before.refund != Before.of(order).refund:
        effects.refund_told.append(order)
    if order.status in REGROUPED and draft.state != DraftState.FINISHED:
        _tell_parts(order, verdict=verdict, before=before, moved=moved, effects=effects)
        return
    if order.status not in OPEN:
        # The buyer has confirmed at the shop: nothing more to wait for.
        if draft.state == DraftState.FINISHED and order.status not in ENDED_EARLY | {OrderStatus.COMPLETED}:
            order.complete(now=now, effects=effects)
            effects.happened(order, Happened.COMPLETED)
        return
    end = end_of(draft)
    if end is not None and end in ENDED_EARLY:
        order.cancel_reason = draft.platform_status
        order.end_early(end, reason=draft.platform_status, now=now, effects=effects)
    elif end is not None:
        _handled_outside(order, end, draft=draft, now=now, effects=effects)
    else:
        _review_again(order, verdict=verdict, before=before, moved=moved, effects=effects)


def end_of_order(order: Order) -> OrderStatus | None:
    """Cancelled by the shop, or all money given back, as the order stands."""
    bought = [line for line in order.lines if line.gift_rule_id is None]
    if order.refund == Refund.DONE or (bought and all(line.refund == Refund.DONE for line in bought)):
        return OrderStatus.CLOSED
    return OrderStatus.CANCELLED if order.state == DraftState.CANCELLED else None


def _tell_parts(order: Order, *, verdict: Verdict, before: Before, moved: bool, effects: Effects) -> None:
    """It is split or merged: it is judged anew here, and what is sent for it follows after the commit (store/following.py)."""
    now = Before.of(order)
    if now == before and not moved and verdict.attention == order.attention_reasons:
        return
    if order.state in SENT_BY_THE_SHOP:
        # Told by the shop because we told it of the first parcel; or sent by the shop itself, then a person looks.
        verdict.holds = [Hold.PLATFORM_DO_NOT_SHIP]
    order.released_reasons = still_released(order, verdict=verdict, before=before, moved=moved)
    found = [reason for reason in verdict.holds if reason not in order.released_reasons]
    _hold(order, [*(reason for reason in order.hold_reasons if reason in OURS), *found], effects)
    order.attention_reasons = verdict.attention
    order.policy_version = verdict.policy_version
    effects.look_again.append(order)


def _handled_outside(order: Order, end: OrderStatus, *, draft: Draft, now: datetime, effects: Effects) -> None:
    if order.status in AT_WAREHOUSE:
        # It would be sent twice: the warehouse is stopped, and a person looks.
        _hold(order, list(dict.fromkeys([*order.hold_reasons, Hold.PLATFORM_DO_NOT_SHIP])), effects)
        order.stop_for_holds(effects)
        return
    order.give_back_stock(effects)
    order.attention_reasons = []
    order.become(end, effects)
    order.ended_at = now if end == OrderStatus.COMPLETED else None
    effects.happened(order, Happened.HANDLED_OUTSIDE, platform_status=draft.platform_status)


def _review_again(order: Order, *, verdict: Verdict, before: Before, moved: bool, effects: Effects) -> None:
    order.released_reasons = still_released(order, verdict=verdict, before=before, moved=moved)
    found = [reason for reason in verdict.holds if reason not in order.released_reasons]
    _hold(order, [*(reason for reason in order.hold_reasons if reason in OURS), *found], effects)
    if verdict.attention != order.attention_reasons:
        order.attention_reasons = verdict.attention
        if verdict.attention:
            effects.happened(order, Happened.NEEDS_ATTENTION, reasons=verdict.attention)
    order.policy_version = verdict.policy_version
    if goods_of(order) != before.goods or (moved and order.status in AT_WAREHOUSE):
        order.change_goods(effects)
    if order.hold_reasons or order.attention_reasons:
        order.stop_for_holds(effects)
    order.go_on(effects)


def _hold(order: Order, reasons: list[str], effects: Effects) -> None:
    new = [reason for reason in reasons if reason not in order.hold_reasons]
    if new:
        effects.happened(order, Happened.HELD, reasons=new)
    if reasons != order.hold_reasons:
        order.hold_reasons = reasons


def still_released(order: Order, *, verdict: Verdict, before: Before, moved: bool) -> list[str]:
    """What a person has said yes to and what has not changed since: the rest is asked again."""
    changed = _changes(order, before, moved=moved)
    about: dict[str, frozenset[Fact]] = {**verdict.looks_at, **LOOK_AT}
    return [reason for reason in order.released_reasons if _stays_released(reason, about, changed, same_state=order.state == before.state)]


def _stays_released(reason: str, about: Mapping[str, frozenset[Fact]], changed: frozenset[Fact], *, same_state: bool) -> bool:
    if reason in DISTRUST:
        return True
    if reason == Hold.UNKNOWN_STATE or (reason == Hold.PRESALE and not same_state):
        return same_state
    return reason in about and not about[reason] & changed


def _changes(order: Order, before: Before, *, moved: bool) -> frozenset[Fact]:
    now = Before.of(order)
    told = {
        Fact.BUYER_REMARK: now.buyer_remark != before.buyer_remark,
        Fact.SELLER_REMARK: now.seller_remark != before.seller_remark,
        Fact.RECEIVER: moved,
        Fact.AMOUNTS: now.amounts != before.amounts,
        Fact.REFUND: now.refund != before.refund,
        Fact.GOODS: now.goods != before.goods,
    }
    return frozenset(fact for fact, changed in told.items() if changed)
