"""Which level a customer has and why, what service each level gets, and tags by rule (rule CARE-4; SYS-6 for the versions)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Index, Numeric, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.policies import PolicyVersion
from chassis.refusals import FieldError, Invalid
from orders.domain.model import Model, TextList

LEVEL_RULE = "CARE-4"
SUM = Numeric(20, 2)
CENT = Decimal("0.01")
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Percent = Annotated[int, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=1, le=3650)]
Words = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]


class ServicePlan(BaseModel):
    """`priority` 1 is served first at every desk. A refund up to `trusted_refund` may be paid before the goods are inspected; 0: never.

    `call_back_days` after a delivery, and after so many days without an order: when customers of the level are called. None: they are not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    priority: Annotated[int, Field(ge=1, le=9)]
    trusted_refund: Amount
    call_back_days: Days | None
    dormant_call_back_days: Days | None


class Level(BaseModel):
    """Who has paid at least `paid` in at least `orders` orders within the policy's days, and had at most this share of it refunded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
    name_zh: Words
    name_en: Words
    paid: Amount
    orders: Annotated[int, Field(ge=0, le=100_000)]
    refund_percent: Percent
    plan: ServicePlan

    @property
    def for_everybody(self) -> bool:
        return self.paid == 0 and self.orders == 0 and self.refund_percent == 100


class TagRule(BaseModel):
    """A tag that customers bear as long as all that is given here holds of them; what is None is not asked.

    `paid`, `orders` and `refund_percent` are reached within the policy's days; `dormant_days` without an order, `new_days` since the first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tag: Words
    paid: Amount | None = None
    orders: Annotated[int, Field(ge=1, le=100_000)] | None = None
    refund_percent: Percent | None = None
    dormant_days: Days | None = None
    new_days: Days | None = None


class LevelParameters(BaseModel):
    """Levels from the highest to the one for everybody. Amounts are in `currency`; `rates` say what one unit of another is worth in it.

    What was paid in a currency without a rate does not count, and the file says so.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    rates: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=6)]],
        Field(max_length=50),
    ]
    days: Days
    levels: Annotated[list[Level], Field(min_length=1, max_length=10)]
    tag_rules: Annotated[list[TagRule], Field(max_length=20)]

    def level(self, code: str) -> Level:
        """One that this version does not know is served as everybody is."""
        return next((level for level in self.levels if level.code == code), self.levels[-1])

    @property
    def all_rates(self) -> dict[str, Decimal]:
        return {**self.rates, self.currency: Decimal(1)}


def _plan(priority: int, trusted_refund: int, call_back_days: int | None, dormant: int | None) -> ServicePlan:
    return ServicePlan(
        priority=priority, trusted_refund=Decimal(trusted_refund), call_back_days=call_back_days, dormant_call_back_days=dormant
    )


DEFAULT_LEVELS = LevelParameters(
    currency="CNY",
    rates={"USD": Decimal("7.10")},
    days=365,
    levels=[
        Level(
            code="key",
            name_zh="重点客户",
            name_en="Key customer",
            paid=Decimal(5000),
            orders=5,
            refund_percent=30,
            plan=_plan(1, 200, 3, 60),
        ),
        Level(
            code="valued",
            name_zh="优质客户",
            name_en="Valued customer",
            paid=Decimal(1000),
            orders=2,
            refund_percent=40,
            plan=_plan(2, 50, 7, 120),
        ),
        Level(
            code="regular",
            name_zh="普通客户",
            name_en="Regular customer",
            paid=Decimal(0),
            orders=0,
            refund_percent=100,
            plan=_plan(5, 0, None, None),
        ),
    ],
    tag_rules=[
        TagRule(tag="沉睡客户", dormant_days=180),
        TagRule(tag="退款偏多", orders=3, refund_percent=50),
    ],
)


class LevelPolicyFaulty(Invalid):
    code = "level_policy_faulty"
    rule = LEVEL_RULE
    zh = "等级政策有 {count} 处不自洽，见 errors。"
    en = "The level policy contradicts itself in {count} places; see errors."


def refuse_faulty(parameters: LevelParameters) -> None:
    """One level is for everybody, and it is the last: else it would hide those below, or leave somebody without a plan. All faults at once.

    Raises LevelPolicyFaulty.
    """
    errors: list[FieldError] = []
    last = len(parameters.levels) - 1
    for place, level in enumerate(parameters.levels):
        pointer = f"/parameters/levels/{place}"
        if level.for_everybody != (place == last):
            zh, en = (
                "最后一级（且仅最后一级）面向所有客户：实付 0、订单 0、退款 100%",
                "the last level, and only the last, is for everybody: paid 0, orders 0, refunds 100%",
            )
            errors.append(FieldError(pointer=pointer, code="last_level", zh=zh, en=en))
        if level.code in [other.code for other in parameters.levels[:place]]:
            errors.append(FieldError(pointer=f"{pointer}/code", code="twice", zh="代码重复", en="stands there twice"))
    for place, rule in enumerate(parameters.tag_rules):
        pointer = f"/parameters/tag_rules/{place}"
        if rule.tag in [other.tag for other in parameters.tag_rules[:place]]:
            errors.append(FieldError(pointer=f"{pointer}/tag", code="twice", zh="标签重复", en="stands there twice"))
        if not rule.model_dump(exclude={"tag"}, exclude_none=True):
            errors.append(FieldError(pointer=pointer, code="asks_nothing", zh="至少填写一个条件", en="asks nothing"))
    if parameters.rates.get(parameters.currency, 1) != 1:
        pointer = f"/parameters/rates/{parameters.currency}"
        errors.append(FieldError(pointer=pointer, code="own_rate", zh="本币汇率只能是 1", en="is the policy's own currency: its rate is 1"))
    if errors:
        raise LevelPolicyFaulty(count=len(errors), errors=errors)


class LevelPolicy(PolicyVersion, Model):
    __tablename__ = "customer_level_policy"


class CustomerStanding(Model):
    """Why a file has its level: figures of the policy's days in its currency. `policy_version` -1: it was never looked at.

    `not_counted` are currencies without a rate. At `look_again_at` time alone may change level or tags.
    """

    __tablename__ = "customer_standing"
    __table_args__ = (
        Index("ix_customer_standing_look_again_at", "look_again_at", postgresql_where=literal_column("look_again_at IS NOT NULL")),
        Index("ix_customer_standing_policy_version", "policy_version"),
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str]
    policy_version: Mapped[int]
    orders: Mapped[int]
    paid: Mapped[Decimal] = mapped_column(SUM)
    refunded: Mapped[Decimal] = mapped_column(SUM)
    not_counted: Mapped[TextList]
    tags: Mapped[TextList]
    since: Mapped[datetime]
    look_again_at: Mapped[datetime | None]


class CustomerListedTag(Model):
    """By which tags the list finds a file, by hand or by rule; `shop_id` "" is for those who see all shops."""

    __tablename__ = "customer_listed_tag"
    __table_args__ = (Index("ix_customer_listed_tag_tag", "tag", "shop_id", "last_order_at", "customer_id"),)

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(primary_key=True)
    last_order_at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Bought:
    """Within the policy's days, in one currency."""

    currency: str
    orders: int
    paid: Decimal
    refunded: Decimal
    oldest_at: datetime


@dataclass(frozen=True, kw_only=True)
class Assessed:
    level: str
    orders: int
    paid: Decimal
    refunded: Decimal
    not_counted: list[str]
    tags: list[str]
    look_again_at: datetime | None


def assess(
    parameters: LevelParameters, bought: Sequence[Bought], *, first_at: datetime | None, last_at: datetime | None, now: datetime
) -> Assessed:
    """`first_at` and `last_at` are of all orders that count, however old."""
    rates = parameters.all_rates
    paid = sum((one.paid * rates.get(one.currency, 0) for one in bought), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    refunded = sum((one.refunded * rates.get(one.currency, 0) for one in bought), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    orders = sum(one.orders for one in bought)

    def reached(least: Decimal | None, least_orders: int | None) -> bool:
        return (least is None or paid >= least) and (least_orders is None or orders >= least_orders)

    def bears(rule: TagRule) -> bool:
        return (
            reached(rule.paid, rule.orders)
            and (rule.refund_percent is None or (paid > 0 and refunded * 100 >= paid * rule.refund_percent))
            and (rule.dormant_days is None or (last_at is not None and last_at + timedelta(days=rule.dormant_days) <= now))
            and (rule.new_days is None or (first_at is not None and first_at + timedelta(days=rule.new_days) > now))
        )

    level = next(
        level for level in parameters.levels if reached(level.paid, level.orders) and refunded * 100 <= paid * level.refund_percent
    )
    moments = [one.oldest_at + timedelta(days=parameters.days) for one in bought]
    for rule in parameters.tag_rules:
        for start, days in ((last_at, rule.dormant_days), (first_at, rule.new_days)):
            if start is not None and days is not None:
                moments.append(start + timedelta(days=days))
    return Assessed(
        level=level.code,
        orders=orders,
        paid=paid,
        refunded=refunded,
        not_counted=sorted(one.currency for one in bought if one.currency not in rates),
        tags=[rule.tag for rule in parameters.tag_rules if bears(rule)],
        look_again_at=min((moment for moment in moments if moment > now), default=None),
    )
