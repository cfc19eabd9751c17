from datetime import datetime, time, timedelta
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.leave import LeaveChangeWaits, LeaveHasBegun, LeaveState
from people.domain.ids import shown_leave
from people.store.attendance.leave import enter_leave_of, find_leave, lock_leave, waiting_change_of
from people.use_cases.approvals.withdraw_reference import withdraw_reference
from people.use_cases.attendance.ask_leave_approval import LEAVE
from people.use_cases.attendance.choose_leave_requester import choose_leave_requester
from people.use_cases.attendance.release_leave import release_leave


async def take_back_leave(uow: UnitOfWork, *, leave_id: UUID, expected_version: int, reason: str) -> None:
    """While it waits, or before it begins: then nobody has to approve it. What was used of a balance comes back.

    Raises LeaveNotFound, VersionStale, LeaveNotTheirs, LeaveNotChangeable, LeaveChangeWaits, LeaveHasBegun.
    """
    found = await find_leave(uow, leave_id)
    await choose_leave_requester(uow, employee_id=found.employee_id)
    check_version(expected=expected_version, actual=found.version)
    if found.state == LeaveState.WAITING and await withdraw_reference(uow, kind=LEAVE, reference=shown_leave(leave_id), reason=reason):
        # The kind's handler has set it free.
        return
    await enter_leave_of(uow, found.employee_id)
    leave = await lock_leave(uow, leave_id)
    check_version(expected=expected_version, actual=leave.version)
    leave.must_be(LeaveState.APPROVED)
    waiting = await waiting_change_of(uow, leave_id)
    if waiting is not None:
        # Its decider would be left with a change of nothing.
        raise LeaveChangeWaits(number=waiting)
    if datetime.combine(leave.first_on, time(), uow.frame.zone) + timedelta(seconds=leave.first_second) <= uow.now:
        raise LeaveHasBegun
    before = leave.facts()
    await release_leave(uow, leave=leave, keep=0)
    leave.end(LeaveState.TAKEN_BACK, reason=reason, now=uow.now)
    uow.audit("leave.taken_back", noun="leave", noun_id=shown_leave(leave_id), before=before, after=leave.facts(), reason=reason)
    uow.changed("leave", shown_leave(leave_id))
