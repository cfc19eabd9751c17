from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.people import EmployeeHired, EmployeeMoved
from people.domain.hiring.leaving import LeavingAnnounced
from people.domain.ids import shown_account, shown_assignment, shown_employee, shown_position, shown_unit
from people.domain.organisation.employee import Employee
from people.domain.organisation.position import (
    AlreadyHoldsPosition,
    Assignment,
    AssignmentEndsTooEarly,
    MainPositionTaken,
    NotEmployedThen,
    Position,
    PositionClosed,
)
from people.domain.organisation.timeline import UnitNotThere, span_on
from people.store.hiring.employments import planned_leaving
from people.store.organisation.employees import lock_employee
from people.store.organisation.positions import add_assignment, assignments_of, lock_position, title_of
from people.store.organisation.units import load_spans
from people.store.rights import check_own_rise
from people.use_cases.organisation.check_headcount import check_headcount


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where and when: up to, not including, `valid_until`; None has no end. One main position at a time, further ones beside it."""

    position_id: UUID
    valid_from: date
    valid_until: date | None
    main: bool


async def assign_position(uow: UnitOfWork, *, employee_id: UUID, place: Place, reason: str) -> Assignment:
    """Tells the others of a main position: the first since they were hired is a hiring, each further one a move.

    Raises EmployeeNotFound, PositionNotFound, AssignmentEndsTooEarly, NotEmployedThen, LeavingAnnounced, PositionClosed, UnitNotThere, AlreadyHoldsPosition,
    MainPositionTaken, HeadcountExceeded, GrantsMoreThanHeld (a position for oneself).
    """
    if place.valid_until is not None and place.valid_until <= place.valid_from:
        raise AssignmentEndsTooEarly(day=place.valid_from)
    employee = await lock_employee(uow, employee_id)
    if not employee.works_on(place.valid_from):
        raise NotEmployedThen(name=employee.name, day=place.valid_from)
    leaving = await planned_leaving(uow, employee_id)
    if leaving is not None and (place.valid_until is None or place.valid_until > leaving.last_day + timedelta(days=1)):
        # It would outlive them: take up the headcount for ever, and give its rights back on the day they return.
        raise LeavingAnnounced(name=employee.name, day=leaving.last_day)
    position = await lock_position(uow, place.position_id)
    await check_own_rise(uow, account_id=employee.account_id, positions=[place.position_id])
    await _check_open(uow, position, place)
    before = await assignments_of(uow, employee_id)
    for held in (one for one in before if one.overlaps(place.valid_from, place.valid_until)):
        if held.position_id == place.position_id:
            raise AlreadyHoldsPosition(name=employee.name, position=await title_of(uow, position, on=place.valid_from))
        if held.main and place.main:
            raise MainPositionTaken(name=employee.name, day=max(held.valid_from, place.valid_from))
    await check_headcount(uow, position_id=place.position_id, on=place.valid_from, until=place.valid_until)
    assignment = Assignment(
        id=new_id(),
        employee_id=employee_id,
        position_id=place.position_id,
        valid_from=place.valid_from,
        valid_until=place.valid_until,
        main=place.main,
        reason=reason,
    )
    await add_assignment(uow, assignment)
    uow.audit(
        "assignment.made", noun="assignment", noun_id=shown_assignment(assignment.id), after=assignment.facts(), reason=reason or None
    )
    uow.changed("employee", shown_employee(employee_id))
    uow.changed("position", shown_position(place.position_id))
    if place.main:
        _tell(uow, employee, position, place, hired=not any(one.main and one.valid_from >= employee.hired_on for one in before))
    return assignment


async def _check_open(uow: UnitOfWork, position: Position, place: Place) -> None:
    if position.closed_on is not None and (place.valid_until is None or place.valid_until > position.closed_on):
        raise PositionClosed(position=await title_of(uow, position, on=place.valid_from), day=position.closed_on)
    if span_on((await load_spans(uow))[position.unit_id], place.valid_from) is None:
        raise UnitNotThere(day=place.valid_from)


def _tell(uow: UnitOfWork, employee: Employee, position: Position, place: Place, *, hired: bool) -> None:
    account_id = shown_account(employee.account_id) if employee.account_id else None
    where = {
        "employee_id": shown_employee(employee.id),
        "account_id": account_id,
        "unit_id": shown_unit(position.unit_id),
        "position_id": shown_position(position.id),
        "from_date": place.valid_from,
    }
    uow.publish(EmployeeHired.model_validate({"name": employee.name, **where}) if hired else EmployeeMoved.model_validate(where))
