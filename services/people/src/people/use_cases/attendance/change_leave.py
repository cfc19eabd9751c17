from uuid import UUID

from chassis.ids import new_id, read_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.leave import (
    LeaveChangeWaits,
    LeaveNotShorter,
    LeavePurpose,
    LeaveRequest,
    LeaveState,
    digest_of,
)
from people.domain.attendance.leave_kind import kinds_on
from people.domain.attendance.leave_span import LeavePiece, LeaveWish, amount_of, check_wish, lies_within, pieces_of
from people.domain.ids import shown_leave
from people.queries.attendance.leave_days import work_sessions
from people.queries.attendance.leave_kinds import list_leave_kinds
from people.store.attendance.leave import (
    add_leave,
    enter_leave_of,
    find_leave,
    lock_leave,
    next_leave_number,
    pieces_of_leave,
    waiting_change_of,
)
from people.use_cases.attendance.ask_leave_approval import ask_leave_approval
from people.use_cases.attendance.choose_leave_requester import choose_leave_requester


async def change_leave(uow: UnitOfWork, *, leave_id: UUID, expected_version: int, shorter: LeaveWish | None, reason: str) -> LeaveRequest:
    """Asks for less of what was approved, or for none of it (`shorter` None). Until that is approved, what was approved holds (rule APR-4).

    Raises LeaveNotFound, VersionStale, LeaveNotTheirs, LeaveNotChangeable, LeaveChangeWaits, LeaveNotShorter, LeaveSpanWrong,
    LeaveCoversNoWork.
    """
    who = await choose_leave_requester(uow, employee_id=(await find_leave(uow, leave_id)).employee_id)
    await enter_leave_of(uow, who.employee_id)
    leave = await lock_leave(uow, leave_id)
    check_version(expected=expected_version, actual=leave.version)
    leave.must_be(LeaveState.APPROVED)
    waiting = await waiting_change_of(uow, leave_id)
    if waiting is not None:
        raise LeaveChangeWaits(number=waiting)
    # In the version that the leave was approved under.
    kinds = await list_leave_kinds(uow.session)
    kind = next(one for one in kinds if one.code == leave.kind and one.version == leave.kind_version)
    pieces: list[LeavePiece] = []
    if shorter is not None:
        check_wish(shorter, kind)
        days = await work_sessions(uow.session, employee_id=leave.employee_id, first=shorter.first_on, last=shorter.last_on)
        pieces = pieces_of(shorter, kind, days)
        before = await pieces_of_leave(uow, leave_id)
        if not lies_within(pieces, before) or amount_of(pieces, kind.unit) >= leave.amount:
            raise LeaveNotShorter
    change = await _changed(uow, leave, shorter=shorter, pieces=pieces, amount=amount_of(pieces, kind.unit), reason=reason)
    await add_leave(uow, change, pieces, counts=False)
    uow.audit(
        "leave.change_requested", noun="leave", noun_id=shown_leave(leave.id), before=leave.facts(), after=change.facts(), reason=reason
    )
    uow.changed("leave", shown_leave(leave.id), shown_leave(change.id))
    shown = kinds_on(kinds, leave.first_on).get(leave.kind, kind)
    await ask_leave_approval(uow, leave=change, kind=shown, requester_id=who.requester_id)
    return change


async def _changed(
    uow: UnitOfWork, leave: LeaveRequest, *, shorter: LeaveWish | None, pieces: list[LeavePiece], amount: int, reason: str
) -> LeaveRequest:  # fmt: skip
    """A request of its own, under the kind's version that the leave was approved under."""
    purpose = LeavePurpose.CANCEL if shorter is None else LeavePurpose.SHORTEN
    return LeaveRequest(
        id=new_id(),
        number=await next_leave_number(uow),
        employee_id=leave.employee_id,
        purpose=purpose,
        replaces_id=leave.id,
        kind=leave.kind,
        kind_version=leave.kind_version,
        unit=leave.unit,
        amount=amount,
        first_on=leave.first_on if shorter is None else shorter.first_on,
        last_on=leave.last_on if shorter is None else shorter.last_on,
        first_second=leave.first_second if not pieces else pieces[0].start,
        from_session=None if shorter is None else shorter.from_session,
        until_session=None if shorter is None else shorter.until_session,
        from_time=None if shorter is None else shorter.from_time,
        until_time=None if shorter is None else shorter.until_time,
        reason=reason,
        evidence=leave.evidence,
        after_the_fact=leave.after_the_fact,
        content_digest=digest_of(
            employee_id=leave.employee_id, purpose=purpose, kind=leave.kind, kind_version=leave.kind_version, pieces=pieces, reason=reason,
            evidence=leave.evidence,
        ),
        state=LeaveState.WAITING,
        filed_by=read_id("acc", uow.actor.id),
        filed_at=uow.now,
        decided_by=[],
        comment="",
        end_reason="",
        version=1,
    )  # fmt: skip
