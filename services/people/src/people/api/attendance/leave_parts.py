"""What the routes of leave, overtime and months share."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.auth import requires
from chassis.languages import language_of
from people.domain.attendance.leave import NoEmployee
from people.domain.attendance.leave_kind import LeaveKind, LeaveUnit
from people.domain.attendance.leave_span import shown_amount
from people.domain.attendance.policy import read_time, show_time
from people.permissions import Permission
from people.queries.organisation.structure import units_below, units_led_by
from people.queries.organisation.visibility import employee_of, visible_to

Clock = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
"""Beyond these nobody plans, and there is room for a week or a month around it."""
MonthText = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
GivenWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=1000)]
Paper = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
MayRequest = Annotated[Actor, Depends(requires(Permission.REQUEST_LEAVE))]
MayReadLeave = Annotated[Actor, Depends(requires(Permission.READ_LEAVE))]
MayKeepLeave = Annotated[Actor, Depends(requires(Permission.KEEP_LEAVE))]
MayReadMonths = Annotated[Actor, Depends(requires(Permission.READ_MONTHS))]
MaySign = Annotated[Actor, Depends(requires(Permission.SIGN_MONTHS))]
MayKeepMonths = Annotated[Actor, Depends(requires(Permission.KEEP_MONTHS))]
MayObject = Annotated[Actor, Depends(requires(Permission.OBJECT_TO_MONTHS))]


class JudgedEdge(BaseModel):
    """`at` null: no proof. `source`: none, punch, photo or both."""

    verdict: str
    at: str | None
    due: str
    source: str


class JudgedSession(BaseModel):
    start: str
    end: str
    sign_in: JudgedEdge
    sign_out: JudgedEdge
    absent: bool
    on_leave: bool


class JudgedDay(BaseModel):
    """A day's result as it was kept; figures that are nothing are left out. `digest` is of everything it was derived from."""

    kind: str
    policy_version: int
    figures: dict[str, int]
    sessions: list[JudgedSession]
    digest: str


class CorrectedFact(BaseModel):
    """What was put on record by hand; `direction` is in or out."""

    time: str
    direction: str


def month_of_text(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def seconds_of(text: str | None) -> int | None:
    return None if text is None else read_time(text)


def clock_of(seconds: int | None) -> str | None:
    return None if seconds is None else show_time(seconds)


def shown(amount: int, unit: str) -> str:
    return shown_amount(amount, LeaveUnit(unit))


def name_of(kind: LeaveKind | None, code: str) -> tuple[str, str]:
    return (code, code) if kind is None else (kind.name_zh, kind.name_en)


async def visible_leave(reader: AsyncSession, actor: Actor, on: date) -> list[UUID] | None:
    """Everybody's for who keeps leave; else one's own and one's people's."""
    return await visible_to(reader, actor=actor, sees_all=Permission.READ_LEAVE, on=on)


async def visible_months(reader: AsyncSession, actor: Actor, on: date) -> list[UUID] | None:
    return await visible_to(reader, actor=actor, sees_all=Permission.READ_ALL_MONTHS, on=on)


async def visible_units(reader: AsyncSession, actor: Actor, on: date) -> list[UUID] | None:
    """Units whose sheets somebody sees: None for all."""
    return None if actor.may(Permission.READ_ALL_MONTHS) else await led_units(reader, actor, on)


async def led_units(reader: AsyncSession, actor: Actor, on: date) -> list[UUID]:
    """Those that somebody leads, and all below."""
    own = await employee_of(reader, actor)
    led = [] if own is None else await units_led_by(reader, employee_id=own, on=on)
    return await units_below(reader, units=led, on=on) if led else []


async def own_employee(reader: AsyncSession, actor: Actor) -> UUID:
    """Raises NoEmployee."""
    own = await employee_of(reader, actor)
    if own is None:
        raise NoEmployee
    return own


def language(accepted: str | None) -> str:
    return "zh" if language_of(accepted).startswith("zh") else "en"
