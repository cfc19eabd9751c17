"""How a day's result is shown."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from people.api.attendance.fields import shown_clock
from people.domain.attendance.day import EdgeResult, SessionResult
from people.domain.attendance.proofs import direction_of, is_photo, second_of
from people.domain.attendance.reasons import Reason, reasons_of
from people.domain.ids import AttendancePhotoId, EmployeeId, HoursNoticeId, UnitId
from people.queries.attendance.day_views import DayView, PhotoMark

DIRECTIONS = ("unsaid", "in", "out")


class SessionEdgeOut(BaseModel):
    """`verdict` heeds approved leave, `without_leave` is what the proofs alone say; `due` is what `at` was compared with.

    Verdicts: none, fine, late, early, leave_case, missing, pending. `source`: none, punch, photo, both. A contradiction shows both times.
    """

    verdict: str
    without_leave: str
    excused: bool
    due: str
    at: str | None
    minutes: int
    source: str
    punch: str | None
    photo: str | None
    contradiction: bool


class WorkSessionOut(BaseModel):
    start: str
    end: str
    sign_in: SessionEdgeOut
    sign_out: SessionEdgeOut
    absent: bool
    on_leave: bool
    leave_minutes: int


class DayReasonOut(BaseModel):
    """A code with the facts behind it, and the rule it follows. `session` counts from 1; `edge` is in or out."""

    code: str
    rule: str
    session: int | None
    edge: str | None
    at: str | None
    due: str | None
    minutes: int | None


class DayProofOut(BaseModel):
    kind: str
    at: str
    direction: str


class LeaveOnDayOut(BaseModel):
    start: str
    end: str
    reference: str


class AttendancePhotoOut(BaseModel):
    """`kept` false: the picture was removed when its time was over; the sign-in stays."""

    id: AttendancePhotoId
    at: str
    direction: str
    kept: bool


class AttendanceFiguresOut(BaseModel):
    late: int
    early: int
    leave_cases: int
    missing: int
    absent: int
    excused: int
    photo_proved: int
    contradictions: int
    late_minutes: int
    early_minutes: int
    leave_minutes: int
    work_minutes: int
    rest_worked: int


class AttendanceDayOut(BaseModel):
    """`state`: ahead (only the plan is known), today (what has come so far), over. `stored`: the stored result was made from these facts."""

    employee_id: EmployeeId
    on: date
    kind: str
    state: str
    unit_id: UnitId | None
    policy_number: int
    notice_id: HoursNoticeId | None
    stored: bool
    figures: AttendanceFiguresOut
    sessions: list[WorkSessionOut]
    reasons: list[DayReasonOut]
    proofs: list[DayProofOut]
    leaves: list[LeaveOnDayOut]
    photos: list[AttendancePhotoOut]


def day_out(view: DayView) -> AttendanceDayOut:
    result = view.result
    return AttendanceDayOut(
        employee_id=view.employee_id,
        on=view.on,
        kind=result.plan.kind.name.lower(),
        state="ahead" if view.ahead else "today" if view.today else "over",
        unit_id=view.unit_id,
        policy_number=result.plan.version,
        notice_id=result.plan.notice,
        stored=view.stored,
        figures=AttendanceFiguresOut(**result.figures._asdict()),
        sessions=[_session(one) for one in result.sessions],
        reasons=[_reason(reason) for reason in reasons_of(result)],
        proofs=[
            DayProofOut(
                kind="photo" if is_photo(proof) else "punch",
                at=shown_clock(second_of(proof)) or "",
                direction=DIRECTIONS[direction_of(proof)],
            )
            for proof in view.proofs
        ],
        leaves=[LeaveOnDayOut(start=_clock(one.start), end=_clock(one.end), reference=one.reference) for one in view.leaves],
        photos=_photos(view.photos),
    )


def _photos(marks: Sequence[PhotoMark]) -> list[AttendancePhotoOut]:
    return [AttendancePhotoOut(id=mark.id, at=_clock(mark.second), direction=DIRECTIONS[mark.direction], kept=mark.kept) for mark in marks]


def _clock(second: int) -> str:
    return shown_clock(second) or ""


def _session(one: SessionResult) -> WorkSessionOut:
    return WorkSessionOut(
        start=_clock(one.session.start),
        end=_clock(one.session.end),
        sign_in=_edge(one.sign_in),
        sign_out=_edge(one.sign_out),
        absent=one.absent,
        on_leave=one.on_leave,
        leave_minutes=one.leave_minutes,
    )


def _edge(edge: EdgeResult) -> SessionEdgeOut:
    return SessionEdgeOut(
        verdict=edge.verdict.name.lower(),
        without_leave=edge.without_leave.name.lower(),
        excused=edge.excused,
        due=_clock(edge.due),
        at=shown_clock(edge.second),
        minutes=edge.minutes,
        source=edge.source.name.lower(),
        punch=shown_clock(edge.punch),
        photo=shown_clock(edge.photo),
        contradiction=edge.contradiction,
    )


def _reason(reason: Reason) -> DayReasonOut:
    return DayReasonOut(
        code=reason.code,
        rule=reason.rule,
        session=reason.session,
        edge=reason.edge,
        at=shown_clock(reason.second),
        due=shown_clock(reason.limit),
        minutes=reason.minutes,
    )
