"""The review policy: figures of rule ORD-2 that a company changes with an effective date, not with a release (rule SYS-6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict
from orders.domain.model import Model
from orders.domain.receiver import FIELDS
from orders.domain.review_rules import MOST_RULES, SHIPPED_RULES, ReviewRule
from orders.domain.review_rules import Limit as Limit  # the amounts of the other policies are of this kind too
from orders.domain.rule_checks import RuleSet, compile_rules

REVIEW_RULE = "ORD-2"
ReceiverField = Annotated[str, Field(pattern="^(" + "|".join(FIELDS) + ")$")]


class ReviewParameters(BaseModel):
    """Which orders wait for a person: by the named rules, in their order, and for an address that lacks a field.

    `required_fields` by country, `*` for all others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: Annotated[list[ReviewRule], Field(max_length=MOST_RULES)]
    required_fields: Annotated[
        dict[Annotated[str, Field(pattern=r"^([A-Z]{2}|\*)$")], Annotated[list[ReceiverField], Field(max_length=len(FIELDS))]],
        Field(max_length=300),
    ]
    complete_after_days: Annotated[int, Field(ge=0, le=365)]


DEFAULT_PARAMETERS = ReviewParameters(
    rules=list(SHIPPED_RULES),
    required_fields={"CN": ["name", "phone", "province", "city", "street"], "*": ["name", "city", "street", "postcode"]},
    complete_after_days=7,
)


class ReviewPolicy(Model):
    __tablename__ = "review_policy"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[str]
    version: Mapped[int] = mapped_column(unique=True)
    effective_from: Mapped[datetime]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    note: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class PolicyInThePast(Conflict):
    code = "policy_in_the_past"
    rule = "SYS-6"
    zh = "生效时间不能早于现在：已作出的审单结果不会被改写。"
    en = "A policy cannot take effect in the past: results that stand are not rewritten."


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One version, ready to decide with. `zone` is the company's, for rules that ask for the hour."""

    version: int
    effective_from: datetime
    parameters: ReviewParameters
    zone: ZoneInfo

    @cached_property
    def rules(self) -> RuleSet:
        return compile_rules(self.parameters.rules, zone=self.zone)


class Version(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def effective_from(self) -> datetime: ...


V = TypeVar("V", bound=Version)


def policy_at(policies: Sequence[V], now: datetime) -> V:
    """The version in force: of those in effect, the one that took effect last, and of these the newest. `policies` holds at least one."""
    effective: Iterable[V] = [policy for policy in policies if policy.effective_from <= now]
    return max(effective, key=lambda policy: (policy.effective_from, policy.version), default=policies[0])
