from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.attendance.leave_ledger import LeaveMove, NewEntry, balance_of, lapsed
from people.domain.ids import shown_employee
from people.store.attendance.leave import enter_leave_of, held_of, ledger_of, write_entry


async def expire_leave(uow: UnitOfWork, *, employee_id: UUID, kind: str) -> int:
    """Books what is left of grants whose last day has passed; what waits for approval keeps its hold. Safe to run again."""
    await enter_leave_of(uow, employee_id)
    lines = await ledger_of(uow, employee_id=employee_id, kind=kind)
    free = balance_of(lines) - await held_of(uow, employee_id=employee_id, kind=kind)
    amount = min(lapsed(lines, today=uow.today), free)
    if amount <= 0:
        return 0
    line = NewEntry(move=LeaveMove.EXPIRE, amount=-amount, on_date=uow.today, document="", reason="到期失效 expired")
    await write_entry(uow, employee_id=employee_id, kind=kind, line=line)
    uow.audit("leave_balance.expired", noun="employee", noun_id=shown_employee(employee_id), after={"kind": kind, "amount": -amount})
    uow.changed("leave_balance", shown_employee(employee_id))
    return amount
