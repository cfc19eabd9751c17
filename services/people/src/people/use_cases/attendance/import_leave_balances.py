from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chassis.rows import RowError
from chassis.tables import TableRow
from chassis.uow import UnitOfWork
from people.domain.attendance.leave_booking import shortages, takes_away
from people.domain.attendance.leave_file import LeavePerson, in_order, paper_of, read_lines, refuse, sort_out, told, too_many
from people.permissions import Permission
from people.queries.attendance.leave_kinds import leave_kinds_on
from people.queries.organisation.visibility import visible_to
from people.store.attendance.leave import booked_under, enter_imports, enter_leave_of, free_of, people_by_number
from people.use_cases.attendance.enter_leave_lines import enter_leave_lines


@dataclass(frozen=True, kw_only=True)
class LeaveImported:
    """`known` rows are in the ledger already, under the same paper."""

    added: int
    known: int
    errors: Sequence[RowError]


async def import_leave_balances(uow: UnitOfWork, *, rows: Sequence[TableRow], check_only: bool) -> LeaveImported:
    """Grants and corrections of a file: whole or not at all, every mistake told at once; loaded again it adds nothing (ATT-9, SYS-3).

    With `check_only` nothing is written. Raises LeaveFileRefused.
    """
    people = await _people(uow, rows)
    kinds = await leave_kinds_on(uow.session, day=uow.today)
    lines, errors = read_lines(rows, people=people, kinds=kinds, today=uow.today)
    await enter_imports(uow)
    fresh, used = sort_out(lines, booked=await booked_under(uow, papers=[paper_of(line) for line in lines]))
    taken_from = takes_away(fresh)
    errors += used + too_many(taken_from)
    # A check promises nothing, so it keeps nobody waiting.
    if not errors and not check_only:
        for employee_id in taken_from:
            await enter_leave_of(uow, employee_id)
    errors += told(shortages(fresh, free=await free_of(uow, employees=taken_from)))
    errors = in_order(errors, rows)
    if not check_only:
        refuse(errors)
        await enter_leave_lines(uow, lines=fresh)
    return LeaveImported(added=len(fresh), known=len(lines) - len(fresh) - len(used), errors=errors)


async def _people(uow: UnitOfWork, rows: Sequence[TableRow]) -> Mapping[str, LeavePerson]:
    """Those whom the caller keeps leave of."""
    found = await people_by_number(uow, numbers={row.cells.get("employee", "") for row in rows})
    visible = await visible_to(uow.session, actor=uow.actor, sees_all=Permission.KEEP_LEAVE, on=uow.today)
    if visible is None:
        return found
    seen = set(visible)
    return {number: person for number, person in found.items() if person.id in seen}
