"""Automatic review (rule ORD-2): what holds an order, what we do not understand, and where it therefore stands. No I/O, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.domain.draft import Draft
from orders.domain.gifts import may_get_gifts
from orders.domain.knowledge import Knowledge
from orders.domain.policy import Policy, ReviewParameters, policy_at
from orders.domain.presale import presales_of, promised
from orders.domain.reasons import Attention, Hold
from orders.domain.rule_checks import Asked, Fact, Found, ask_rules
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
    passed: dict[str, list[str]] | None
    """What would have held it and passed by itself, by the rule that released it."""
    looks_at: Mapping[str, frozenset[Fact]]
    """What each hold of the policy is about."""


def review(draft: Draft, *, known: Knowledge, policy: Policy) -> Verdict:
    skus = [known.sku_of(draft.shop_id, line.merchant_code) for line in draft.lines]
    end = end_of(draft)
    if end is not None:
        # Over already: nobody needs to look at it, and it gets no stock.
        return Verdict(
            status=end,
            holds=[],
            attention=[],
            skus=skus,
            wants_stock=False,
            policy_version=policy.version,
            ship_by=None,
            passed=None,
            looks_at=policy.rules.looks_at,
        )
    shop = known.shops.get(draft.shop_id)
    found = judge(draft, skus=skus, platform="" if shop is None else shop.platform, policy=policy)
    holds = found.holds + find_other_holds(draft) + find_distrust(draft, known)
    presales = presales_of(draft, skus, known.presales)
    if presales:
        holds = [*without_doubt_of_deposits(holds), Hold.PRESALE]
    if may_get_gifts(draft, skus, known.gift_rules):
        holds.append(Hold.GIFTS_DUE)
    attention = find_attention(draft, skus=skus, known=known)
    return Verdict(
        status=OrderStatus.PLACED if holds or attention else OrderStatus.REVIEWED,
        holds=holds,
        attention=attention,
        skus=skus,
        wants_stock=not attention and draft.state != DraftState.AWAITING_PAYMENT and not presales,
        policy_version=policy.version,
        ship_by=draft.ship_by or promised(presales) if presales else find_deadline(draft, known),
        passed=found.passed,
        looks_at=policy.rules.looks_at,
    )


def without_doubt_of_deposits(holds: Sequence[str]) -> list[str]:
    """Of a pre-order: a deposit is far less than the goods cost, and that is no doubt."""
    return [hold for hold in holds if hold != Hold.PAID_TOO_LITTLE]


def judge(draft: Draft, *, skus: list[str | None], platform: str, policy: Policy) -> Found:
    """All that the policy decides, where an order comes in and where a draft of the policy is tried on past orders."""
    found = ask_rules(policy.rules, Asked(draft=draft, skus=skus, platform=platform))
    if _lacks_address(draft, policy.parameters):
        # Not a named rule: nothing releases what cannot be delivered.
        found.holds.append(Hold.INCOMPLETE_ADDRESS)
    return found


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


def find_other_holds(draft: Draft) -> list[str]:
    """What no policy decides: what the platform says of the order."""
    return [] if draft.state == DraftState.READY else [HELD_STATES.get(draft.state, Hold.UNKNOWN_STATE)]


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
