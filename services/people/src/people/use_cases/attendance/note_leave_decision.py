from uuid import UUID

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import ContentChanged, State
from people.domain.approvals.kinds import Decision
from people.domain.attendance.leave import LeavePurpose, LeaveRequest, LeaveState
from people.domain.attendance.leave_kind import LeaveUnit
from people.domain.attendance.leave_ledger import LeaveMove, LeaveOverBalance, NewEntry, balance_of
from people.domain.attendance.leave_span import shown_amount
from people.domain.ids import shown_leave
from people.queries.attendance.leave_kinds import list_leave_kinds
from people.store.attendance.leave import enter_leave_of, find_leave, hold_time, ledger_of, lock_leave, pieces_of_leave, write_entry
from people.store.attendance.touched import touch_days
from people.use_cases.attendance.release_leave import release_leave

OUTCOMES = {
    State.APPROVED: LeaveState.APPROVED,
    State.REFUSED: LeaveState.REFUSED,
    State.VOIDED: LeaveState.TAKEN_BACK,
    State.WITHDRAWN: LeaveState.TAKEN_BACK,
}


async def note_leave_decision(uow: UnitOfWork, decision: Decision) -> None:
    """The handler of the kind `leave`: what was approved is exactly what takes effect (rules ATT-9, APR-4).

    Raises ContentChanged, LeaveNotChangeable, LeaveOverBalance: then nothing was decided.
    """
    leave_id: UUID = read_id("lve", decision.reference)
    await enter_leave_of(uow, (await find_leave(uow, leave_id)).employee_id)
    leave = await lock_leave(uow, leave_id)
    if decision.content_digest != leave.content_digest:
        raise ContentChanged
    if leave.state != LeaveState.WAITING and decision.outcome != State.APPROVED:
        return
    before = leave.facts()
    leave.decide(OUTCOMES[decision.outcome], by=decision.decided_by, comment=decision.comment, now=uow.now)
    if decision.outcome != State.APPROVED:
        await hold_time(uow, leave_id, holds=False)
    elif leave.purpose == LeavePurpose.LEAVE:
        await _use(uow, leave)
    else:
        await _replace(uow, leave)
    await touch_days(uow, days=[(leave.employee_id, piece.on) for piece in await pieces_of_leave(uow, leave_id)])
    uow.audit(
        f"leave.{leave.state}",
        noun="leave",
        noun_id=shown_leave(leave_id),
        before=before,
        after=leave.facts(),
        reason=decision.comment or None,
    )
    uow.changed("leave", shown_leave(leave_id))


async def _use(uow: UnitOfWork, leave: LeaveRequest) -> None:
    # In the version that was asked for: a kind that was closed since still gives what is being decided (rule SYS-6).
    kinds = await list_leave_kinds(uow.session)
    kind = next(one for one in kinds if one.code == leave.kind and one.version == leave.kind_version)
    if not kind.balance:
        return
    left = balance_of(await ledger_of(uow, employee_id=leave.employee_id, kind=leave.kind))
    if left < leave.amount:
        days = kind.unit is LeaveUnit.HALF_DAY
        raise LeaveOverBalance(
            kind_zh=kind.name_zh,
            kind_en=kind.name_en,
            available=shown_amount(left, kind.unit),
            wanted=shown_amount(leave.amount, kind.unit),
            unit_zh="天" if days else "小时",
            unit_en="days" if days else "hours",
        )
    await write_entry(
        uow,
        employee_id=leave.employee_id,
        kind=leave.kind,
        line=NewEntry(
            move=LeaveMove.USE, amount=-leave.amount, on_date=leave.last_on, document=leave.number, reason=leave.reason, leave_id=leave.id
        ),
    )


async def _replace(uow: UnitOfWork, change: LeaveRequest) -> None:
    """A change that was approved: what it replaces ends, and it holds the time from now on."""
    assert change.replaces_id is not None
    older = await lock_leave(uow, change.replaces_id)
    older.must_be(LeaveState.APPROVED)
    await release_leave(uow, leave=older, keep=change.amount)
    older.end(LeaveState.CANCELLED if change.purpose == LeavePurpose.CANCEL else LeaveState.REPLACED, reason=change.number, now=uow.now)
    await uow.session.flush()
    await hold_time(uow, change.id, holds=True)
    uow.changed("leave", shown_leave(older.id))
