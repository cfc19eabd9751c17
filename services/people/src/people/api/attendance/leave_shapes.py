"""Requests for leave as they are answered."""

from datetime import date, datetime

from pydantic import BaseModel

from people.api.attendance.leave_parts import clock_of, name_of, shown
from people.domain.attendance.leave_kind import LeaveKind
from people.domain.ids import EmployeeId, LeaveId
from people.queries.attendance.leave_requests import AwayRow, LeaveRow


class LeaveOut(BaseModel):
    """`amount` in days or hours, as `unit` says. `change_number`: a change that waits for approval; until then this one holds.

    `version` is also the ETag.
    """

    id: LeaveId
    number: str
    employee_id: EmployeeId
    employee_number: str
    employee_name: str
    purpose: str
    replaces_id: LeaveId | None
    replaces_number: str | None
    change_number: str | None
    kind: str
    kind_zh: str
    kind_en: str
    unit: str
    amount: str
    first_on: date
    last_on: date
    from_session: int | None
    until_session: int | None
    from_time: str | None
    until_time: str | None
    reason: str
    evidence: str
    after_the_fact: bool
    state: str
    filed_at: datetime
    decided_at: datetime | None
    deciders: list[str]
    comment: str
    ended_at: datetime | None
    end_reason: str
    version: int


class LeaveDayOut(BaseModel):
    """`sessions` are those covered, counted from 1; none on a rest day that counts all the same."""

    on: date
    since: str
    until: str
    sessions: list[int]
    days: str
    hours: str


class LeavePreview(BaseModel):
    """What a wish would cost, before anything is filed."""

    kind: str
    unit: str
    amount: str
    days: list[LeaveDayOut]


class LeaveDetail(LeaveOut):
    days: list[LeaveDayOut]


class LeaveAwayOut(BaseModel):
    employee_id: EmployeeId
    employee_number: str
    employee_name: str
    on: date
    since: str
    until: str
    whole_day: bool
    leave_id: LeaveId
    number: str
    kind: str
    kind_zh: str
    kind_en: str
    state: str


def leave_out(row: LeaveRow, kind: LeaveKind | None) -> LeaveOut:
    own = {name: getattr(row, name) for name in LeaveOut.model_fields if hasattr(row, name)}
    zh, en = name_of(kind, row.kind)
    own |= {"kind_zh": zh, "kind_en": en, "amount": shown(row.amount, row.unit), "deciders": list(row.deciders or [])}
    return LeaveOut.model_validate(own | {"from_time": clock_of(row.from_time), "until_time": clock_of(row.until_time)})


def away_out(row: AwayRow, kind: LeaveKind | None) -> LeaveAwayOut:
    zh, en = name_of(kind, row.kind)
    return LeaveAwayOut(
        employee_id=row.employee_id,
        employee_number=row.employee_number,
        employee_name=row.employee_name,
        on=row.on_date,
        since=clock_of(row.starts) or "",
        until=clock_of(row.ends) or "",
        whole_day=row.parts >= 120,
        leave_id=row.leave_id,
        number=row.number,
        kind=row.kind,
        kind_zh=zh,
        kind_en=en,
        state=row.state,
    )
