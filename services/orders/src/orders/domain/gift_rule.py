"""Gift rules 赠品规则 (rule ORD-2): what an order gets on top, by versions with an effective date. No I/O, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Forbidden, NotFound
from orders.domain.line import OrderLine
from orders.domain.model import Model
from orders.domain.order import Order
from orders.domain.regrouping import paid_of_lines

SkuText = Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]
Amount = Annotated[Decimal, Field(gt=0, le=Decimal("999999999.99"), max_digits=14, decimal_places=2)]
Pieces = Annotated[int, Field(ge=1, le=1_000)]


class GiftParameters(BaseModel):
    """Empty `shops` are all, empty `buy_skus` all goods. Exactly one of `least_quantity` and `least_paid` (goods paid, without freight).

    `per` step: again for each full threshold, at most `most_times`. `limit_total` and `limit_per_buyer` count pieces over all versions of
    the rule. `while_stocks_last`: without stock the order goes without the gift; else it waits for it. `exclusive`: nothing else beside it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    shops: Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=200)]
    buy_skus: Annotated[list[SkuText], Field(max_length=500)]
    least_quantity: Pieces | None
    least_paid: Amount | None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    gift_sku: SkuText
    pieces: Annotated[int, Field(ge=1, le=100)]
    per: Annotated[str, Field(pattern="^(order|step)$")]
    most_times: Annotated[int, Field(ge=1, le=100)]
    limit_total: Annotated[int, Field(ge=1, le=10_000_000)] | None
    limit_per_buyer: Annotated[int, Field(ge=1, le=10_000)] | None
    while_stocks_last: bool
    exclusive: bool
    priority: Annotated[int, Field(ge=0, le=1_000)]
    ends_at: AwareDatetime | None

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if (self.least_quantity is None) == (self.least_paid is None):
            raise ValueError("exactly one of least_quantity and least_paid")
        return self


class GiftRuleVersion(Model):
    """Never changed, only followed by the next of the same `code`. `stopped`: from then on the rule gives nothing."""

    __tablename__ = "gift_rule"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    effective_from: Mapped[datetime]
    stopped: Mapped[bool]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    note: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class GiftCount(Model):
    """How many pieces a rule has given. Its row is locked by whoever gives or takes back: that makes the limits hold."""

    __tablename__ = "gift_count"
    __table_args__ = (CheckConstraint("given >= 0", name="given"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    given: Mapped[int]


class GrantState(StrEnum):
    """`missed`: it fits, but the limit is used up; `declined`: a person took it out, or there was no stock; it is not given again."""

    GIVEN = "given"
    MISSED = "missed"
    TAKEN_BACK = "taken_back"
    DECLINED = "declined"


class GiftGrant(Model):
    """What a rule gave an order, or why it did not. `fit` says what fitted: {"kind", "have", "needed", "times"}."""

    __tablename__ = "gift_grant"
    __table_args__ = (
        CheckConstraint("state IN ('given', 'missed', 'taken_back', 'declined')", name="state"),
        Index("ix_gift_grant_buyer", "code", "buyer_key", postgresql_where=literal_column("state = 'given'")),
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    rule_id: Mapped[UUID]
    shop_id: Mapped[str]
    buyer_key: Mapped[str]
    sku: Mapped[str]
    quantity: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    fit: Mapped[dict[str, Any]] = mapped_column(JSONB)
    decided_at: Mapped[datetime]


class GiftRuleInThePast(Conflict):
    code = "policy_in_the_past"
    rule = "SYS-6"
    zh = "生效时间不能早于现在：已送出的赠品不会被改写。"
    en = "A gift rule cannot take effect in the past: what was given stands."


class GiftEndsBeforeItStarts(Conflict):
    code = "gift_ends_before_it_starts"
    rule = "ORD-2"
    zh = "结束时间必须晚于生效时间。"
    en = "The rule has to end after it takes effect."


class GiftRuleNotFound(NotFound):
    code = "gift_rule_not_found"
    zh = "没有这条赠品规则，或您无权查看。"
    en = "There is no such gift rule, or you may not see it."


class GiftRuleOfOtherShops(Forbidden):
    code = "gift_rule_of_other_shops"
    rule = "ORD-2"
    zh = "您只能为自己的店铺设置赠品规则，请指明店铺。"
    en = "You may set gift rules for your own shops only; name them."


@dataclass(frozen=True, kw_only=True)
class GiftRule:
    """One version, ready to decide with."""

    id: UUID
    code: str
    version: int
    effective_from: datetime
    stopped: bool
    parameters: GiftParameters
    shops: frozenset[str]
    buy_skus: frozenset[str]
    until: datetime | None = None
    """When a later version takes its place."""

    @classmethod
    def of(cls, row: GiftRuleVersion) -> Self:
        parameters = GiftParameters.model_validate(row.parameters)
        return cls(
            id=row.id,
            code=row.code,
            version=row.version,
            effective_from=row.effective_from,
            stopped=row.stopped,
            parameters=parameters,
            shops=frozenset(parameters.shops),
            buy_skus=frozenset(parameters.buy_skus),
        )

    def holds(self, shop_id: str, moment: datetime) -> bool:
        ends = self.parameters.ends_at
        return not self.stopped and (not self.shops or shop_id in self.shops) and (ends is None or moment < ends)

    def counts(self, sku: str | None) -> bool:
        return not self.buy_skus or sku in self.buy_skus


def in_sequence(rules: Sequence[GiftRule]) -> list[GiftRule]:
    """Each knows until when it is in force."""

    def rank(rule: GiftRule) -> tuple[datetime, int]:
        return rule.effective_from, rule.version

    return [
        replace(rule, until=min((one.effective_from for one in rules if one.code == rule.code and rank(one) > rank(rule)), default=None))
        for rule in rules
    ]


def rules_at(rules: Iterable[GiftRule], *, shop_id: str, moment: datetime) -> list[GiftRule]:
    """Of each rule the version in force then, those that hold for the shop, in the order in which they give."""
    newest: dict[str, GiftRule] = {}
    for rule in rules:
        if rule.effective_from <= moment:
            other = newest.get(rule.code)
            if other is None or (other.effective_from, other.version) < (rule.effective_from, rule.version):
                newest[rule.code] = rule
    there = [rule for rule in newest.values() if rule.holds(shop_id, moment)]
    return sorted(there, key=lambda rule: (-rule.parameters.priority, rule.code))


@dataclass(frozen=True, kw_only=True)
class Bought:
    """`paid` is what was truly paid for these pieces."""

    sku: str | None
    quantity: int
    paid: Decimal


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What of an order counts for gifts: bought, and not given back. `moment` is of its payment. `buyer_key` "": nobody can tell who."""

    shop_id: str
    moment: datetime
    currency: str
    buyer_key: str
    lines: Sequence[Bought]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """`times` the threshold `needed` is reached by `have` pieces (`quantity`) or money (`paid`)."""

    kind: str
    have: Decimal
    needed: Decimal
    times: int

    def told(self) -> dict[str, Any]:
        return {"kind": self.kind, "have": str(self.have), "needed": str(self.needed), "times": self.times}


def fit_of(rule: GiftRule, purchase: Purchase) -> Fit | None:
    """How the purchase reaches the rule's threshold; None: it does not."""
    parameters = rule.parameters
    lines = [line for line in purchase.lines if rule.counts(line.sku)]
    if parameters.least_quantity is not None:
        kind, have, needed = "quantity", Decimal(sum(line.quantity for line in lines)), Decimal(parameters.least_quantity)
    elif parameters.currency != purchase.currency:
        return None
    else:
        kind, have, needed = "paid", sum((line.paid for line in lines), Decimal(0)), parameters.least_paid or Decimal(1)
    if not lines or have < needed:
        return None
    times = 1 if parameters.per == "order" else min(int(have // needed), parameters.most_times)
    return Fit(kind=kind, have=have, needed=needed, times=times)


def purchase_of(order: Order) -> Purchase:
    lines = [
        Bought(sku=line.sku, quantity=line.quantity, paid=paid)
        for line, paid in zip(order.lines, paid_of_lines(order), strict=True)
        if line.to_send and not is_gift(line)
    ]
    return Purchase(
        shop_id=order.shop_id,
        moment=order.paid_at or order.placed_at,
        currency=order.currency,
        buyer_key=buyer_key(order.shop_id, order.buyer_id, order.phone_digest),
        lines=lines,
    )


def buyer_key(shop_id: str, buyer_id: str, phone_digest: int | None) -> str:
    if buyer_id:
        return f"{shop_id}:{buyer_id}"
    return "" if phone_digest is None else f"phone:{phone_digest}"


def is_gift(line: OrderLine) -> bool:
    return line.gift_rule_id is not None
