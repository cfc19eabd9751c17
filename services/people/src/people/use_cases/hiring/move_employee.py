from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.employment import Move, MoveKind, MovePlanned, MovesNowhere, MoveState
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import LeavingAnnounced
from people.domain.ids import shown_employee
from people.domain.organisation.day import DateInThePast
from people.domain.organisation.employee import Employee, EmployeeHasLeft, Stage
from people.domain.organisation.position import Assignment
from people.store.accounts import keep_an_administrator
from people.store.hiring.employments import add_row, assignments_from, planned_leaving, planned_move
from people.store.organisation.employees import lock_employee
from people.use_cases.organisation.assign_position import Place, assign_position
from people.use_cases.organisation.cut_assignment import cut_assignment


@dataclass(frozen=True, kw_only=True)
class MoveWish:
    """`on` is the first day in the new position, today or later."""

    position_id: UUID
    kind: MoveKind
    on: date
    reason: str


async def move_employee(uow: UnitOfWork, *, employee_id: UUID, wish: MoveWish) -> Move:
    """The main position becomes another on the day; the one before stays in the history, and rights follow on the day (rules ORG-6, ORG-7).

    Raises EmployeeNotFound, EmployeeHasLeft, DateInThePast, MovePlanned, LeavingAnnounced, MovesNowhere, LastAdministrator, and what assign_position refuses.
    """
    employee = await lock_employee(uow, employee_id)
    await _check(uow, employee, wish)
    main = next((one for one in await assignments_from(uow, employee_id, on=wish.on) if one.main), None)
    if main is not None and main.position_id == wish.position_id:
        raise MovesNowhere(name=employee.name)
    until_before = None if main is None else main.valid_until
    async with _administered(uow, employee, on=wish.on):
        if main is not None:
            await cut_assignment(uow, employee_id=employee_id, assignment_id=main.id, until=wish.on, reason=wish.reason, today=uow.today)
        place = Place(position_id=wish.position_id, valid_from=wish.on, valid_until=until_before, main=True)
        assigned = await assign_position(uow, employee_id=employee_id, place=place, reason=wish.reason)
    move = _made(uow, wish, employee_id=employee_id, left=main, until_before=until_before, assigned=assigned)
    await add_row(uow, move)
    noun_id = shown("mov", move.id)
    uow.audit("move.planned", noun="move", noun_id=noun_id, after=move.facts(), reason=wish.reason or None)
    uow.changed("employee", shown_employee(employee_id))
    return move


def _administered(uow: UnitOfWork, employee: Employee, *, on: date) -> AbstractAsyncContextManager[None]:
    return nullcontext() if employee.account_id is None else keep_an_administrator(uow, employee.account_id, on=on)


async def _check(uow: UnitOfWork, employee: Employee, wish: MoveWish) -> None:
    if employee.stage == Stage.LEFT:
        raise EmployeeHasLeft(name=employee.name)
    if wish.on < uow.today:
        raise DateInThePast(day=wish.on)
    planned = await planned_move(uow, employee.id)
    if planned is not None:
        raise MovePlanned(name=employee.name, day=planned.takes_effect_on)
    leaving = await planned_leaving(uow, employee.id)
    if leaving is not None:
        raise LeavingAnnounced(name=employee.name, day=leaving.last_day)


def _made(
    uow: UnitOfWork, wish: MoveWish, *, employee_id: UUID, left: Assignment | None, until_before: date | None, assigned: Assignment
) -> Move:
    return Move(
        id=new_id(),
        employee_id=employee_id,
        kind=wish.kind,
        from_position_id=None if left is None else left.position_id,
        to_position_id=wish.position_id,
        takes_effect_on=wish.on,
        reason=wish.reason,
        state=MoveState.DONE if wish.on <= uow.today else MoveState.PLANNED,
        from_assignment_id=None if left is None else left.id,
        from_until_before=until_before,
        to_assignment_id=assigned.id,
        planned_by=uow.actor.name,
        planned_at=uow.now,
        version=1,
    )
