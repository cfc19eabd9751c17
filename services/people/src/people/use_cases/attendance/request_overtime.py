from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from chassis.ids import new_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from contracts.people import Evidence
from people.domain.approvals.approval import Wish
from people.domain.attendance.overtime import (
    OvertimeInWorkTime,
    OvertimeOutsideEmployment,
    OvertimeOverlaps,
    OvertimeRequest,
    OvertimeState,
    OvertimeTooLate,
    digest_of,
)
from people.domain.attendance.policy import show_time
from people.domain.ids import shown_overtime
from people.queries.attendance.leave_days import work_sessions
from people.queries.attendance.planning import policy_on
from people.store.attendance.overtime import add_overtime, enter_overtime_of, next_overtime_number, overtime_between
from people.use_cases.approvals.request_approval import request_approval
from people.use_cases.attendance.choose_leave_requester import LeaveRequester, choose_leave_requester

OVERTIME = "overtime"


@dataclass(frozen=True, kw_only=True)
class OvertimeWish:
    """`starts` and `ends` in seconds of the day, outside its work."""

    on: date
    starts: int
    ends: int
    reason: str


async def request_overtime(uow: UnitOfWork, *, employee_id: UUID | None, wish: OvertimeWish) -> OvertimeRequest:
    """Beforehand, and counted only when it is approved. A week beyond the policy's limit is told, to both who ask and decide (rule ATT-12).

    Raises NoEmployee, LeaveNotTheirs, LeaveNeedsLine, OvertimeOutsideEmployment, OvertimeTooLate, OvertimeInWorkTime, OvertimeOverlaps.
    """
    who = await choose_leave_requester(uow, employee_id=employee_id)
    start = datetime.combine(wish.on, time(), uow.frame.zone) + timedelta(seconds=wish.starts)
    if start <= uow.now:
        raise OvertimeTooLate(start=f"{start:%Y-%m-%d %H:%M}")
    await enter_overtime_of(uow, who.employee_id)
    monday = wish.on - timedelta(days=wish.on.isoweekday() - 1)
    days = await work_sessions(uow.session, employee_id=who.employee_id, first=monday, last=monday + timedelta(days=6))
    if wish.on not in days:
        raise OvertimeOutsideEmployment(name=who.name, day=wish.on.isoformat())
    inside = next(((since, until) for since, until in days[wish.on] if since < wish.ends and wish.starts < until), None)
    if inside is not None or wish.ends <= wish.starts:
        session = "–" if inside is None else f"{show_time(inside[0])}–{show_time(inside[1])}"
        error = FieldError(
            pointer="/starts", code="in_work_time", zh="与工作时段重叠或先后颠倒", en="within work, or ends before it begins"
        )
        raise OvertimeInWorkTime(errors=[error], session=session)
    others = await overtime_between(uow, employee_id=who.employee_id, first=monday, last=monday + timedelta(days=6))
    clash = next((one for one in others if one.on_date == wish.on and one.starts < wish.ends and wish.starts < one.ends), None)
    if clash is not None:
        raise OvertimeOverlaps(number=clash.number)
    planned = sum(until - since for sessions in days.values() for since, until in sessions)
    planned += sum(one.ends - one.starts for one in others) + wish.ends - wish.starts
    overtime = OvertimeRequest(
        id=new_id(),
        number=await next_overtime_number(uow),
        employee_id=who.employee_id,
        on_date=wish.on,
        starts=wish.starts,
        ends=wish.ends,
        reason=wish.reason,
        week_minutes=planned // 60,
        limit_minutes=(await policy_on(uow.session, on=wish.on)).weekly_limit_minutes,
        content_digest=digest_of(employee_id=who.employee_id, on=wish.on, starts=wish.starts, ends=wish.ends, reason=wish.reason),
        state=OvertimeState.WAITING,
        filed_by=who.filed_by,
        filed_at=uow.now,
        decided_by=[],
        comment="",
        version=1,
    )
    await add_overtime(uow, overtime)
    uow.audit("overtime.requested", noun="overtime", noun_id=shown_overtime(overtime.id), after=overtime.facts(), reason=wish.reason)
    uow.changed("overtime", shown_overtime(overtime.id))
    await _ask(uow, overtime, who)
    return overtime


async def _ask(uow: UnitOfWork, overtime: OvertimeRequest, who: LeaveRequester) -> None:
    when = f"{overtime.on_date.isoformat()} {show_time(overtime.starts)}–{show_time(overtime.ends)}"
    hours, limit = f"{overtime.week_minutes / 60:g}", f"{overtime.limit_minutes / 60:g}"
    lines = [
        ("姓名", "Who", who.name),
        ("时间", "When", when),
        ("事由", "Reason", overtime.reason),
        ("本周计划工时", "Hours planned in the week", hours),
    ]
    if overtime.over_limit:
        lines.append(("超过每周上限", "Above the weekly limit of", limit))
    await request_approval(
        uow,
        wish=Wish(
            kind=OVERTIME,
            reference=shown_overtime(overtime.id),
            requester_id=who.requester_id,
            title_zh=f"{who.name} 加班：{when}",
            title_en=f"Overtime: {who.name}, {when}",
            evidence=[Evidence(label_zh=zh, label_en=en, value=value) for zh, en, value in lines],
            content_digest=overtime.content_digest,
            unit_id=who.unit_id,
            effective_at=datetime.combine(overtime.on_date, time(), uow.frame.zone) + timedelta(seconds=overtime.starts),
            link=f"/overtime?open={shown_overtime(overtime.id)}",
        ),
    )
