"""What makes an order suspicious and what a case costs a shop: versions with effective dates; a version is never changed (rules ORD-6, SYS-6)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chassis.policies import PolicyVersion
from chassis.refusals import FieldError, Invalid
from orders.domain.model import Model
from orders.domain.policy import Limit

RULE = "ORD-6"
Weight = Annotated[int, Field(ge=0, le=100)]
Words = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
FEWEST_BUYERS = 2


class Signal(BaseModel):
    """`weight` is what it adds to the score; 0 switches it off. `zh` and `en` are what people read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: Weight
    zh: Words
    en: Words


class SharedBy(Signal):
    """One payer, device, address or text of praise of at least so many different buyers within the policy's days."""

    least_buyers: Annotated[int, Field(ge=FEWEST_BUYERS, le=1000)]


class LightParcel(Signal):
    """The parcel weighs less than this share of the goods it should hold."""

    percent: Annotated[int, Field(ge=1, le=99)]


class Burst(Signal):
    """At least `orders` of buyers new to the shop within `minutes`, and `times` as many as the shop usually has in that time."""

    minutes: Annotated[int, Field(ge=1, le=120)]
    orders: Annotated[int, Field(ge=2, le=100_000)]
    times: Annotated[int, Field(ge=1, le=1000)]


class WithinSeconds(Signal):
    """Praise so soon after delivery, or a look at the goods that was this short."""

    seconds: Annotated[int, Field(ge=0, le=86_400)]


class CreditTerms(BaseModel):
    """Points start at `start`; a case costs `case_points`, an upheld appeal gives `appeal_points` back.

    Below `warning_below` the shop is warned, below `fine_below` fined `fine_amount` (CNY), below `restricted_below` its new orders are held.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: Annotated[int, Field(ge=1, le=1000)]
    case_points: Annotated[int, Field(ge=0, le=1000)]
    appeal_points: Annotated[int, Field(ge=0, le=1000)]
    warning_below: Annotated[int, Field(ge=0, le=1000)]
    fine_below: Annotated[int, Field(ge=0, le=1000)]
    restricted_below: Annotated[int, Field(ge=0, le=1000)]
    fine_amount: Limit
    appeal_days: Annotated[int, Field(ge=1, le=90)]
    malicious_refunds: Annotated[int, Field(ge=1, le=100)]
    """After so many, each order of the buyer waits for a person."""


SAME_PRAISE = SharedBy(weight=20, zh="相同好评", en="Same praise", least_buyers=3)
"""Also of the versions that were published before there was this signal: praise that many buyers word alike by chance adds too little to suspect."""


class IntegrityParameters(BaseModel):
    """An order whose signals add up to `threshold` is suspected. Orders are connected when they are at most `window_days` old."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: Annotated[int, Field(ge=1, le=700)]
    window_days: Annotated[int, Field(ge=1, le=365)]
    shared_payer: SharedBy
    shared_device: SharedBy
    shared_address: SharedBy
    light_parcel: LightParcel
    burst: Burst
    instant_praise: WithinSeconds
    no_browsing: WithinSeconds
    same_praise: SharedBy
    credit: CreditTerms

    @model_validator(mode="before")
    @classmethod
    def _of_older_versions(cls, told: Any) -> Any:
        """They were published, or are told by a client that was written, before there was the signal."""
        return {"same_praise": SAME_PRAISE, **told} if isinstance(told, dict) else told

    @property
    def window(self) -> timedelta:
        return timedelta(days=self.window_days)


DEFAULT_INTEGRITY_PARAMETERS = IntegrityParameters(
    threshold=60,
    window_days=30,
    shared_payer=SharedBy(weight=40, zh="同一付款人", en="Same payer", least_buyers=3),
    shared_device=SharedBy(weight=30, zh="同一设备", en="Same device", least_buyers=3),
    shared_address=SharedBy(weight=30, zh="同一地址", en="Same address", least_buyers=3),
    light_parcel=LightParcel(weight=40, zh="包裹远轻于商品", en="Parcel far lighter than its goods", percent=20),
    burst=Burst(weight=20, zh="新买家集中下单", en="Burst of new buyers", minutes=10, orders=20, times=5),
    instant_praise=WithinSeconds(weight=25, zh="签收即好评", en="Praise at once", seconds=60),
    same_praise=SAME_PRAISE,
    no_browsing=WithinSeconds(weight=15, zh="未浏览即下单", en="Bought without browsing", seconds=3),
    credit=CreditTerms(
        start=100,
        case_points=20,
        appeal_points=20,
        warning_below=100,
        fine_below=80,
        restricted_below=60,
        fine_amount=Decimal(500),
        appeal_days=5,
        malicious_refunds=3,
    ),
)


class LadderOutOfOrder(Invalid):
    code = "credit_ladder_out_of_order"
    rule = "CHN-9"
    zh = "信用阶梯须从高到低：初始分 ≥ 警告线 ≥ 罚款线 ≥ 限制线。"
    en = "The ladder of credit goes down: points at the start, then warning, fine and restriction."


def refuse_ladder(terms: CreditTerms) -> None:
    """Raises LadderOutOfOrder."""
    names = ("start", "warning_below", "fine_below", "restricted_below")
    for higher, lower in pairwise(names):
        if getattr(terms, lower) > getattr(terms, higher):
            wrong = FieldError(
                pointer=f"/parameters/credit/{lower}", code="too_high", zh="不能高于上一级", en="is above the step before it"
            )
            raise LadderOutOfOrder(errors=[wrong])


class IntegrityPolicy(PolicyVersion, Model):
    __tablename__ = "integrity_policy"


def policy_in_force(policies: Sequence[IntegrityPolicy], now: datetime) -> tuple[int, IntegrityParameters]:
    """Of those in effect the one that took effect last, and of these the newest; version 0 is what the software comes with."""
    effective: Iterable[IntegrityPolicy] = [policy for policy in policies if policy.effective_from <= now]
    found = max(effective, key=lambda policy: (policy.effective_from, policy.version), default=None)
    if found is None:
        return 0, DEFAULT_INTEGRITY_PARAMETERS
    return found.version, IntegrityParameters.model_validate(found.parameters)
