from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from contracts.people import EmployeeMoved
from people.domain.hiring.employment import Move
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import PlaceTakenMeanwhile
from people.domain.ids import shown_account, shown_employee, shown_position, shown_unit
from people.domain.organisation.employee import Employee
from people.domain.organisation.headcount import HeadcountExceeded
from people.domain.organisation.position import AssignmentNotFound
from people.store.hiring.employments import find_employee_of_move, lock_move
from people.store.organisation.employees import lock_employee
from people.store.organisation.positions import lock_assignment, lock_position
from people.use_cases.organisation.check_headcount import check_headcount
from people.use_cases.organisation.cut_assignment import cut_assignment


async def withdraw_move(uow: UnitOfWork, *, move_id: UUID, expected_version: int, reason: str) -> Move:
    """Before its day comes; they stay where they are, if nobody was promised their place meanwhile (rules ORG-3, ORG-6).

    Raises MoveNotFound, VersionStale, MoveHasTakenEffect, PlaceTakenMeanwhile.
    """
    employee = await lock_employee(uow, await find_employee_of_move(uow, move_id))
    move = await lock_move(uow, move_id)
    check_version(expected=expected_version, actual=move.version)
    before = move.facts()
    move.withdraw(today=uow.today)
    await cut_assignment(
        uow, employee_id=employee.id, assignment_id=move.to_assignment_id, until=move.takes_effect_on, reason=reason, today=uow.today
    )
    if move.from_assignment_id is not None:
        await _stay(uow, employee, move)
    await uow.session.flush()
    uow.audit("move.withdrawn", noun="move", noun_id=shown("mov", move_id), before=before, after=move.facts(), reason=reason or None)
    uow.changed("employee", shown_employee(employee.id))
    return move


async def _stay(uow: UnitOfWork, employee: Employee, move: Move) -> None:
    assert move.from_assignment_id is not None
    held = await lock_assignment(uow, move.from_assignment_id)
    if held.valid_until != move.takes_effect_on:
        # Somebody ended it meanwhile on another day: that stands.
        raise AssignmentNotFound
    position = await lock_position(uow, held.position_id)
    try:
        await check_headcount(uow, position_id=position.id, on=move.takes_effect_on, until=move.from_until_before)
    except HeadcountExceeded as full:
        raise PlaceTakenMeanwhile(position=full.facts["position"], planned=full.facts["planned"]) from full
    held.valid_until = move.from_until_before
    uow.publish(
        EmployeeMoved(
            employee_id=shown_employee(employee.id),
            account_id=shown_account(employee.account_id) if employee.account_id else None,
            unit_id=shown_unit(position.unit_id),
            position_id=shown_position(position.id),
            from_date=move.takes_effect_on,
        )
    )
