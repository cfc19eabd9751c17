"""Named rules, ready to ask thousands of orders a second: worked out once for each version of the policy (rule ORD-2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from enum import StrEnum

from orders.domain.draft import Draft
from orders.domain.reasons import Stage
from orders.domain.review_rules import Conditions, Does, HourCondition, RemarkCondition, ReviewRule
from orders.domain.status import DraftState, Refund

NOT_JUDGED: frozenset[str] = frozenset({DraftState.AWAITING_PAYMENT, DraftState.CANCELLED})
"""What they paid says nothing yet, or nothing any more."""


@dataclass(slots=True, kw_only=True)
class Asked:
    """`skus`: ours, of each line; `platform` "" for a shop we do not know."""

    draft: Draft
    skus: list[str | None]
    platform: str


Check = Callable[[Asked], bool]


class Fact(StrEnum):
    """What of an order a rule looks at: a person who said yes is asked again only when that has changed."""

    BUYER_REMARK = "buyer_remark"
    SELLER_REMARK = "seller_remark"
    AMOUNTS = "amounts"
    REFUND = "refund"
    RECEIVER = "receiver"
    GOODS = "goods"
    FIRST_ORDER = "first_order"
    """Of the customer's file, not of the order: no version of it changes this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    code: str
    stage: Stage
    firm: bool
    checks: tuple[Check, ...]
    looks_at: frozenset[Fact]

    def applies(self, asked: Asked) -> bool:
        for check in self.checks:  # noqa: SIM110 - a generator would cost more than the checks
            if not check(asked):
                return False
        return True


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    holds: tuple[CompiledRule, ...]
    releases: tuple[CompiledRule, ...]
    looks_at: Mapping[str, frozenset[Fact]]
    """Of each hold, by its code."""
    asks_first_order: bool
    """Some rule does: only then is it looked up."""


def compile_rules(rules: Sequence[ReviewRule], *, zone: tzinfo) -> RuleSet:
    compiled = [(rule.does, _compiled(rule, zone)) for rule in rules]
    holds = tuple(one for does, one in compiled if does == Does.HOLD)
    return RuleSet(
        holds=holds,
        releases=tuple(one for does, one in compiled if does == Does.RELEASE),
        looks_at={rule.code: rule.looks_at for rule in holds},
        asks_first_order=any(rule.conditions.first_order is not None for rule in rules),
    )


@dataclass(slots=True, kw_only=True)
class Found:
    """`passed`: what was found and released by itself, by the code of the rule that released it; None when nothing was."""

    holds: list[str]
    passed: dict[str, list[str]] | None


def ask_rules(rules: RuleSet, asked: Asked) -> Found:
    found = [rule for rule in rules.holds if rule.applies(asked)]
    if not found or not rules.releases:
        return Found(holds=[rule.code for rule in found], passed=None)
    passed: dict[str, list[str]] = {}
    for release in rules.releases:
        over = [rule for rule in found if rule.stage == release.stage and not rule.firm]
        if over and release.applies(asked):
            passed[release.code] = [rule.code for rule in over]
            found = [rule for rule in found if rule not in over]
    return Found(holds=[rule.code for rule in found], passed=passed or None)


def _compiled(rule: ReviewRule, zone: tzinfo) -> CompiledRule:
    asks = rule.conditions
    told = [*_of_the_buyer(asks), *_of_the_order(asks, zone), *_of_amounts(asks), *_of_goods(asks, every=rule.does == Does.RELEASE)]
    looks_at = frozenset(fact for fact, _ in told if fact is not None)
    return CompiledRule(code=rule.code, stage=rule.stage, firm=rule.firm, checks=tuple(check for _, check in told), looks_at=looks_at)


Told = list[tuple[Fact | None, Check]]


def _of_the_buyer(asks: Conditions) -> Told:
    told: Told = []
    if asks.buyer_remark is not None:
        told.append((Fact.BUYER_REMARK, _remark(asks.buyer_remark, lambda asked: asked.draft.buyer_remark)))
    if asks.seller_remark is not None:
        told.append((Fact.SELLER_REMARK, _remark(asks.seller_remark, lambda asked: asked.draft.seller_remark)))
    if asks.buyer_unknown:
        told.append((None, lambda asked: not asked.draft.buyer_id.strip()))
    if asks.first_order is not None:
        wanted = asks.first_order
        told.append((Fact.FIRST_ORDER, lambda asked: asked.draft.first_order is wanted))
    if asks.buyers:
        buyers = frozenset(asks.buyers)
        told.append((None, lambda asked: asked.draft.buyer_id in buyers))
    if asks.countries:
        countries = frozenset(asks.countries)
        told.append((Fact.RECEIVER, lambda asked: (asked.draft.receiver["country"] or "CN") in countries))
    if asks.regions:
        regions = tuple(asks.regions)
        told.append((Fact.RECEIVER, lambda asked: _in_region(asked.draft, regions)))
    return told


def _in_region(draft: Draft, regions: tuple[str, ...]) -> bool:
    return draft.receiver["province"].startswith(regions) or draft.receiver["city"].startswith(regions)


def _remark(asks: RemarkCondition, read: Callable[[Asked], str]) -> Check:
    words = [word.casefold() for word in asks.contains]
    if not words:
        # A remark of blanks says nothing.
        return lambda asked: bool(remark := read(asked)) and not remark.isspace()
    return lambda asked: bool(remark := read(asked).casefold()) and any(word in remark for word in words)


def _of_the_order(asks: Conditions, zone: tzinfo) -> Told:
    told: Told = []
    if asks.shops:
        shops = frozenset(asks.shops)
        told.append((None, lambda asked: asked.draft.shop_id in shops))
    if asks.platforms:
        platforms = frozenset(asks.platforms)
        told.append((None, lambda asked: asked.platform in platforms))
    if asks.refund_asked:
        told.append((Fact.REFUND, _refund_asked))
    if asks.hours is not None:
        told.append((None, _placed_within(asks.hours, zone)))
    return told


def _refund_asked(asked: Asked) -> bool:
    return asked.draft.refund == Refund.ASKED or Refund.ASKED in [line.refund for line in asked.draft.lines]


def _placed_within(hours: HourCondition, zone: tzinfo) -> Check:
    start, end = hours.start, hours.end
    if start < end:
        return lambda asked: start <= asked.draft.placed_at.astimezone(zone).hour < end
    return lambda asked: not end <= asked.draft.placed_at.astimezone(zone).hour < start


def _of_amounts(asks: Conditions) -> Told:
    told: Told = []
    if asks.amount_over:
        told.append((Fact.AMOUNTS, _paid_against(dict(asks.amount_over), lambda paid, limit: paid > limit)))
    if asks.amount_below:
        told.append((Fact.AMOUNTS, _paid_against(dict(asks.amount_below), lambda paid, limit: paid < limit)))
    percent = asks.paid_percent_below
    if percent is not None:
        told.append((Fact.AMOUNTS, lambda asked: _paid_less_than(asked.draft, percent)))
    return told


def _paid_against(limits: Mapping[str, Decimal], meets: Callable[[Decimal, Decimal], bool]) -> Check:
    def check(asked: Asked) -> bool:
        draft = asked.draft
        limit = limits.get(draft.currency)
        return limit is not None and draft.state not in NOT_JUDGED and meets(Decimal(draft.paid_amount), limit)

    return check


def _paid_less_than(draft: Draft, percent: int) -> bool:
    return draft.state not in NOT_JUDGED and Decimal(draft.paid_amount) * 100 < Decimal(draft.goods_amount) * percent


def _of_goods(asks: Conditions, *, every: bool) -> Told:
    told: Told = []
    if asks.skus or asks.sku_prefixes:
        listed, prefixes = frozenset(asks.skus), tuple(asks.sku_prefixes)

        def one(sku: str | None) -> bool:
            return sku is not None and (sku in listed or sku.startswith(prefixes))

        if every:
            told.append((Fact.GOODS, lambda asked: bool(asked.skus) and all(one(sku) for sku in asked.skus)))
        else:
            told.append((Fact.GOODS, lambda asked: any(one(sku) for sku in asked.skus)))
    most = asks.pieces_over
    if most is not None:
        told.append((Fact.GOODS, lambda asked: sum(line.quantity for line in asked.draft.lines) > most))
    return told
