"""Months as they are answered."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from people.api.attendance.leave_parts import CorrectedFact, shown
from people.domain.attendance.month_dates import MonthDates
from people.domain.ids import EmployeeId, MonthRunId, SheetId, UnitId
from people.queries.attendance.month_sheets import BoardRow, CorrectionRow, Revision, RowOfSheet, RunRow, SheetRow


class MonthRunOut(BaseModel):
    """Progress of compiling: `done` of `total` people; `changed` rows differ from what was there."""

    id: MonthRunId
    month: str
    state: str
    total: int
    done: int
    changed: int
    created_at: datetime
    created_by: str
    finished_at: datetime | None


class BoardUnitOut(BaseModel):
    """A unit with people in the month. `state` null: not compiled yet. `overdue`: not signed by the end of `sign_by` (rule ATT-6).

    `may_sign`: who asks leads the unit, or one above it.
    """

    unit_id: UnitId
    name_zh: str
    name_en: str
    head_name: str | None
    may_sign: bool
    members: int
    sheet_id: SheetId | None
    state: str | None
    issue: int | None
    overdue: bool
    compiled_at: datetime | None
    signed_at: datetime | None
    signed_by: str | None
    taken_over_at: datetime | None
    taken_over_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    version: int | None
    open_objections: int
    decided_objections: int
    accepted_by_silence: int


class MonthBoard(BaseModel):
    """`sign_by` and `object_until` are the last days for it; `objections_open`: the time for objections still runs."""

    month: str
    sign_by: date
    object_until: date
    objections_open: bool
    run: MonthRunOut | None
    units: list[BoardUnitOut]


class MonthSheetOut(BaseModel):
    """`issue`: 0 before closing, 1 the closing, then one more with each correction. `digest` is of all rows. `version` is also the ETag."""

    id: SheetId
    month: str
    unit_id: UnitId
    name_zh: str
    name_en: str
    state: str
    issue: int
    overdue: bool
    digest: str
    compiled_at: datetime
    compiled_by: str
    signed_at: datetime | None
    signed_by: str | None
    taken_over_at: datetime | None
    taken_over_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    version: int


class LeaveTotal(BaseModel):
    kind: str
    unit: str
    amount: str


class MonthFigures(BaseModel):
    """Days and hours are decimals as text, the rest are counts. `leave_cases` are open ones: beyond the band and without a leave form."""

    required_days: int
    required_hours: str
    required_punches: int
    worked_days: str
    late: int
    early: int
    leave_cases: int
    missing: int
    absent: int
    absent_days: str
    excused: int
    photo_proved: int
    contradictions: int
    late_minutes: int
    early_minutes: int
    rest_worked: int
    leave_days: str
    leave: list[LeaveTotal]
    overtime_hours: str
    unauthorised_hours: str
    unplanned_days: int
    policy_version: int


class MonthRowOut(BaseModel):
    """`accepted`: silence or objection, once the time for objections is over. `cause`: compiled, objection or correction."""

    employee_id: EmployeeId
    number: str
    name: str
    revision: int
    issue: int
    figures: MonthFigures
    digest: str
    cause: str
    document: str
    reason: str
    made_at: datetime
    made_by: str
    accepted: str | None
    accepted_at: datetime | None
    open_objections: int


class MonthRevisionOut(BaseModel):
    revision: int
    issue: int
    figures: MonthFigures | None
    digest: str
    cause: str
    document: str
    reason: str
    made_at: datetime
    made_by: str


class MonthDayLeave(BaseModel):
    """Of a day: parts are 120 a day."""

    number: str
    kind: str
    parts: int
    minutes: int


class MonthDayOut(BaseModel):
    """What the day gave to each figure; `digest` is of everything its result was derived from."""

    on: date
    kind: int
    digest: str
    figures: dict[str, int]
    leave: list[MonthDayLeave]


class MonthRowDetail(MonthRowOut):
    """Every figure is the sum over these days. Older revisions stay, newest first."""

    days: list[MonthDayOut]
    revisions: list[MonthRevisionOut]


class MonthCorrectionOut(BaseModel):
    number: str
    employee_id: EmployeeId
    employee_name: str
    on_date: date | None
    reason: str
    document: str
    corrected: list[CorrectedFact]
    issue: int
    was: MonthFigures
    became: MonthFigures
    made_at: datetime
    made_by: str


class MyMonth(BaseModel):
    """`row` null: not compiled yet. The unit signs by the end of `sign_by`. Until `object_until` is over one may object, also before."""

    month: str
    sign_by: date
    object_until: date
    may_object: bool
    state: str | None
    row: MonthRowDetail | None


def figures_out(own: dict[str, Any]) -> MonthFigures:
    made: dict[str, Any] = {name: own[name] for name in MonthFigures.model_fields if name in own and name != "leave"}
    made |= {"required_hours": shown(own["required_minutes"], "hour"), "leave_days": shown(own["leave_parts"], "half_day")}
    made |= {"worked_days": shown(own["worked_parts"], "half_day"), "absent_days": shown(own["absent_parts"], "half_day")}
    made |= {"overtime_hours": shown(own["overtime_minutes"], "hour"), "unauthorised_hours": shown(own["unauthorised_minutes"], "hour")}
    totals = [
        LeaveTotal(kind=kind, unit=one["unit"], amount=shown(one["parts"] if one["unit"] == "half_day" else one["minutes"], one["unit"]))
        for kind, one in own["leave"].items()
    ]
    return MonthFigures(**made, leave=totals)


def day_out(day: dict[str, Any]) -> MonthDayOut:
    counts = {name: value for name, value in day.items() if name not in ("on", "kind", "digest", "leave")}
    return MonthDayOut(on=date.fromisoformat(day["on"]), kind=day["kind"], digest=day["digest"], figures=counts, leave=day.get("leave", []))


def run_out(row: RunRow) -> MonthRunOut:
    own = {name: getattr(row, name) for name in MonthRunOut.model_fields}
    return MonthRunOut.model_validate(own | {"month": f"{row.month:%Y-%m}"})


def is_overdue(*, dates: MonthDates, state: str | None, signed: bool, today: date) -> bool:
    return not signed and state in (None, "compiled") and today >= dates.overdue_from


def unit_out(row: BoardRow, *, dates: MonthDates, today: date, signs: Collection[UUID]) -> BoardUnitOut:
    own = {name: getattr(row, name) for name in BoardUnitOut.model_fields if hasattr(row, name)}
    own |= {
        "name_zh": row.name_zh or "",
        "name_en": row.name_en or "",
        "may_sign": row.unit_id in signs,
        "decided_objections": row.decided,
        "accepted_by_silence": row.silent,
    }
    own["overdue"] = is_overdue(dates=dates, state=row.state, signed=row.signed_at is not None, today=today)
    return BoardUnitOut.model_validate(own)


def sheet_out(row: SheetRow, *, dates: MonthDates, today: date) -> MonthSheetOut:
    own = {name: getattr(row, name) for name in MonthSheetOut.model_fields if hasattr(row, name)}
    own |= {"month": f"{row.month:%Y-%m}", "name_zh": row.name_zh or "", "name_en": row.name_en or ""}
    own["overdue"] = is_overdue(dates=dates, state=row.state, signed=row.signed_at is not None, today=today)
    return MonthSheetOut.model_validate(own)


def row_out(row: RowOfSheet) -> MonthRowOut:
    own = {name: getattr(row, name) for name in MonthRowOut.model_fields if hasattr(row, name)}
    return MonthRowOut.model_validate(own | {"figures": figures_out(row.figures), "accepted": row.how})


def revision_out(row: Revision) -> MonthRevisionOut:
    own = {name: getattr(row, name) for name in MonthRevisionOut.model_fields}
    return MonthRevisionOut.model_validate(own | {"figures": None if row.gone else figures_out(row.figures)})


def correction_out(row: CorrectionRow) -> MonthCorrectionOut:
    own = {name: getattr(row, name) for name in MonthCorrectionOut.model_fields}
    return MonthCorrectionOut.model_validate(own | {"was": figures_out(row.was), "became": figures_out(row.became)})
