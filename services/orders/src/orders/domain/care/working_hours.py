"""Deadlines over the hours in which customer service works: weekends, China's holidays and make-up work days (rules CARE-3, SYS-6)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

DAY = timedelta(days=1)
SHORTEST_DAY_MINUTES = 60
Weekday = Annotated[int, Field(ge=1, le=7)]


class DayOff(StrEnum):
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


class WorkingHours(BaseModel):
    """`weekdays` 1 (Monday) to 7; from `opens` to `closes` on the company's clock. `holidays` kept: closed on China's holidays, open on the
    days worked in exchange; open: neither changes anything.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    opens: time
    closes: time
    holidays: Literal["kept", "open"]

    @model_validator(mode="after")
    def _open_long_enough(self) -> "WorkingHours":
        open_minutes = (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute
        if open_minutes < SHORTEST_DAY_MINUTES:
            raise ValueError("it is open for an hour a day at least")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("hours are on the company's clock, without a zone")
        if len(set(self.weekdays)) < len(self.weekdays):
            raise ValueError("each weekday once")
        return self

    def works_on(self, day: date, *, day_off: Callable[[date], DayOff | None]) -> bool:
        special = day_off(day) if self.holidays == "kept" else None
        return special == DayOff.MAKE_UP or (special is None and day.isoweekday() in self.weekdays)


@cache
def _days_off(year: int) -> dict[date, DayOff]:
    # Imported late: it takes some megabytes, and most processes never ask.
    from holidays.countries.china import China

    calendar = China(years=[year])
    found = {day: DayOff.HOLIDAY for day in calendar if day.year == year}
    # The library tells the exchanged days of all years at once.
    return found | {day: DayOff.MAKE_UP for day in calendar.weekend_workdays if day.year == year}


def day_off_in_china(day: date) -> DayOff | None:
    """Of a year whose exchange of days is not announced yet, the law's own holidays only."""
    return _days_off(day.year).get(day)


def after_working_hours(
    start: datetime,
    hours: int,
    *,
    of: WorkingHours,
    zone: tzinfo,
    day_off: Callable[[date], DayOff | None] = day_off_in_china,
) -> datetime:
    """The moment at which `hours` of work have passed since `start`; what begins at night begins when it opens.

    Exactly at closing time it is due at closing time, not the next morning.
    """
    left = timedelta(hours=hours)
    here = start.astimezone(zone)
    day = here.date()
    while True:
        if of.works_on(day, day_off=day_off):
            opens = datetime.combine(day, of.opens, tzinfo=zone)
            closes = datetime.combine(day, of.closes, tzinfo=zone)
            begins = max(opens, here)
            there = closes - begins
            if there > timedelta(0):
                if left <= there:
                    return (begins + left).astimezone(start.tzinfo)
                left -= there
        day += DAY
