from datetime import date
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.organisation.parts import Code, MayChange, MayRead, OnDay, Reason, Title, Today
from people.domain.ids import EmployeeId, UnitId
from people.domain.organisation.timeline import UnitFacts
from people.queries.organisation.units import PeriodRow, UnitRow, list_days_of_change, list_unit_periods, list_unit_rows
from people.use_cases.organisation.change_unit import change_unit
from people.use_cases.organisation.close_unit import close_unit
from people.use_cases.organisation.create_unit import create_unit
from people.use_cases.organisation.withdraw_unit_change import withdraw_unit_change

router = transactional_router("/v1/units", tag="units")
Place = Annotated[int, Field(ge=0, le=10_000)]


class NewUnit(Body):
    """Without `parent_id` it is the top of the tree. `valid_from` may be past for what was there and never entered; null is today."""

    code: Code
    name_zh: Title
    name_en: Title
    parent_id: UnitId | None = None
    head_id: EmployeeId | None = None
    deputy_id: EmployeeId | None = None
    place: Place = 0
    valid_from: date | None = None


class UnitChange(Body):
    """What is left out stays; null takes the head, the deputy or the unit above away. From `effective_from` on, today or later."""

    effective_from: date
    name_zh: Title | None = None
    name_en: Title | None = None
    parent_id: UnitId | None = None
    head_id: EmployeeId | None = None
    deputy_id: EmployeeId | None = None
    place: Place | None = None
    reason: Reason | None = None


class UnitClosing(Body):
    """`closed_from` is the first day without the unit."""

    closed_from: date
    reason: Reason


class Leader(BaseModel):
    id: EmployeeId
    number: str
    name: str


class UnitPeriodOut(BaseModel):
    """`when`: past, now or planned, seen from today. From `valid_from` up to, not including, `valid_until`."""

    parent_id: UnitId | None
    name_zh: str
    name_en: str
    head: Leader | None
    deputy: Leader | None
    place: int
    valid_from: date
    valid_until: date | None
    when: str


class UnitOut(UnitPeriodOut):
    """`staff_count` counts main positions in exactly this unit. `version` is also the ETag of the unit's history."""

    id: UnitId
    code: str
    version: int
    staff_count: int
    position_count: int
    changes_later: bool


class UnitTree(BaseModel):
    """All units of the day, siblings in order; `days_of_change` are the days on which the tree became or becomes another."""

    on: date
    data: list[UnitOut]
    days_of_change: list[date]


class UnitHistory(BaseModel):
    id: UnitId
    code: str
    version: int
    data: list[UnitPeriodOut]


def _leader(employee_id: EmployeeId | None, number: str | None, name: str | None) -> Leader | None:
    return None if employee_id is None or number is None or name is None else Leader(id=employee_id, number=number, name=name)


def _period(row: PeriodRow, today: date) -> dict[str, object]:
    when = "planned" if row.valid_from > today else "past" if row.valid_until is not None and row.valid_until <= today else "now"
    return {
        "parent_id": row.parent_id,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "head": _leader(row.head_id, row.head_number, row.head_name),
        "deputy": _leader(row.deputy_id, row.deputy_number, row.deputy_name),
        "place": row.place,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "when": when,
    }


def _unit_out(row: UnitRow, today: date) -> UnitOut:
    own = {name: getattr(row, name) for name in ("id", "code", "version", "staff_count", "position_count", "changes_later")}
    return UnitOut.model_validate(_period(row, today) | own)


async def _history(reader: Reader, unit_id: UnitId, today: date, response: Response) -> UnitHistory:
    rows = await list_unit_periods(reader, unit_id=unit_id)
    show_version(response, rows[0].version)
    data = [UnitPeriodOut.model_validate(_period(row, today)) for row in rows]
    return UnitHistory(id=unit_id, code=rows[0].code, version=rows[0].version, data=data)


@router.get("")
async def list_units(reader: Reader, on: OnDay, today: Today, _: MayRead) -> UnitTree:
    """The tree as it was, is or will be on the day (rule ORG-1)."""
    rows = await list_unit_rows(reader, on=on)
    return UnitTree(on=on, data=[_unit_out(row, today) for row in rows], days_of_change=await list_days_of_change(reader))


@router.post("", status_code=201, dependencies=[ONCE])
async def create_new_unit(body: NewUnit, uow: Uow, today: Today, _: MayChange, response: Response) -> UnitHistory:
    """Units form one tree on every day there is and will be (rule ORG-1)."""
    fields = {name: getattr(body, name) for name in UnitFacts.__dataclass_fields__}
    unit = await create_unit(uow, code=body.code, facts=UnitFacts(**fields), valid_from=body.valid_from or today)
    return await _history(uow.session, unit.id, today, response)


@router.get("/{unit_id}")
async def get_unit(unit_id: UnitId, reader: Reader, today: Today, _: MayRead, response: Response) -> UnitHistory:
    """Everything the unit was, is and is planned to be."""
    return await _history(reader, unit_id, today, response)


@router.patch("/{unit_id}")
async def change_one_unit(
    unit_id: UnitId, body: UnitChange, uow: Uow, today: Today, _: MayChange, version: ExpectedVersion, response: Response
) -> UnitHistory:
    """Rename, move, appoint: from a day on that has not passed. What was before stays as it was (rule ORG-1)."""
    wish = {name: getattr(body, name) for name in body.model_fields_set - {"effective_from", "reason"}}
    wish = {name: value for name, value in wish.items() if value is not None or name in ("parent_id", "head_id", "deputy_id")}
    await change_unit(
        uow, unit_id=unit_id, expected_version=version, on=body.effective_from, wish=wish, reason=body.reason or "", today=today
    )
    return await _history(uow.session, unit_id, today, response)


@router.post("/{unit_id}/close", dependencies=[ONCE])
async def close_one_unit(
    unit_id: UnitId, body: UnitClosing, uow: Uow, today: Today, _: MayChange, version: ExpectedVersion, response: Response
) -> UnitHistory:
    """Refused while units or open positions are left in it on that day (rule ORG-1)."""
    await close_unit(uow, unit_id=unit_id, expected_version=version, on=body.closed_from, reason=body.reason, today=today)
    return await _history(uow.session, unit_id, today, response)


@router.delete("/{unit_id}/planned-changes/{day}", status_code=204)
async def withdraw_planned_change(unit_id: UnitId, day: date, uow: Uow, today: Today, _: MayChange, version: ExpectedVersion) -> None:
    """What was planned for the day, before it comes: a change, the closing, or the unit itself."""
    await withdraw_unit_change(uow, unit_id=unit_id, expected_version=version, day=day, today=today)
