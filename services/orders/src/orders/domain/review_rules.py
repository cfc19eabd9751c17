"""The named rules of review (rules ORD-2, SYS-6): what holds an order for a stage, and what passes by itself. Published in versions."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import FieldError, Invalid
from orders.domain.model import Model
from orders.domain.reasons import REVIEWED_BY_PEOPLE, Attention, Hold, Stage

MOST_RULES = 100
Limit = Annotated[Decimal, Field(ge=0, le=Decimal("999999999999.99"), max_digits=14, decimal_places=2)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Limits = Annotated[dict[Currency, Limit], Field(max_length=50)]
Code = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")]
Word = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*\S[^\x00]*$")]
Words = Annotated[list[Word], Field(max_length=200)]
ManyWords = Annotated[list[Word], Field(max_length=2000)]


class Does(StrEnum):
    HOLD = "hold"
    RELEASE = "release"
    """What the hold rules of its stage found passes without a person, but for those that are firm."""


class RemarkCondition(BaseModel):
    """There is a remark; with `contains`, one that has any of these words, whatever their case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contains: Words = []


class HourCondition(BaseModel):
    """Placed from `start` o'clock up to, not including, `end` o'clock by the company's time; over midnight when `start` is the later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: Annotated[int, Field(ge=0, le=23)]
    end: Annotated[int, Field(ge=0, le=24)]

    @model_validator(mode="after")
    def tells_two_hours(self) -> Self:
        if self.start == self.end:
            raise PydanticCustomError("hours_are_equal", "start and end are the same hour")
        return self


class Conditions(BaseModel):
    """All that are told have to be met. What is left out, or empty, is not asked.

    Amounts are what was paid, by currency; a currency without a limit never meets them, and an unpaid or cancelled order is not judged
    by them. `regions`: province or city begins so. `skus` and `sku_prefixes` together: a hold asks for any line, a release for every line.
    `buyers` are the shop's own ids. `first_order`: whether the customer's file has no earlier order that counts; one of which that is not
    known meets neither true nor false.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    shops: Words = []
    platforms: Words = []
    buyers: ManyWords = []
    buyer_unknown: bool = False
    first_order: bool | None = None
    amount_over: Limits = {}
    amount_below: Limits = {}
    paid_percent_below: Annotated[int, Field(ge=1, le=100)] | None = None
    buyer_remark: RemarkCondition | None = None
    seller_remark: RemarkCondition | None = None
    countries: Annotated[list[Annotated[str, Field(pattern="^[A-Z]{2}$")]], Field(max_length=200)] = []
    regions: Words = []
    skus: ManyWords = []
    sku_prefixes: Words = []
    pieces_over: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    refund_asked: bool = False
    hours: HourCondition | None = None

    @property
    def asks_nothing(self) -> bool:
        return self == Conditions()


def _reviewed_by_people(stage: Stage) -> Stage:
    if stage not in REVIEWED_BY_PEOPLE:
        raise PydanticCustomError("stage_of_nobody", "the stage is service or finance")
    return stage


class ReviewRule(BaseModel):
    """`firm`: no rule releases over it. A code keeps its stage in all versions, for orders are held under it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    stage: Annotated[Stage, AfterValidator(_reviewed_by_people)]
    does: Does
    firm: bool = False
    zh: Word
    en: Word
    conditions: Conditions


class NamedRule(Model):
    """A code that was ever published: its stage for good, its words as last told."""

    __tablename__ = "review_rule"

    code: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str]
    zh: Mapped[str]
    en: Mapped[str]
    version: Mapped[int]


class RulesMakeNoSense(Invalid):
    code = "review_rules_make_no_sense"
    rule = "SYS-6"
    zh = "审单规则有误，未保存。"
    en = "The review rules are not right; nothing was saved."


SHIPPED_RULES: tuple[ReviewRule, ...] = (
    ReviewRule(
        code=Hold.BUYER_REMARK,
        stage=Stage.SERVICE,
        does=Does.HOLD,
        zh="买家有留言，请先阅读",
        en="The buyer left a remark: read it first",
        conditions=Conditions(buyer_remark=RemarkCondition()),
    ),
    ReviewRule(
        code=Hold.REFUND_ASKED,
        stage=Stage.SERVICE,
        does=Does.HOLD,
        firm=True,
        zh="买家已申请退款",
        en="The buyer has asked for a refund",
        conditions=Conditions(refund_asked=True),
    ),
    ReviewRule(
        code=Hold.UNUSUAL_AMOUNT,
        stage=Stage.FINANCE,
        does=Does.HOLD,
        zh="金额异常",
        en="The amount is unusual",
        conditions=Conditions(amount_over={"CNY": Decimal(5000), "USD": Decimal(700), "EUR": Decimal(650), "GBP": Decimal(550)}),
    ),
    ReviewRule(
        code=Hold.PAID_TOO_LITTLE,
        stage=Stage.FINANCE,
        does=Does.HOLD,
        zh="实付明显低于货款",
        en="Far less was paid than the goods cost",
        conditions=Conditions(paid_percent_below=20),
    ),
)
SHIPPED_STAGES: dict[str, Stage] = {rule.code: rule.stage for rule in SHIPPED_RULES}
RESERVED = (frozenset(Hold) | frozenset(Attention)) - frozenset(SHIPPED_STAGES)
"""Holds that no policy decides: their codes say something else already."""


def refuse_senseless(rules: Sequence[ReviewRule], *, stages: dict[str, str]) -> None:
    """`stages`: of each code that was ever published. All that is wrong at once. Raises RulesMakeNoSense."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for place, rule in enumerate(rules):
        pointer = f"/parameters/rules/{place}"
        if rule.code in seen:
            errors.append(FieldError(pointer=f"{pointer}/code", code="code_repeated", zh="规则编码重复", en="two rules have this code"))
        seen.add(rule.code)
        if rule.code in RESERVED:
            errors.append(
                FieldError(pointer=f"{pointer}/code", code="code_reserved", zh="该编码由系统使用", en="the system uses this code")
            )
        if stages.get(rule.code, SHIPPED_STAGES.get(rule.code, rule.stage)) != rule.stage:
            zh, en = "已发布过的编码不能更换审核阶段，请换一个编码", "a published code keeps its stage: take another code"
            errors.append(FieldError(pointer=f"{pointer}/stage", code="stage_changed", zh=zh, en=en))
        if rule.conditions.asks_nothing:
            zh, en = "至少要有一个条件", "it needs at least one condition"
            errors.append(FieldError(pointer=f"{pointer}/conditions", code="no_condition", zh=zh, en=en))
        if rule.firm and rule.does == Does.RELEASE:
            errors.append(FieldError(pointer=f"{pointer}/firm", code="firm_release", zh="只有挂起规则可设为必审", en="only a hold is firm"))
    if errors:
        raise RulesMakeNoSense(errors=errors)
