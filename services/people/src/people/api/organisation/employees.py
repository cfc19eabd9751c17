from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sealing import SealBroken
from people.api.organisation.parts import GivenReason, MayRead, OnDay, Reason, Title, Today, reaches_employee
from people.domain.ids import AccountId, AssignmentId, EmployeeId, PositionId, UnitId
from people.domain.organisation.contact import ContactUnreadable, masked
from people.domain.organisation.employee import EmployeeKind, Stage
from people.permissions import Permission
from people.queries.organisation.employees import (
    AssignmentRow,
    EmployeeRow,
    EmployeeSearch,
    find_employee_row,
    list_assignment_rows,
    list_employee_rows,
    sealed_contact,
)
from people.queries.organisation.structure import units_below
from people.queries.organisation.visibility import employee_of, visible_to
from people.use_cases.organisation.assign_position import Place, assign_position
from people.use_cases.organisation.change_employee import change_employee
from people.use_cases.organisation.create_employee import NewEmployeeFacts, create_employee
from people.use_cases.organisation.end_assignment import end_assignment
from people.use_cases.organisation.reveal_contact import reveal_contact

router = transactional_router("/v1/employees", tag="employees")
MayChangeEmployees = Annotated[Actor, Depends(requires(Permission.CHANGE_EMPLOYEES))]
MayReveal = Annotated[Actor, Depends(requires(Permission.REVEAL_EMPLOYEES))]
REACHED = Depends(reaches_employee(Permission.CHANGE_EMPLOYEES))
Told = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class Contact(Body):
    """Personal data: sealed, and masked in every answer. What is left out, or null, stays as it is."""

    phone: Told | None = None
    email: Told | None = None
    id_card: Told | None = None
    address: Told | None = None
    emergency_contact: Told | None = None


class NewEmployee(Body):
    """`probation_until` null: no probation. A person who may not sign in has no account."""

    name: Title
    kind: EmployeeKind
    hired_on: date
    probation_until: date | None = None
    account_id: AccountId | None = None
    contact: Contact | None = None


class EmployeeChange(Body):
    """What is left out stays; null takes the account or the probation away."""

    name: Title | None = None
    kind: EmployeeKind | None = None
    probation_until: date | None = None
    account_id: AccountId | None = None
    contact: Contact | None = None


class NewAssignment(Body):
    """`valid_until` is the first day without it; null has no end."""

    position_id: PositionId
    valid_from: date
    valid_until: date | None = None
    main: bool
    reason: Reason


class AssignmentEnd(Body):
    """`until` is the first day without it; on or before the day it begins, it never comes."""

    until: date
    reason: Reason


class RevealReason(Body):
    reason: GivenReason


class MaskedContact(BaseModel):
    phone: str
    email: str
    id_card: str
    address: str
    emergency_contact: str


class EmployeeOut(BaseModel):
    """Position and unit are the main ones on the day asked about. `version` is also the ETag."""

    id: EmployeeId
    number: str
    name: str
    account_id: AccountId | None
    stage: str
    kind: str
    hired_on: date
    probation_until: date | None
    left_on: date | None
    position_id: PositionId | None
    title_zh: str | None
    title_en: str | None
    unit_id: UnitId | None
    unit_zh: str | None
    unit_en: str | None
    version: int


class AssignmentOut(BaseModel):
    id: AssignmentId
    position_id: PositionId
    code: str
    title_zh: str
    title_en: str
    unit_id: UnitId
    unit_zh: str
    unit_en: str
    main: bool
    valid_from: date
    valid_until: date | None
    reason: str


class EmployeeFile(EmployeeOut):
    """With everything they held, hold and will hold, newest first, and the masked contact."""

    contact: MaskedContact
    assignments: list[AssignmentOut]


def employee_out(row: EmployeeRow) -> EmployeeOut:
    return EmployeeOut(**{name: getattr(row, name) for name in EmployeeOut.model_fields})


def _assignment_out(row: AssignmentRow) -> AssignmentOut:
    return AssignmentOut(**{name: getattr(row, name) for name in AssignmentOut.model_fields})


async def _file(reader: Reader, here: Here, row: EmployeeRow, on: date, response: Response) -> EmployeeFile:
    try:
        contact = here.sealer.open(await sealed_contact(reader, row.id))
    except SealBroken as error:
        raise ContactUnreadable(number=row.number) from error
    held = [_assignment_out(one) for one in await list_assignment_rows(reader, employee_id=row.id, on=on)]
    show_version(response, row.version)
    return EmployeeFile(**employee_out(row).model_dump(), contact=MaskedContact(**masked(contact)), assignments=held)


async def visible_employees(reader: Reader, actor: MayRead, today: Today) -> list[UUID] | None:
    """What somebody may see follows from today, whatever day is asked about (rule ORG-7)."""
    return await visible_to(reader, actor=actor, sees_all=Permission.READ_EMPLOYEES, on=today)


Visible = Annotated[list[UUID] | None, Depends(visible_employees)]


@router.get("")
async def list_employees(
    reader: Reader,
    paging: Paging,
    visible: Visible,
    on: OnDay,
    q: Annotated[str | None, Query(max_length=80)] = None,
    unit_id: UnitId | None = None,
    position_id: PositionId | None = None,
    stage: Stage | None = None,
) -> Page[EmployeeOut]:
    """By number. One sees oneself, one's people, and whom `people.employees.read` reaches. `unit_id` stands for the unit and all below it."""
    (after,) = paging.after(str) or (None,)
    search = EmployeeSearch(
        on=on,
        visible=visible,
        q=q or None,
        stage=stage,
        units=None if unit_id is None else await units_below(reader, units=[unit_id], on=on),
        position_id=position_id,
    )
    rows = await list_employee_rows(reader, search=search, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].number) if len(rows) > paging.limit else None
    return page_of([employee_out(row) for row in rows], limit=paging.limit, next_cursor=last)


class OwnEmployee(BaseModel):
    """`employee` is null for an account that is no employee's."""

    employee: EmployeeOut | None


@router.get("/me")
async def get_own_employee(reader: Reader, on: OnDay, actor: MayRead) -> OwnEmployee:
    own = await employee_of(reader, actor)
    return OwnEmployee(employee=None if own is None else employee_out(await find_employee_row(reader, employee_id=own, on=on)))


@router.post("", status_code=201, dependencies=[ONCE])
async def create_new_employee(
    body: NewEmployee, uow: Uow, here: Here, today: Today, _: MayChangeEmployees, response: Response
) -> EmployeeFile:
    """The record alone; the position is an assignment, and a hiring with all its checks goes through a requisition (rule ORG-4)."""
    contact = {} if body.contact is None else {name: text for name, text in body.contact.model_dump().items() if text}
    facts = NewEmployeeFacts(
        name=body.name,
        kind=body.kind,
        hired_on=body.hired_on,
        probation_until=body.probation_until,
        contact=contact,
        account_id=body.account_id,
    )
    made = await create_employee(uow, facts=facts)
    row = await find_employee_row(uow.session, employee_id=made.id, on=today)
    return await _file(uow.session, here, row, today, response)


@router.get("/{employee_id}")
async def get_employee(
    employee_id: EmployeeId, reader: Reader, here: Here, on: OnDay, visible: Visible, response: Response
) -> EmployeeFile:
    """As they stood on the day."""
    row = await find_employee_row(reader, employee_id=employee_id, on=on, visible=visible)
    return await _file(reader, here, row, on, response)


@router.patch("/{employee_id}", dependencies=[REACHED])
async def change_one_employee(
    employee_id: EmployeeId, body: EmployeeChange, uow: Uow, here: Here, today: Today, _: MayChangeEmployees, version: ExpectedVersion,
    response: Response,
) -> EmployeeFile:  # fmt: skip
    """An account belongs to one employee (rule ORG-8). Stages change by hiring, confirming and leaving."""
    wish = {name: getattr(body, name) for name in body.model_fields_set - {"contact"}}
    wish = {name: value for name, value in wish.items() if value is not None or name in ("probation_until", "account_id")}
    contact = None if body.contact is None else {name: text for name, text in body.contact.model_dump().items() if text is not None}
    await change_employee(uow, employee_id=employee_id, expected_version=version, wish=wish, contact=contact)
    row = await find_employee_row(uow.session, employee_id=employee_id, on=today)
    return await _file(uow.session, here, row, today, response)


@router.post("/{employee_id}/reveal", dependencies=[Depends(reaches_employee(Permission.REVEAL_EMPLOYEES))])
async def reveal_employee_contact(employee_id: EmployeeId, body: RevealReason, uow: Uow, _: MayReveal) -> MaskedContact:
    """In full, with a reason that is logged (rule ORG-6)."""
    contact = await reveal_contact(uow, employee_id=employee_id, reason=body.reason)
    return MaskedContact(**{name: contact.get(name, "") for name in MaskedContact.model_fields})


@router.post("/{employee_id}/assignments", status_code=201, dependencies=[ONCE, REACHED])
async def assign_employee(
    employee_id: EmployeeId, body: NewAssignment, uow: Uow, here: Here, today: Today, _: MayChangeEmployees, response: Response
) -> EmployeeFile:
    """Past the headcount plan it is refused (rule ORG-3)."""
    place = Place(position_id=body.position_id, valid_from=body.valid_from, valid_until=body.valid_until, main=body.main)
    await assign_position(uow, employee_id=employee_id, place=place, reason=body.reason)
    row = await find_employee_row(uow.session, employee_id=employee_id, on=today)
    return await _file(uow.session, here, row, today, response)


@router.post("/{employee_id}/assignments/{assignment_id}/end", dependencies=[ONCE, REACHED])
async def end_one_assignment(
    employee_id: EmployeeId, assignment_id: AssignmentId, body: AssignmentEnd, uow: Uow, here: Here, today: Today, _: MayChangeEmployees,
    response: Response,
) -> EmployeeFile:  # fmt: skip
    """From today on, or later; the past stays as it was."""
    await end_assignment(uow, employee_id=employee_id, assignment_id=assignment_id, until=body.until, reason=body.reason, today=today)
    row = await find_employee_row(uow.session, employee_id=employee_id, on=today)
    return await _file(uow.session, here, row, today, response)
