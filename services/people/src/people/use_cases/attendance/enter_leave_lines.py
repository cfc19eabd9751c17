from collections.abc import Sequence

from chassis.uow import UnitOfWork
from people.domain.attendance.leave_booking import LeaveLine
from people.domain.attendance.leave_span import shown_amount
from people.domain.ids import shown_employee
from people.store.attendance.leave import write_entries


async def enter_leave_lines(uow: UnitOfWork, *, lines: Sequence[LeaveLine]) -> None:
    """Into the ledger, which only grows, and into the audit trail of each person. Check them first."""
    await write_entries(uow, [(line.account, line.entry) for line in lines])
    for line in lines:
        after: dict[str, object] = {
            "kind": line.kind.code,
            "move": line.entry.move.value,
            "amount": shown_amount(line.entry.amount, line.kind.unit),
            "expires_on": line.entry.expires_on and line.entry.expires_on.isoformat(),
            "document": line.entry.document,
        }
        shown = shown_employee(line.employee_id)
        uow.audit("leave_balance.booked", noun="employee", noun_id=shown, after=after, reason=line.entry.reason)
    uow.changed("leave_balance", *{shown_employee(line.employee_id) for line in lines})
