"""The after-sales policy: figures of CARE-1 and CARE-2 that a company changes with an effective date, not with a release (rule SYS-6)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chassis.policies import PolicyVersion
from chassis.refusals import FieldError, Invalid
from orders.domain.aftersales.kinds import CaseKind, Limit
from orders.domain.aftersales.states import CaseState
from orders.domain.model import Model
from orders.domain.policy import Limit as AmountLimit

AFTERSALES_RULE = "CARE-1"
CurrencyCode = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Days = Annotated[int, Field(ge=0, le=3650)]
Hours = Annotated[int, Field(ge=1, le=8760)]


HOURS_SINCE = {CaseState.AWAITING_PAYMENT: 72, CaseState.GIVING_BACK: 48}
"""Of states that came after the first versions were published: these say nothing of them."""


class Liable(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    CARRIER = "carrier"
    SUPPLIER = "supplier"
    WAREHOUSE = "warehouse"


class Reason(BaseModel):
    """Why a buyer asks. `freight_by`: who bears what sending costs; `liable`: who it is laid on until somebody knows better."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")]
    zh: Annotated[str, Field(min_length=1, max_length=40)]
    en: Annotated[str, Field(min_length=1, max_length=80)]
    kinds: Annotated[list[CaseKind], Field(min_length=1)]
    freight_by: Literal["buyer", "seller"]
    liable: Liable


class AftersalesParameters(BaseModel):
    """`clerk_limits` by limit and currency: what clerks may agree to for one order in all; a currency without a limit needs a superior.

    `compensation_percent`: the most that may be compensated of what an order cost, by anybody. `hours` by state: when a case is overdue.
    `trusted_limits` by currency: what may be refunded before the goods are inspected to customers whose service plan allows it; none: nothing.
    `points_per_yuan`: bonus points that go back with the money. `claim_days`: how long who answers for damage has to pay.
    A parcel may weigh `weight_percent` less or more than its goods, and `packaging_g` more, to count as right.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    clerk_limits: dict[Limit, Annotated[dict[CurrencyCode, AmountLimit], Field(max_length=50)]]
    trusted_limits: Annotated[dict[CurrencyCode, AmountLimit], Field(max_length=50, default_factory=dict[CurrencyCode, AmountLimit])]
    days_after_delivery: Days
    price_protection_days: Days
    compensation_percent: Annotated[int, Field(ge=0, le=100)]
    points_per_yuan: Annotated[int, Field(ge=0, le=1000)]
    hours: dict[CaseState, Hours]
    claim_days: Annotated[int, Field(ge=1, le=365)] = 15
    picture_keep_days: Annotated[int, Field(ge=1, le=3650)] = 365
    weight_percent: Annotated[int, Field(ge=0, le=100)] = 5
    packaging_g: Annotated[int, Field(ge=0, le=100_000)] = 500
    reasons: Annotated[list[Reason], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _each_reason_once(self) -> "AftersalesParameters":
        codes = [reason.code for reason in self.reasons]
        if len(set(codes)) < len(codes):
            raise ValueError("each reason has a code of its own")
        return self

    def limit_of(self, limit: Limit, currency: str) -> Decimal | None:
        return self.clerk_limits.get(limit, {}).get(currency)

    def due(self, state: CaseState, *, now: datetime) -> datetime | None:
        hours = self.hours.get(state, HOURS_SINCE.get(state))
        return None if hours is None else now + timedelta(hours=hours)

    def reason(self, code: str, *, kind: CaseKind) -> Reason:
        """Raises ReasonNotThere."""
        for reason in self.reasons:
            if reason.code == code and kind in reason.kinds:
                return reason
        field = FieldError(pointer="/reason_code", code="reason_not_there", zh="该类型没有这个原因", en="is no reason for this kind")
        raise ReasonNotThere(code=code, errors=[field])


class ReasonNotThere(Invalid):
    code = "reason_not_there"
    rule = "CARE-1"
    zh = "原因“{code}”不适用于该售后类型。"
    en = "{code} is no reason for a case of this kind."


K = CaseKind
SENT: list[CaseKind] = [K.RETURN_AND_REFUND, K.EXCHANGE, K.REPAIR]


def _reason(code: str, zh: str, en: str, kinds: list[CaseKind], by: Literal["buyer", "seller"], liable: Liable) -> Reason:
    return Reason(code=code, zh=zh, en=en, kinds=kinds, freight_by=by, liable=liable)


DEFAULT_AFTERSALES = AftersalesParameters(
    clerk_limits={
        Limit.REFUND: {"CNY": Decimal(50), "USD": Decimal(7)},
        Limit.COMPENSATION: {"CNY": Decimal(20), "USD": Decimal(3)},
        Limit.PRICE_PROTECTION: {"CNY": Decimal(50), "USD": Decimal(7)},
    },
    trusted_limits={"CNY": Decimal(200), "USD": Decimal(28)},
    days_after_delivery=7,
    price_protection_days=7,
    compensation_percent=50,
    points_per_yuan=1,
    hours={
        CaseState.OPENED: 24, CaseState.IN_APPROVAL: 48, CaseState.STOPPING: 24, CaseState.AWAITING_GOODS: 168, CaseState.ARRIVED: 48,
        CaseState.INSPECTED: 24, CaseState.SETTLING: 72, **HOURS_SINCE,
    },
    reasons=[
        _reason("no_reason", "七天无理由", "Changed their mind", [K.RETURN_AND_REFUND, K.EXCHANGE], "buyer", Liable.BUYER),
        _reason("size_or_colour", "尺码颜色不合适", "Size or colour does not fit", [K.RETURN_AND_REFUND, K.EXCHANGE], "buyer", Liable.BUYER),
        _reason("not_wanted", "不想要了", "No longer wanted", [K.REFUND_BEFORE_SHIPPING], "buyer", Liable.BUYER),
        _reason("out_of_stock", "缺货", "Out of stock", [K.REFUND_BEFORE_SHIPPING], "seller", Liable.SELLER),
        _reason("quality", "质量问题", "Quality", [*SENT, K.REFUND_ONLY, K.RESEND, K.COMPENSATION], "seller", Liable.SUPPLIER),
        _reason(
            "damaged_on_the_way", "运输破损", "Damaged on the way", [*SENT, K.REFUND_ONLY, K.RESEND, K.COMPENSATION], "seller", Liable.CARRIER
        ),
        _reason("lost_on_the_way", "未收到货", "Never arrived", [K.REFUND_ONLY, K.RESEND], "seller", Liable.CARRIER),
        _reason("wrong_goods", "发错货", "Wrong goods", [*SENT, K.REFUND_ONLY, K.RESEND, K.COMPENSATION], "seller", Liable.WAREHOUSE),
        _reason("missing_goods", "少件漏发", "Something was missing", [K.REFUND_ONLY, K.RESEND, K.COMPENSATION], "seller", Liable.WAREHOUSE),
        _reason("not_as_described", "与描述不符", "Not as described", [*SENT, K.REFUND_ONLY, K.COMPENSATION], "seller", Liable.SELLER),
        _reason("late", "发货太慢", "Sent late", [K.REFUND_BEFORE_SHIPPING, K.REFUND_ONLY, K.COMPENSATION], "seller", Liable.WAREHOUSE),
        _reason("cheaper_now", "降价补差", "Cheaper now", [K.PRICE_PROTECTION], "seller", Liable.SELLER),
        _reason("other", "其他", "Something else", list(K), "seller", Liable.SELLER),
    ],
)  # fmt: skip


class AftersalesPolicy(PolicyVersion, Model):
    """A version is never changed, only followed by the next."""

    __tablename__ = "aftersales_policy"


def parameters_of(stored: Mapping[str, Any]) -> AftersalesParameters:
    return AftersalesParameters.model_validate(stored)
