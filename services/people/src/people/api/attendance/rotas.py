"""Rotas 调休 of units: planned, published, and changed with their history (rules ATT-2, ATT-12)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.fields import Month, OwnAttendance, Present, Said
from people.domain.attendance.rota_check import UnitNotLed
from people.domain.ids import EmployeeId, RotaId, UnitId
from people.permissions import Permission
from people.queries.attendance.rotas import RotaView, show_rota
from people.queries.organisation.structure import units_below, units_led_by
from people.queries.organisation.visibility import employee_of
from people.use_cases.attendance.plan_rota import plan_rota
from people.use_cases.attendance.publish_rota import publish_rota

router = transactional_router("/v1/attendance/rotas", tag="rotas")
MayPlan = Annotated[Actor, Depends(requires(Permission.PLAN_ROTAS))]
MonthInPath = Annotated[Month, Path(description="YYYY-MM")]


class PersonRests(Body):
    employee_id: EmployeeId
    days: Annotated[list[date], Field(max_length=31)]


class RotaIn(Body):
    """The whole plan: whoever is not named rests on no day. If-Match "0" for a month that nobody has planned yet."""

    rests: Annotated[list[PersonRests], Field(max_length=500)]
    least_on_duty: Annotated[int, Field(ge=0, le=1000)] = 0


class RotaPublish(Body):
    """A rota that was published before needs a reason to change."""

    reason: Said = ""


class RestsOut(BaseModel):
    employee_id: EmployeeId
    days: list[date]


class RotaPersonOut(BaseModel):
    """`rest_days` a month are theirs; `required_days` remain to be worked, whichever they rest on."""

    employee_id: EmployeeId
    number: str
    name: str
    group: str
    pattern: str
    rest_weekdays: list[int]
    rest_days: int
    required_days: int


class RotaDayOut(BaseModel):
    on: date
    kind: str


class RotaWarningOut(BaseModel):
    """weekly_limit (minutes of the week from `on`), too_few_rests, too_many_rests, understaffed (people on a day), rest_on_holiday."""

    code: str
    employee_id: EmployeeId | None
    on: date | None
    planned: int
    limit: int


class RotaVersionOut(BaseModel):
    number: int
    rests: list[RestsOut]
    reason: str
    published_at: datetime
    published_by: str


class RotaOut(BaseModel):
    """`version` 0: nobody has planned this month. `published` false: what is planned differs from what holds."""

    id: RotaId | None
    unit_id: UnitId
    month: str
    version: int
    published_number: int
    published: bool
    least_on_duty: int
    changed_at: datetime | None
    changed_by: str | None
    may_plan: bool
    people: list[RotaPersonOut]
    days: list[RotaDayOut]
    rests: list[RestsOut]
    warnings: list[RotaWarningOut]
    history: list[RotaVersionOut]


def _rests(stored: dict[str, list[str]]) -> list[RestsOut]:
    return [RestsOut(employee_id=UUID(hex=employee), days=[date.fromisoformat(on) for on in days]) for employee, days in stored.items()]


def _out(view: RotaView, *, may_plan: bool) -> RotaOut:
    return RotaOut(
        id=view.plan_id,
        unit_id=view.unit_id,
        month=f"{view.month:%Y-%m}",
        version=view.version,
        published_number=view.published_number,
        published=bool(view.history) and view.history[0].rests == view.rests,
        least_on_duty=view.least_on_duty,
        changed_at=view.changed_at,
        changed_by=view.changed_by,
        may_plan=may_plan,
        people=[
            RotaPersonOut(
                employee_id=person.id,
                number=person.number,
                name=person.name,
                group=person.group.code,
                pattern=person.group.pattern,
                rest_weekdays=list(person.group.rest_weekdays),
                rest_days=person.group.rest_days,
                required_days=person.required_days,
            )
            for person in view.people
        ],
        days=[RotaDayOut(on=on, kind=kind) for on, kind in view.days.items()],
        rests=_rests(view.rests),
        warnings=[
            RotaWarningOut(
                code=warning.code, employee_id=warning.employee_id, on=warning.on_day, planned=warning.planned, limit=warning.limit
            )
            for warning in view.warnings
        ],
        history=[
            RotaVersionOut(
                number=one.number,
                rests=_rests(one.rests),
                reason=one.reason,
                published_at=one.published_at,
                published_by=one.published_by,
            )
            for one in view.history
        ],
    )


async def _leads(reader: Reader, actor: Actor, unit_id: UUID, on: date) -> bool:
    """Head or deputy of the unit or of one above it; whoever keeps attendance plans everywhere."""
    if actor.may(Permission.KEEP_ATTENDANCE):
        return True
    own = await employee_of(reader, actor)
    led = [] if own is None else await units_led_by(reader, employee_id=own, on=on)
    return bool(led) and unit_id in await units_below(reader, units=led, on=on)


async def _answer(uow: Uow, unit_id: UUID, month: date, response: Response) -> RotaOut:
    view = await show_rota(uow.session, unit_id=unit_id, month=month)
    show_version(response, view.version)
    return _out(view, may_plan=True)


@router.get("/{unit_id}/{month}")
async def get_rota(
    unit_id: UnitId, month: MonthInPath, reader: Reader, actor: OwnAttendance, present: Present, response: Response
) -> RotaOut:
    """A unit's month: who rests when. Whoever works in the unit, or leads it, reads it."""
    view = await show_rota(reader, unit_id=unit_id, month=month)
    leads = await _leads(reader, actor, unit_id, present.on)
    own = await employee_of(reader, actor)
    if not leads and not actor.may(Permission.READ_ATTENDANCE) and own not in {person.id for person in view.people}:
        raise UnitNotLed
    show_version(response, view.version)
    return _out(view, may_plan=leads and actor.may(Permission.PLAN_ROTAS))


@router.put("/{unit_id}/{month}", name="plan_rota")
async def plan_unit_rota(
    unit_id: UnitId, month: MonthInPath, body: RotaIn, uow: Uow, actor: MayPlan, version: ExpectedVersion, response: Response
) -> RotaOut:  # fmt: skip
    """What is being planned, with its warnings; it holds once it is published."""
    if not await _leads(uow.session, actor, unit_id, uow.today):
        raise UnitNotLed
    rests = {one.employee_id: frozenset(one.days) for one in body.rests}
    await plan_rota(uow, unit_id=unit_id, month=month, expected_version=version, rests=rests, least_on_duty=body.least_on_duty)
    return await _answer(uow, unit_id, month, response)


@router.post("/{unit_id}/{month}/publish", dependencies=[ONCE], name="publish_rota")
async def publish_unit_rota(
    unit_id: UnitId, month: MonthInPath, body: RotaPublish, uow: Uow, actor: MayPlan, version: ExpectedVersion, response: Response
) -> RotaOut:  # fmt: skip
    """These rest days hold from now on; the days that have been are derived again."""
    if not await _leads(uow.session, actor, unit_id, uow.today):
        raise UnitNotLed
    await publish_rota(uow, unit_id=unit_id, month=month, expected_version=version, reason=body.reason)
    return await _answer(uow, unit_id, month, response)
