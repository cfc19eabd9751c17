"""The policy of customer care: deadlines, working hours and what happens after call-backs, changed with an effective date (rules CARE-3, CARE-5,
CARE-8, SYS-6).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chassis.policies import PolicyVersion
from orders.domain.care.working_hours import WorkingHours, after_working_hours
from orders.domain.model import Model

CARE_RULE = "CARE-3"
Hours = Annotated[int, Field(ge=1, le=1000)]
Days = Annotated[int, Field(ge=1, le=365)]


class ComplaintKind(StrEnum):
    SERVICE = "service"
    QUALITY = "quality"
    DELIVERY = "delivery"
    WRONG_GOODS = "wrong_goods"
    REFUND = "refund"
    DESCRIPTION = "description"
    PRICE = "price"
    DISPUTE = "dispute"
    OTHER = "other"


class Term(BaseModel):
    """First answer within `answer_hours` working hours; solved within `solve` of `solve_unit` (days: of the calendar, 24 hours each)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer_hours: Hours
    solve: Hours
    solve_unit: Literal["working_hours", "days"]


class CallbackTerms(BaseModel):
    """Satisfaction up to `unhappy_up_to` opens a complaint or a case. Not reached: again after `retry_hours`, `most_attempts` in all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unhappy_up_to: Annotated[int, Field(ge=1, le=4)]
    retry_hours: Hours
    most_attempts: Annotated[int, Field(ge=1, le=20)]


class MediationTerms(BaseModel):
    """Days of the calendar: for each side's statement, until it is decided, and to comply with a decision that names no day of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    statement_days: Days
    decide_days: Days
    comply_days: Days

    @model_validator(mode="after")
    def _heard_before_it_is_decided(self) -> "MediationTerms":
        if self.decide_days < self.statement_days:
            raise ValueError("the days until it is decided hold those in which both are heard")
        return self


class CareParameters(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    hours: WorkingHours
    terms: dict[ComplaintKind, Term]
    callbacks: CallbackTerms
    mediation: MediationTerms

    @model_validator(mode="after")
    def _every_kind(self) -> "CareParameters":
        missing = [kind.value for kind in ComplaintKind if kind not in self.terms]
        if missing:
            raise ValueError(f"each kind has its deadlines: {', '.join(missing)}")
        return self

    def answer_due(self, kind: ComplaintKind, *, since: datetime, zone: tzinfo) -> datetime:
        return after_working_hours(since, self.terms[kind].answer_hours, of=self.hours, zone=zone)

    def solve_due(self, kind: ComplaintKind, *, since: datetime, zone: tzinfo) -> datetime:
        """Never before the answer is due."""
        term = self.terms[kind]
        if term.solve_unit == "days":
            due = since + timedelta(days=term.solve)
        else:
            due = after_working_hours(since, term.solve, of=self.hours, zone=zone)
        return max(due, self.answer_due(kind, since=since, zone=zone))


def _days(answer_hours: int, days: int) -> Term:
    return Term(answer_hours=answer_hours, solve=days, solve_unit="days")


DEFAULT_CARE = CareParameters(
    hours=WorkingHours.model_validate({"weekdays": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "18:00", "holidays": "kept"}),
    terms={
        ComplaintKind.SERVICE: _days(2, 3),
        ComplaintKind.QUALITY: _days(4, 7),
        ComplaintKind.DELIVERY: _days(4, 5),
        ComplaintKind.WRONG_GOODS: _days(4, 5),
        ComplaintKind.REFUND: _days(2, 3),
        ComplaintKind.DESCRIPTION: _days(4, 7),
        ComplaintKind.PRICE: _days(4, 3),
        ComplaintKind.DISPUTE: Term(answer_hours=2, solve=18, solve_unit="working_hours"),
        ComplaintKind.OTHER: _days(8, 7),
    },
    callbacks=CallbackTerms(unhappy_up_to=2, retry_hours=24, most_attempts=3),
    mediation=MediationTerms(statement_days=3, decide_days=7, comply_days=7),
)


class CarePolicy(PolicyVersion, Model):
    """A version is never changed, only followed by the next."""

    __tablename__ = "care_policy"


def parameters_of(stored: Mapping[str, Any]) -> CareParameters:
    return CareParameters.model_validate(stored)
