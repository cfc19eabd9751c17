"""What the routes of attendance share."""

import re
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field, StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import Here
from people.permissions import Permission
from people.queries.attendance.day_views import Today, today_at

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"), Field(examples=["08:30"])]


def _first_of_month(value: object) -> object:
    if not isinstance(value, str) or not MONTH.fullmatch(value):
        raise ValueError("must be a month such as 2026-06")
    return date.fromisoformat(f"{value}-01")


Month = Annotated[date, BeforeValidator(_first_of_month), Query(description="YYYY-MM")]


async def _present(here: Here) -> Today:
    local: datetime = here.clock.now().astimezone(here.clock.zone)
    return today_at(local)


Present = Annotated[Today, Depends(_present)]
"""The company's day, and how far it has come."""

OwnAttendance = Annotated[Actor, Depends(requires(Permission.OWN_ATTENDANCE))]
Keeping = Annotated[Actor, Depends(requires(Permission.KEEP_ATTENDANCE))]


def shown_clock(second: int | None) -> str | None:
    """`08:25:01`"""
    return None if second is None else f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
