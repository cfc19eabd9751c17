from datetime import datetime, time, timedelta
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.overtime import OvertimeNotChangeable, OvertimeState
from people.domain.ids import shown_overtime
from people.store.attendance.overtime import find_overtime, lock_overtime
from people.use_cases.approvals.withdraw_reference import withdraw_reference
from people.use_cases.attendance.choose_leave_requester import choose_leave_requester
from people.use_cases.attendance.request_overtime import OVERTIME


async def take_back_overtime(uow: UnitOfWork, *, overtime_id: UUID, expected_version: int, reason: str) -> None:
    """While it waits, or before it begins. Raises OvertimeNotFound, VersionStale, LeaveNotTheirs, OvertimeNotChangeable."""
    found = await find_overtime(uow, overtime_id)
    await choose_leave_requester(uow, employee_id=found.employee_id)
    check_version(expected=expected_version, actual=found.version)
    shown = shown_overtime(overtime_id)
    if found.state == OvertimeState.WAITING and await withdraw_reference(uow, kind=OVERTIME, reference=shown, reason=reason):
        return
    overtime = await lock_overtime(uow, overtime_id)
    begins = datetime.combine(overtime.on_date, time(), uow.frame.zone) + timedelta(seconds=overtime.starts)
    if overtime.state != OvertimeState.APPROVED or begins <= uow.now:
        raise OvertimeNotChangeable
    before = overtime.facts()
    overtime.state, overtime.counts_from = OvertimeState.TAKEN_BACK, None
    overtime.version += 1
    uow.audit("overtime.taken_back", noun="overtime", noun_id=shown, before=before, after=overtime.facts(), reason=reason)
    uow.changed("overtime", shown)
