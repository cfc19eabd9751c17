"""What the routes of trainings share: fields, who may do what, and enrolments as they travel."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field, StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.refusals import Conflict
from chassis.routes import Reader
from people.domain.ids import EmployeeId, EnrolmentId, TrainingId, TrainingSessionId
from people.permissions import Permission
from people.queries.organisation.visibility import employee_of
from people.queries.training.results import EnrolmentRow

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Maybe = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
GivenReason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$")]
Points = Annotated[int, Field(ge=0, le=100_000)]

MayRead = Annotated[Actor, Depends(requires(Permission.READ_TRAININGS))]
MayPlan = Annotated[Actor, Depends(requires(Permission.PLAN_TRAININGS))]


class NoEmployee(Conflict):
    code = "no_employee"
    rule = "ORG-5"
    zh = "您的账号没有对应的员工，不能报名或考试。"
    en = "Your account is no employee's: it cannot enrol or be tested."


async def own_employee(reader: Reader, actor: MayRead) -> UUID:
    """Raises NoEmployee."""
    own = await employee_of(reader, actor)
    if own is None:
        raise NoEmployee
    return own


Own = Annotated[UUID, Depends(own_employee)]
"""Who asks, as an employee."""


class EnrolmentOut(BaseModel):
    """`participant_kind` employee or outside. `attempts_allowed` null: the training has no test. `version` counts changes."""

    id: EnrolmentId
    training_id: TrainingId
    code: str
    title: str
    kind: str
    session_id: TrainingSessionId | None
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    trainer: str | None
    participant_kind: str
    employee_id: EmployeeId | None
    employee_number: str | None
    outside_reference: str | None
    name: str
    state: str
    reason: str
    enrolled_at: datetime
    outcome: str | None
    score: int | None
    most: int | None
    comment: str
    decided_at: datetime | None
    decided_by: str | None
    certificate_number: str | None
    valid_until: date | None
    attempts: int
    open_attempt: str | None
    attempts_allowed: int | None
    version: int


def enrolment_out(row: EnrolmentRow) -> EnrolmentOut:
    kind = "employee" if row.employee_id else "outside"
    fields = {name: getattr(row, name) for name in EnrolmentOut.model_fields if name != "participant_kind"}
    return EnrolmentOut(participant_kind=kind, **fields)
