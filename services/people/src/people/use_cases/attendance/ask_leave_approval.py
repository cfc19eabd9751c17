from uuid import UUID

from chassis.uow import UnitOfWork
from contracts.people import Evidence
from people.domain.approvals.approval import Wish
from people.domain.attendance.leave import LeavePurpose, LeaveRequest
from people.domain.attendance.leave_kind import LeaveKind, LeaveUnit
from people.domain.attendance.leave_span import shown_amount
from people.domain.attendance.policy import show_time
from people.domain.ids import shown_leave
from people.queries.attendance.leave_days import work_sessions
from people.queries.attendance.leave_requests import colleagues_away
from people.queries.organisation.employees import find_employee_row
from people.use_cases.approvals.request_approval import request_approval

LEAVE = "leave"
PURPOSES = {
    LeavePurpose.LEAVE: ("请假", "Leave"),
    LeavePurpose.SHORTEN: ("缩短假期", "Shorter leave"),
    LeavePurpose.CANCEL: ("销假", "Leave cancelled"),
}


async def ask_leave_approval(uow: UnitOfWork, *, leave: LeaveRequest, kind: LeaveKind, requester_id: UUID) -> None:
    """With what the decider has to know beside it. Raises what approvals refuse (no route, nobody to decide)."""
    person = await find_employee_row(uow.session, employee_id=leave.employee_id, on=uow.today)
    zh, en = PURPOSES[LeavePurpose(leave.purpose)]
    amount = shown_amount(leave.amount, kind.unit)
    unit_zh, unit_en = ("天", "days") if kind.unit is LeaveUnit.HALF_DAY else ("小时", "hours")
    when = await _when(uow, leave)
    evidence = [
        _line("姓名", "Who", person.name),
        _line("假别", "Kind", f"{kind.name_zh} {kind.name_en}"),
        _line("时间", "When", when),
        _line("时长", "How long", f"{amount} {unit_zh} {unit_en}"),
        _line("事由", "Reason", leave.reason or "—"),
    ]
    if leave.evidence:
        evidence.append(_line("证明材料", "Evidence", leave.evidence))
    if leave.after_the_fact:
        evidence.append(_line("补假", "After the fact", "是 yes"))
    if person.unit_id is not None and leave.purpose == LeavePurpose.LEAVE:
        away = await colleagues_away(uow.session, unit_id=person.unit_id, first=leave.first_on, last=leave.last_on, but=leave.employee_id)
        evidence.append(_line("同期请假同事", "Colleagues away then", "、".join(away) or "0"))
    await uow.session.flush()
    await request_approval(
        uow,
        wish=Wish(
            kind=LEAVE,
            reference=shown_leave(leave.id),
            requester_id=requester_id,
            title_zh=f"{person.name} {zh}：{kind.name_zh} {amount} {unit_zh}（{when}）",
            title_en=f"{en}: {person.name}, {kind.name_en}, {amount} {unit_en} ({when})",
            evidence=evidence,
            content_digest=leave.content_digest,
            unit_id=person.unit_id,
            link=f"/leave?open={shown_leave(leave.id)}",
        ),
    )


def _line(zh: str, en: str, value: str) -> Evidence:
    return Evidence(label_zh=zh, label_en=en, value=value)


async def _when(uow: UnitOfWork, leave: LeaveRequest) -> str:
    """Days, with the hours where it begins or ends in the middle of a day: "2026-11-24 14:00–18:00"."""
    first, last = leave.first_on.isoformat(), leave.last_on.isoformat()
    begins = ends = ""
    if leave.from_time is not None and leave.until_time is not None:
        begins, ends = show_time(leave.from_time), show_time(leave.until_time)
    elif leave.from_session or leave.until_session:
        days = await work_sessions(uow.session, employee_id=leave.employee_id, first=leave.first_on, last=leave.last_on)
        begun, ended = days.get(leave.first_on, []), days.get(leave.last_on, [])
        begins = show_time(begun[(leave.from_session or 1) - 1][0]) if begun else ""
        ends = show_time(ended[(leave.until_session or len(ended)) - 1][1]) if ended else ""
    if first == last:
        return f"{first} {begins}–{ends}" if begins else first
    return f"{first} {begins}".rstrip() + " – " + f"{last} {ends}".rstrip()
