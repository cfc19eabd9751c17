"""Automatic review (rule ORD-2): what holds an order, what we do not understand, and where it therefore stands. No I/O, no clock."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from orders.domain.draft import Draft
from orders.domain.knowledge import Knowledge
from orders.domain.policy import Policy, ReviewParameters, policy_at
from orders.domain.reasons import Attention, Hold
from orders.domain.ship_clock import starts_at
from orders.domain.status import DraftState, OrderStatus, Refund

HELD_STATES: dict[str, str] = {
    DraftState.AWAITING_PAYMENT: Hold.AWAITING_PAYMENT,
    DraftState.DO_NOT_SHIP: Hold.PLATFORM_DO_NOT_SHIP,
    DraftState.UNKNOWN: Hold.UNKNOWN_STATE,
}
ENDS: dict[str, OrderStatus] = {
    DraftState.CANCELLED: OrderStatus.CANCELLED,
    DraftState.SHIPPED: OrderStatus.SHIPPED,
    DraftState.FINISHED: OrderStatus.COMPLETED,
}
NOT_JUDGED: frozenset[str] = frozenset({DraftState.AWAITING_PAYMENT, DraftState.CANCELLED})


@dataclass(slots=True, kw_only=True)
class Verdict:
    """`skus` has our SKU of each line, None where we know none. `status` is placed when somebody has to look at it first."""

    status: OrderStatus
    holds: list[str]
    attention: list[str]
    skus: list[str | None]
    wants_stock: bool
    policy_version: int
    ship_by: datetime | None


def review(draft: Draft, *, known: Knowledge, policy: Policy) -> Verdict:
    skus = [known.sku_of(draft.shop_id, line.merchant_code) for line in draft.lines]
    end = end_of(draft)
    if end is not None:
        # Over already: nobody needs to look at it, and it gets no stock.
        return Verdict(status=end, holds=[], attention=[], skus=skus, wants_stock=False, policy_version=policy.version, ship_by=None)
    holds = find_holds(draft, policy.parameters) + find_distrust(draft, known)
    attention = find_attention(draft, skus=skus, known=known)
    return Verdict(
        status=OrderStatus.PLACED if holds or attention else OrderStatus.REVIEWED,
        holds=holds,
        attention=attention,
        skus=skus,
        wants_stock=not attention and draft.state != DraftState.AWAITING_PAYMENT,
        policy_version=policy.version,
        ship_by=find_deadline(draft, known),
    )


def find_deadline(draft: Draft, known: Knowledge) -> datetime | None:
    """What the shop tells, else by the policy that was in force when it was paid: later versions do not move it."""
    start = starts_at(draft)
    if draft.ship_by is not None or start is None:
        return draft.ship_by
    shop = known.shops.get(draft.shop_id)
    clock = policy_at(known.ship_clocks, start)
    return clock.deadline(shop_id=draft.shop_id, platform="" if shop is None else shop.platform, start=start)


def end_of(draft: Draft) -> OrderStatus | None:
    """Cancelled by the platform, all money given back, or handled outside before we did anything."""
    # An order whose lines nobody told is not one whose every line was given back.
    given_back = bool(draft.lines) and {line.refund for line in draft.lines} == {Refund.DONE}
    if draft.refund == Refund.DONE or given_back:
        return OrderStatus.CLOSED
    return ENDS.get(draft.state)


def find_holds(draft: Draft, parameters: ReviewParameters) -> list[str]:
    holds: list[str] = []
    if draft.buyer_remark and parameters.hold_buyer_remarks and not draft.buyer_remark.isspace():
        holds.append(Hold.BUYER_REMARK)
    if _lacks_address(draft, parameters):
        holds.append(Hold.INCOMPLETE_ADDRESS)
    if draft.refund == Refund.ASKED or Refund.ASKED in [line.refund for line in draft.lines]:
        holds.append(Hold.REFUND_ASKED)
    if _is_unusual(draft, parameters):
        holds.append(Hold.UNUSUAL_AMOUNT)
    if draft.state != DraftState.READY:
        holds.append(HELD_STATES.get(draft.state, Hold.UNKNOWN_STATE))
    return holds


def find_distrust(draft: Draft, known: Knowledge) -> list[str]:
    """Holds for who sells or buys (rule CHN-9)."""
    holds: list[str] = []
    if draft.shop_id in known.restricted_shops:
        holds.append(Hold.SHOP_RESTRICTED)
    if (draft.shop_id, draft.buyer_id) in known.distrusted_buyers:
        holds.append(Hold.BUYER_DISTRUSTED)
    return holds


def _lacks_address(draft: Draft, parameters: ReviewParameters) -> bool:
    receiver = draft.receiver
    required = parameters.required_fields.get(receiver["country"] or "CN") or parameters.required_fields.get("*", [])
    return "" in [receiver[field].strip() for field in required]


def _is_unusual(draft: Draft, parameters: ReviewParameters) -> bool:
    if draft.state in NOT_JUDGED:
        return False
    paid = Decimal(draft.paid_amount)
    limit = parameters.amount_limits.get(draft.currency)
    if limit is not None and paid > limit:
        return True
    return paid * 100 < Decimal(draft.goods_amount) * parameters.least_paid_percent


def find_attention(draft: Draft, *, skus: list[str | None], known: Knowledge) -> list[str]:
    attention: list[str] = []
    shop = known.shops.get(draft.shop_id)
    if shop is None:
        attention.append(Attention.UNKNOWN_SHOP)
    elif not shop.active:
        attention.append(Attention.INACTIVE_SHOP)
    if None in skus or not skus:
        attention.append(Attention.UNKNOWN_SKU)
    for line, sku in zip(draft.lines, skus, strict=True):
        if line.quantity < 1 or (line.unit is not None and sku is not None and not known.unit_fits(sku, line.unit)):
            attention.append(Attention.UNKNOWN_UNIT)
            break
    return attention
