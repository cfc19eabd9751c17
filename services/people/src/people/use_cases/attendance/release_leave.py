from chassis.uow import UnitOfWork
from people.domain.attendance.leave import LeaveRequest
from people.domain.attendance.leave_ledger import LeaveMove, NewEntry
from people.queries.attendance.leave_kinds import list_leave_kinds
from people.store.attendance.leave import find_leave, hold_time, pieces_of_leave, write_entry
from people.store.attendance.touched import touch_days


async def release_leave(uow: UnitOfWork, *, leave: LeaveRequest, keep: int) -> None:
    """Approved leave no longer holds its time; what was used of the balance comes back, but for `keep`. Enter the person's leave first."""
    await hold_time(uow, leave.id, holds=False)
    await touch_days(uow, days=[(leave.employee_id, piece.on) for piece in await pieces_of_leave(uow, leave.id)])
    kinds = await list_leave_kinds(uow.session)
    back = leave.amount - keep
    if back <= 0 or not any(kind.balance for kind in kinds if kind.code == leave.kind):
        return
    first = leave
    while first.replaces_id is not None:
        first = await find_leave(uow, first.replaces_id)
    # Under the number under which it was used, so that it comes back to the grants it was taken from.
    await write_entry(
        uow,
        employee_id=leave.employee_id,
        kind=leave.kind,
        line=NewEntry(move=LeaveMove.RETURN, amount=back, on_date=uow.today, document=first.number, reason=leave.number, leave_id=leave.id),
    )
