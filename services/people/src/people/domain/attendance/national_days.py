"""Public holidays of China and their make-up work days, from the kept library `holidays` (docs/adr: "The calendar of public holidays").

The State Council announces a year's exchange of days in the November before; until then the law's own holidays are known, the exchange is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from people.domain.attendance.plan import NationalKind

SUBSTITUTED = ("休息日", "Day off")
OBSERVED = ("补假", "observed")
LAST_ANNOUNCED = 2026
"""The last year whose exchange of days the library's kept version has. A test fails when a newer version brings another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalDay:
    kind: NationalKind
    name_zh: str
    name_en: str


@cache
def national_days(year: int) -> Mapping[date, NationalDay]:
    """Only the days that are no plain ones. Deterministic: the same version of the library gives the same days."""
    # Imported late: it takes some megabytes, and most processes never ask.
    from holidays.countries.china import China

    zh, en = China(years=[year], language="zh_CN"), China(years=[year], language="en_US")
    found = {on: NationalDay(kind=_kind(en[on]), name_zh=zh[on], name_en=en[on]) for on in sorted(en) if on.year == year}
    for on in sorted(en.weekend_workdays):
        if on.year == year:
            found[on] = NationalDay(kind=NationalKind.MAKE_UP, name_zh="调休上班", name_en="Make-up work day")
    return found


def _kind(name_en: str) -> NationalKind:
    exchanged = any(word in name_en for word in (SUBSTITUTED[1], OBSERVED[1]))
    return NationalKind.IN_LIEU if exchanged else NationalKind.STATUTORY


def is_announced(year: int) -> bool:
    return year <= LAST_ANNOUNCED
