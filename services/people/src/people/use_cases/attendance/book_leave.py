from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.attendance.leave_booking import LeaveLine, Shortage, entry_faults, shortages, takes_away
from people.domain.attendance.leave_kind import LeaveKind, kind_on
from people.domain.attendance.leave_ledger import LeaveAmountWrong, LeaveHasNoBalance, LeaveMove, NewEntry
from people.domain.attendance.leave_span import read_amount
from people.domain.organisation.employee import EmployeeNotFound
from people.permissions import Permission
from people.queries.attendance.leave_kinds import list_leave_kinds
from people.queries.organisation.visibility import visible_to
from people.store.attendance.leave import enter_leave_of, free_of, people_known
from people.use_cases.attendance.enter_leave_lines import enter_leave_lines


@dataclass(frozen=True, kw_only=True)
class LeaveBooking:
    """`amount` in days or hours. A grant is positive; a correction has a sign. `expires_on`: of what is granted, its last day."""

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
    entry = _entry(booking, kind, today=uow.today)
    chosen = list(dict.fromkeys(employees))
    await _must_reach(uow, chosen)
    lines = [LeaveLine(place=place, employee_id=employee_id, kind=kind, entry=entry) for place, employee_id in enumerate(chosen)]
    for employee_id in takes_away(lines):
        await enter_leave_of(uow, employee_id)
    _must_have(shortages(lines, free=await free_of(uow, employees=takes_away(lines))))
    await enter_leave_lines(uow, lines=lines)
    return len(lines)


def _entry(booking: LeaveBooking, kind: LeaveKind, *, today: date) -> NewEntry:
    """Raises LeaveAmountWrong."""
    wrong = entry_faults(move=booking.move, kind=kind, amount=booking.amount, expires_on=booking.expires_on, today=today)
    if wrong:
        errors = [FieldError(pointer=f"/{one.field}", code=one.code, zh=one.zh, en=one.en) for one in wrong]
        raise LeaveAmountWrong(errors=errors)
    return NewEntry(
        move=booking.move,
        amount=read_amount(booking.amount, kind.unit) or 0,
        on_date=today,
        expires_on=booking.expires_on,
        document=booking.document,
        reason=booking.reason,
    )


async def _must_reach(uow: UnitOfWork, employees: Sequence[UUID]) -> None:
    """Raises EmployeeNotFound."""
    visible = await visible_to(uow.session, actor=uow.actor, sees_all=Permission.KEEP_LEAVE, on=uow.today)
    if visible is not None and not set(employees) <= set(visible):
        raise EmployeeNotFound
    if len(await people_known(uow, employees=employees)) < len(employees):
        raise EmployeeNotFound


def _must_have(short: Sequence[Shortage]) -> None:
    """Raises LeaveOverBalance, which names each person who has too little."""
    if not short:
        return
    errors: list[FieldError] = []
    for one in short:
        refusal = one.refusal()
        pointer = f"/employee_ids/{one.line.place}"
        errors.append(FieldError(pointer=pointer, code=refusal.code, zh=refusal.sentence("zh"), en=refusal.sentence("en")))
    raise short[0].refusal(errors=errors)
