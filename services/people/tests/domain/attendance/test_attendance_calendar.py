"""Holidays and make-up work days as the kept library knows them, and what a month asks of each group (rule ATT-2)."""

from datetime import date
from uuid import UUID

import pytest

from people.domain.attendance.national_days import LAST_ANNOUNCED, is_announced, national_days
from people.domain.attendance.plan import DayKind, Duty, NationalKind, kind_of, required_days
from people.domain.attendance.policy import FIRST_CONTENT, policy_of
from people.domain.attendance.rota import RotaMonth, RotaWarningCode, days_between, warnings_of
from services.people.tests.domain.attendance.attendance_days import planner

POLICY = policy_of(FIRST_CONTENT)
OFFICE, ROTA = POLICY.groups


def kinds(first: date, last: date) -> dict[date, NationalKind]:
    known = {year: national_days(year) for year in range(first.year, last.year + 1)}
    return {on: known[on.year][on].kind if on in known[on.year] else NationalKind.PLAIN for on in days_between(first, last)}


@pytest.mark.rule("ATT-2")
def test_2026_has_its_13_holidays_by_law_and_6_make_up_days() -> None:
    found = national_days(2026)
    by_kind = {kind: [f"{on:%m-%d}" for on, day in found.items() if day.kind is kind] for kind in NationalKind}
    assert by_kind[NationalKind.STATUTORY] == [
        "01-01", "02-16", "02-17", "02-18", "02-19", "04-05", "05-01", "05-02", "06-19", "09-25", "10-01", "10-02", "10-03",
    ]  # fmt: skip
    assert sorted(by_kind[NationalKind.MAKE_UP]) == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert by_kind[NationalKind.IN_LIEU] == ["01-02", "02-20", "02-23", "04-06", "05-04", "05-05", "10-05", "10-06", "10-07"]


def test_the_library_knows_no_later_year_than_we_say() -> None:
    """When a newer version brings the next year's exchange of days, LAST_ANNOUNCED moves on."""
    assert is_announced(LAST_ANNOUNCED)
    assert not any(day.kind is NationalKind.MAKE_UP for day in national_days(LAST_ANNOUNCED + 1).values())


@pytest.mark.rule("ATT-2")
@pytest.mark.parametrize(("month", "office", "rota"), [((2026, 6, 30), 24, 24), ((2026, 10, 31), 20, 23), ((2026, 2, 28), 17, 19)])
def test_what_a_month_asks_of_each_group(month: tuple[int, int, int], office: int, rota: int) -> None:
    last = date(*month)
    days = kinds(last.replace(day=1), last)
    assert (required_days(OFFICE, days=days), required_days(ROTA, days=days)) == (office, rota)


@pytest.mark.rule("ATT-2")
@pytest.mark.parametrize(
    ("on", "office", "rota"),
    [
        ((2026, 6, 19), DayKind.HOLIDAY, DayKind.HOLIDAY),
        ((2026, 6, 20), DayKind.WORK, DayKind.WORK),
        ((2026, 6, 21), DayKind.REST, DayKind.WORK),
        ((2026, 9, 20), DayKind.WORK, DayKind.WORK),
        ((2026, 10, 6), DayKind.HOLIDAY, DayKind.WORK),
    ],
)
def test_what_a_day_is_for_each_group(on: tuple[int, int, int], office: DayKind, rota: DayKind) -> None:
    day = date(*on)
    national = kinds(day, day)[day]
    assert [kind_of(group, on=day, national=national, rested=False, rota_known=True) for group in (OFFICE, ROTA)] == [office, rota]


@pytest.mark.rule("ATT-2")
@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("management", "office"),
        ("technical", "office"),
        ("operations", "office"),
        ("administration", "office"),
        ("marketing", "rota"),
        ("customer_service", "rota"),
        (None, "office"),
        ("nobody_knows", "office"),
    ],
)
def test_each_group_of_positions_keeps_to_one(code: str | None, group: str) -> None:
    assert POLICY.group(code).code == group


def test_equal_plans_have_equal_marks_and_others_do_not() -> None:
    duty = Duty(group="operations", unit_id=None, rested=False, rota_known=True)
    monday, tuesday = date(2026, 6, 1), date(2026, 6, 2)
    assert planner().plan(monday, duty).mark == planner().plan(tuesday, duty).mark
    assert planner().plan(monday, duty).mark != planner(late_band_minutes=10).plan(monday, duty).mark


@pytest.mark.rule("ATT-12")
def test_six_days_of_seven_and_a_half_hours_warn() -> None:
    first, last = date(2026, 6, 1), date(2026, 6, 30)
    employee, rests = UUID(int=1), frozenset(date(2026, 6, day) for day in (6, 7, 13, 14, 27))

    def weeks(*planned: date) -> list[tuple[date | None, int]]:
        month = RotaMonth(
            first=first,
            last=last,
            policy=POLICY,
            groups={employee: ROTA},
            days=kinds(first, date(2026, 7, 5)),
            around={},
            planned=frozenset(planned),
            least_on_duty=0,
        )
        found = warnings_of({employee: rests}, month)
        return [(one.on_day, one.planned) for one in found if one.code is RotaWarningCode.WEEKLY_LIMIT]

    # The third week has the holiday, the fourth one rest day: six days remain. The last reaches into July, once that is planned.
    six_days = 45 * 60
    assert weeks() == [(date(2026, 6, 15), six_days), (date(2026, 6, 22), six_days)]
    assert weeks(date(2026, 7, 1))[-1] == (date(2026, 6, 29), 7 * 450)
