from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.attendance.leave_kind import LeaveUnit, kind_on
from people.domain.attendance.leave_ledger import LeaveAmountWrong, LeaveHasNoBalance, LeaveMove, LeaveOverBalance, NewEntry, balance_of
from people.domain.attendance.leave_span import read_amount, shown_amount
from people.domain.ids import shown_employee
from people.queries.attendance.leave_kinds import list_leave_kinds
from people.queries.organisation.employees import find_employee_row
from people.store.attendance.leave import enter_leave_of, held_of, ledger_of, write_entry


@dataclass(frozen=True, kw_only=True)
class LeaveBooking:
    """`amount` in days or hours. A grant is positive; a correction has a sign. `expires_on`: of a grant, its last day."""

    move: LeaveMove
    kind: str
    amount: Decimal
    expires_on: date | None
    document: str
    reason: str


async def book_leave(uow: UnitOfWork, *, employees: list[UUID], booking: LeaveBooking) -> int:
    """The same line for each of `employees`; all or none. A correction never takes what was used, or waits for approval.

    Raises LeaveKindNotFound, LeaveKindClosed, LeaveHasNoBalance, LeaveAmountWrong, LeaveOverBalance, EmployeeNotFound.
    """
    kind = kind_on(await list_leave_kinds(uow.session), code=booking.kind, day=uow.today)
    if not kind.balance:
        raise LeaveHasNoBalance(kind=kind.name_zh)
    amount = read_amount(booking.amount, kind.unit)
    if not amount or (booking.move is LeaveMove.GRANT and amount < 0):
        errors = [FieldError(pointer="/amount", code="amount_wrong", zh="数额不成立", en="no amount of this kind")]
        raise LeaveAmountWrong(errors=errors, amount=str(booking.amount))
    for employee_id in sorted(set(employees)):
        await find_employee_row(uow.session, employee_id=employee_id, on=uow.today)
        await enter_leave_of(uow, employee_id)
        free = balance_of(await ledger_of(uow, employee_id=employee_id, kind=kind.code))
        free -= await held_of(uow, employee_id=employee_id, kind=kind.code)
        if amount < 0 and free + amount < 0:
            days = kind.unit is LeaveUnit.HALF_DAY
            raise LeaveOverBalance(
                kind_zh=kind.name_zh,
                kind_en=kind.name_en,
                available=shown_amount(free, kind.unit),
                wanted=shown_amount(-amount, kind.unit),
                unit_zh="天" if days else "小时",
                unit_en="days" if days else "hours",
            )
        await write_entry(
            uow,
            employee_id=employee_id,
            kind=kind.code,
            line=NewEntry(
                move=booking.move,
                amount=amount,
                on_date=uow.today,
                expires_on=booking.expires_on,
                document=booking.document,
                reason=booking.reason,
            ),
        )
        after: dict[str, object] = {
            "kind": kind.code,
            "move": booking.move.value,
            "amount": str(booking.amount),
            "document": booking.document,
        }
        uow.audit("leave_balance.booked", noun="employee", noun_id=shown_employee(employee_id), after=after, reason=booking.reason)
        uow.changed("leave_balance", shown_employee(employee_id))
    return len(set(employees))
