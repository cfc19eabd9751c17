"""Deadlines over working hours: nights, weekends, holidays and make-up work days (rule CARE-3)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from orders.domain.care.policy import DEFAULT_CARE, CareParameters, ComplaintKind
from orders.domain.care.working_hours import WorkingHours, after_working_hours

HERE = ZoneInfo("Asia/Shanghai")
HOURS = DEFAULT_CARE.hours


def due(start: str, hours: int, *, of: WorkingHours = HOURS) -> str:
    found = after_working_hours(datetime.fromisoformat(start).replace(tzinfo=HERE), hours, of=of, zone=HERE)
    return f"{found.astimezone(HERE):%Y-%m-%d %H:%M}"


@pytest.mark.rule("CARE-3")
@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        pytest.param("2026-11-23 10:30", 2, "2026-11-23 12:30", id="within a day"),
        pytest.param("2026-11-23 16:00", 2, "2026-11-23 18:00", id="exactly until it closes"),
        pytest.param("2026-11-23 17:00", 2, "2026-11-24 10:00", id="over the night"),
        pytest.param("2026-11-23 18:00", 2, "2026-11-24 11:00", id="when it closes"),
        pytest.param("2026-11-23 02:15", 2, "2026-11-23 11:00", id="at night"),
        pytest.param("2026-11-27 17:00", 4, "2026-11-30 12:00", id="over a weekend"),
        pytest.param("2026-11-28 12:00", 1, "2026-11-30 10:00", id="on a Saturday"),
        pytest.param("2026-09-30 17:00", 2, "2026-10-08 10:00", id="over the National Day week"),
        pytest.param("2026-10-09 17:00", 2, "2026-10-10 10:00", id="a Saturday worked in exchange"),
        pytest.param("2026-02-13 17:00", 10, "2026-02-14 18:00", id="worked before the Spring Festival"),
        pytest.param("2026-02-14 17:30", 1, "2026-02-24 09:30", id="over the Spring Festival"),
        pytest.param("2026-12-31 17:30", 1, "2027-01-04 09:30", id="over the New Year, into the next year's calendar"),
    ],
)
def test_only_hours_of_work_count(start: str, hours: int, expected: str) -> None:
    assert due(start, hours) == expected


def test_who_works_every_day_keeps_no_holidays() -> None:
    always = WorkingHours.model_validate({"weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": "08:00", "closes": "22:00", "holidays": "open"})
    assert due("2026-10-01 21:00", 2, of=always) == "2026-10-02 09:00"


def test_the_company_s_clock_decides_not_the_caller_s() -> None:
    # 09:30 in UTC is half past five in the afternoon in China.
    found = after_working_hours(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), 1, of=HOURS, zone=HERE)
    assert found == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def test_a_solution_is_never_due_before_the_answer() -> None:
    friday_evening = datetime(2026, 2, 14, 18, 0, tzinfo=HERE)
    service = DEFAULT_CARE.terms[ComplaintKind.SERVICE]
    assert service.solve_unit == "days"
    answer = DEFAULT_CARE.answer_due(ComplaintKind.SERVICE, since=friday_evening, zone=HERE)
    assert DEFAULT_CARE.solve_due(ComplaintKind.SERVICE, since=friday_evening, zone=HERE) == answer


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": {"weekdays": [], "opens": "09:00", "closes": "18:00", "holidays": "kept"}},
        {"hours": {"weekdays": [1, 1], "opens": "09:00", "closes": "18:00", "holidays": "kept"}},
        {"hours": {"weekdays": [1], "opens": "18:00", "closes": "09:00", "holidays": "kept"}},
        {"hours": {"weekdays": [1], "opens": "09:00", "closes": "09:30", "holidays": "kept"}},
        {"terms": {"service": {"answer_hours": 1, "solve": 1, "solve_unit": "days"}}},
    ],
)
def test_a_policy_that_could_not_work_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CareParameters.model_validate(DEFAULT_CARE.model_dump(mode="json") | changes)
