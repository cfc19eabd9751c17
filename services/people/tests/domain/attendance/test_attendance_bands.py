"""Each boundary second of ATT-3 and ATT-4, and every minute of a day for each band and reference point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.domain.attendance.day import Verdict
from services.people.tests.domain.attendance.attendance_days import at, day, office_day, sessions_from, verdicts

# What, at which edge (0 to 3: in, out, in, out), is what.
GOLDEN = [
    (0, "00:00:00", "fine"),
    (0, "08:24:59", "fine"),
    (0, "08:25:00", "fine"),
    (0, "08:25:01", "late"),
    (0, "08:26:00", "late"),
    (0, "08:29:59", "late"),
    (0, "08:30:00", "late"),
    (0, "08:39:59", "late"),
    (0, "08:40:00", "late"),
    (0, "08:40:01", "leave_case"),
    (0, "08:41:00", "leave_case"),
    (0, "10:14:59", "leave_case"),
    (1, "11:54:00", "leave_case"),
    (1, "11:54:59", "leave_case"),
    (1, "11:55:00", "early"),
    (1, "11:59:59", "early"),
    (1, "12:00:00", "fine"),
    (1, "12:59:59", "fine"),
    (2, "13:00:00", "fine"),
    (2, "13:54:59", "fine"),
    (2, "13:55:00", "fine"),
    (2, "13:55:01", "late"),
    (2, "13:56:00", "late"),
    (2, "14:00:00", "late"),
    (2, "14:10:00", "late"),
    (2, "14:10:01", "leave_case"),
    (3, "17:54:59", "leave_case"),
    (3, "17:55:00", "early"),
    (3, "17:59:59", "early"),
    (3, "18:00:00", "fine"),
    (3, "23:59:59", "fine"),
]
USUAL = ("08:20", "12:01", "13:50", "18:01")


@pytest.mark.rule("ATT-1", "ATT-3", "ATT-4")
@pytest.mark.parametrize(("edge", "clock", "verdict"), GOLDEN)
def test_each_boundary_second(edge: int, clock: str, verdict: str) -> None:
    punches = [*USUAL]
    punches[edge] = clock
    result = day(*punches)
    assert verdicts(result) == [verdict if place == edge else "fine" for place in range(4)]
    assert result.figures.late == (verdict == "late")
    assert result.figures.early == (verdict == "early")
    assert result.figures.leave_cases == (verdict == "leave_case")


@pytest.mark.rule("ATT-11")
@pytest.mark.parametrize(
    ("clock", "verdict"), [("08:30:00", "fine"), ("08:30:01", "late"), ("08:45:00", "late"), ("08:45:01", "leave_case"), ("08:26", "fine")]
)
def test_the_reference_point_moves_the_whole_band(clock: str, verdict: str) -> None:
    plan = office_day(sessions=sessions_from("work_start"))
    assert verdicts(day(clock, *USUAL[1:], plan=plan))[0] == verdict


@pytest.mark.rule("ATT-11")
def test_the_reference_point_is_a_parameter_of_each_session() -> None:
    plan = office_day(sessions=sessions_from("work_start", other="sign_in"))
    assert verdicts(day("08:26", "12:00", "13:56", "18:00", plan=plan)) == ["fine", "fine", "late", "fine"]


@pytest.mark.rule("ATT-11")
@pytest.mark.parametrize(
    ("edge", "clock", "verdict"),
    [
        (0, "08:25:59", "fine"),
        (0, "08:26:00", "late"),
        (0, "08:40:59", "late"),
        (0, "08:41:00", "leave_case"),
        (1, "11:54:59", "leave_case"),
    ],
)
def test_where_seconds_do_not_count_a_punch_is_as_of_its_minute(edge: int, clock: str, verdict: str) -> None:
    punches = [*USUAL]
    punches[edge] = clock
    assert verdicts(day(*punches, plan=office_day(seconds_count=False)))[edge] == verdict


@pytest.mark.rule("ATT-3", "ATT-11")
@given(
    second=st.integers(0, at("10:14:59")),
    lead=st.integers(0, 30),
    band=st.integers(0, 60),
    late_from=st.sampled_from(["sign_in", "work_start"]),
)
def test_a_sign_in_at_any_second(second: int, lead: int, band: int, late_from: str) -> None:
    plan = office_day(sessions=sessions_from(late_from), sign_in_lead_minutes=lead, late_band_minutes=band)
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    edge = day(f"in {clock}", *USUAL[1:], plan=plan).sessions[0].sign_in
    due = at("08:30") - (lead * 60 if late_from == "sign_in" else 0)
    expected = Verdict.FINE if second <= due else Verdict.LATE if second <= due + band * 60 else Verdict.LEAVE_CASE
    assert (edge.verdict, edge.second) == (expected, second)
    assert edge.minutes == (0 if expected is Verdict.FINE else -(-(second - due) // 60))


@pytest.mark.rule("ATT-4", "ATT-11")
@given(second=st.integers(at("14:30"), at("23:59:59")), band=st.integers(0, 60))
def test_a_sign_out_at_any_second(second: int, band: int) -> None:
    plan = office_day(early_band_minutes=band)
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    edge = day(*USUAL[:3], f"out {clock}", plan=plan).sessions[1].sign_out
    end = at("18:00")
    expected = Verdict.FINE if second >= end else Verdict.EARLY if second >= end - band * 60 else Verdict.LEAVE_CASE
    assert (edge.verdict, edge.second) == (expected, second)


@pytest.mark.rule("ATT-3", "ATT-4")
@pytest.mark.parametrize("late_from", ["sign_in", "work_start"])
def test_every_minute_of_a_day_gives_verdicts_that_only_get_worse(late_from: str) -> None:
    """Coming later is never better, going later never worse, at every minute of the day."""
    plan = office_day(sessions=sessions_from(late_from))
    order = [Verdict.FINE, Verdict.LATE, Verdict.LEAVE_CASE]
    came = [day(f"in {minute // 60:02d}:{minute % 60:02d}", *USUAL[1:], plan=plan).sessions[0].sign_in.verdict for minute in range(720)]
    assert [order.index(verdict) for verdict in came] == sorted(order.index(verdict) for verdict in came)
    order = [Verdict.LEAVE_CASE, Verdict.EARLY, Verdict.FINE]
    went = [
        day(*USUAL[:3], f"out {minute // 60:02d}:{minute % 60:02d}", plan=plan).sessions[1].sign_out.verdict
        for minute in range(14 * 60 + 1, 1440)
    ]
    assert [order.index(verdict) for verdict in went] == sorted(order.index(verdict) for verdict in went)
    assert {verdict.name for verdict in (*came, *went)} == {"FINE", "LATE", "EARLY", "LEAVE_CASE"}
