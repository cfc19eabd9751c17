"""Which proof counts for what, what leave changes, and that the quick way and the whole way agree."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.domain.attendance.day import DayFacts, LeaveOnDay, Source, derive_day
from people.domain.attendance.plan import DayKind, DayPlan
from people.domain.attendance.quick_day import quick_figures, quick_plan
from services.people.tests.domain.attendance.attendance_days import OFFICE, day, leave, office_day, planner, proofs, verdicts

USUAL = ("08:20", "12:01", "13:50", "18:01")
FINE = ["fine"] * 4


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (USUAL, FINE),
        (tuple(reversed(USUAL)), FINE),
        # Back early from the break: both presses before its middle, both after it.
        (("08:20", "12:02", "12:50", "18:00"), FINE),
        (("08:20", "13:10", "13:40", "18:00"), FINE),
        # Pressed twice: one sign-in, not a sign-in and a sign-out.
        (("08:20:00", "08:20:09", "12:01", "13:50", "18:01"), FINE),
        (("08:20:00", "08:20:09"), ["fine", "missing", "missing", "missing"]),
        (("12:01:00", "12:01:05", "13:50", "18:01"), ["missing", "fine", "fine", "fine"]),
        # A lone press is whichever it is nearer to.
        (("08:41",), ["leave_case", "missing", "missing", "missing"]),
        (("17:58",), ["missing", "missing", "missing", "early"]),
        # Errands in between change nothing.
        (("08:20", "09:30", "10:10", "12:01", "13:50", "15:00", "15:40", "18:01"), FINE),
        # What a device says counts more than where a press lies.
        (("in 08:20", "out 13:10", "in 13:40", "out 18:00"), FINE),
        (("in 11:00", "out 12:00", "in 13:50", "out 18:00"), ["leave_case", "fine", "fine", "fine"]),
        (("out 08:20", "12:01", "13:50", "18:00"), ["missing", "fine", "fine", "fine"]),
        (("08:20", "12:01", "13:50", "in 18:00"), ["fine", "fine", "fine", "missing"]),
        # Gone for good.
        (("08:20", "09:30"), ["fine", "leave_case", "missing", "missing"]),
        ((), ["missing"] * 4),
    ],
)
@pytest.mark.rule("ATT-5")
def test_which_press_counts(written: tuple[str, ...], expected: list[str]) -> None:
    assert verdicts(day(*written)) == expected


@pytest.mark.rule("ATT-3")
def test_a_session_without_any_proof_is_absence_and_counts_once() -> None:
    figures = day("13:50", "18:01").figures
    assert (figures.absent, figures.missing, figures.leave_cases) == (1, 0, 0)
    assert day().figures.absent == 2


@pytest.mark.rule("ATT-5")
class TestPhotos:
    def test_a_photo_alone_proves_a_sign_in(self) -> None:
        result = day("photo in 08:24", *USUAL[1:])
        assert (verdicts(result), result.sessions[0].sign_in.source, result.figures.photo_proved) == (FINE, Source.PHOTO, 1)

    def test_photo_and_punch_that_agree_are_both_named(self) -> None:
        edge = day("photo in 08:24", *USUAL).sessions[0].sign_in
        assert (edge.source, edge.contradiction, edge.second) == (Source.BOTH, False, 8 * 3600 + 20 * 60)

    def test_a_contradiction_is_shown_and_the_better_proof_counts(self) -> None:
        result = day("photo in 08:24", "08:41", *USUAL[1:])
        edge = result.sessions[0].sign_in
        assert (edge.verdict.name, edge.contradiction, result.figures.contradictions) == ("FINE", True, 1)
        assert (edge.punch, edge.photo) == (8 * 3600 + 41 * 60, 8 * 3600 + 24 * 60)

    def test_a_photo_when_leaving_after_an_early_punch(self) -> None:
        edge = day("08:20", "11:50", "photo out 12:03", "13:50", "18:00").sessions[0].sign_out
        assert (edge.verdict.name, edge.contradiction, edge.punch) == ("FINE", True, 11 * 3600 + 50 * 60)


@pytest.mark.rule("ATT-3", "ATT-9")
class TestLeave:
    def test_leave_over_the_start_moves_the_time_to_sign_in(self) -> None:
        result = day("08:41", *USUAL[1:], leaves=(leave("08:30", "09:00"),))
        edge = result.sessions[0].sign_in
        assert (edge.verdict.name, edge.without_leave.name, edge.excused) == ("FINE", "LEAVE_CASE", True)
        assert (result.figures.leave_cases, result.figures.excused, result.figures.leave_minutes) == (0, 1, 30)

    def test_late_after_leave_is_late(self) -> None:
        late = [verdicts(day(clock, *USUAL[1:], leaves=(leave("08:30", "09:00"),)))[0] for clock in ("09:00:01", "09:15:00", "09:15:01")]
        assert late == ["late", "late", "leave_case"]

    def test_half_a_day(self) -> None:
        result = day("13:50", "18:00", leaves=(leave("08:30", "12:00"),))
        assert verdicts(result) == ["none", "none", "fine", "fine"]
        assert (result.figures.absent, result.figures.leave_minutes, result.sessions[0].on_leave) == (0, 210, True)

    def test_leave_until_the_end_lets_go_when_it_begins(self) -> None:
        leaves = (leave("16:00", "18:00"),)
        assert [verdicts(day(*USUAL[:3], clock, leaves=leaves))[3] for clock in ("16:00", "15:55:00", "15:54:59")] == [
            "fine",
            "early",
            "leave_case",
        ]

    def test_two_leaves_that_meet_are_one_and_overlap_counts_once(self) -> None:
        result = day("13:50", "18:00", leaves=(leave("10:00", "12:00", "b"), leave("08:00", "10:30", "a")))
        assert (result.sessions[0].on_leave, result.figures.leave_minutes) == (True, 210)

    def test_leave_in_the_middle_asks_for_both_edges(self) -> None:
        assert verdicts(day("08:20", "13:50", "18:00", leaves=(leave("09:30", "10:30"),)))[:2] == ["fine", "missing"]


def test_a_day_that_is_not_over_accuses_nobody() -> None:
    assert verdicts(day(until="08:00")) == ["pending"] * 4
    assert verdicts(day("08:20", until="09:00")) == ["fine", "pending", "pending", "pending"]
    assert verdicts(day("08:41", until="12:30")) == ["leave_case", "pending", "pending", "pending"]
    assert day("08:20", until="09:00").figures.absent == 0


def test_whoever_works_on_a_rest_day_is_seen_and_not_judged() -> None:
    sunday = planner().plan(date(2026, 6, 7), OFFICE)
    result = day("08:41", plan=sunday)
    assert (result.plan.kind, result.sessions, result.figures.rest_worked) == (DayKind.REST, (), 1)


clocks = st.integers(0, 86_399)
sometimes_said = st.one_of(st.just(0), st.just(0), st.integers(0, 2), st.sampled_from([5, 6]))
day_proofs = st.lists(st.builds(lambda second, kind: second * 8 + kind, clocks, sometimes_said), max_size=9)
plans = st.builds(
    lambda lead, late, early, double: office_day(
        sign_in_lead_minutes=lead, late_band_minutes=late, early_band_minutes=early, double_seconds=double
    ),
    st.integers(0, 30),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 600),
)


@pytest.mark.rule("ATT-10")
@given(plan=plans, numbers=day_proofs, seed=st.integers())
def test_the_order_in_which_facts_come_does_not_matter(plan: DayPlan, numbers: list[int], seed: int) -> None:
    shuffled = [*numbers]
    random.Random(seed).shuffle(shuffled)
    leaves = [LeaveOnDay(start=30_000, end=36_000, reference="b"), LeaveOnDay(start=28_000, end=31_000, reference="a")]
    one = derive_day(plan, DayFacts(proofs=numbers, leaves=leaves))
    other = derive_day(plan, DayFacts(proofs=shuffled, leaves=leaves[::-1]))
    assert one == other


# Mostly four presses near the edges, where the days of people lie.
near = st.tuples(
    *(st.integers(-4000, 4000).map(lambda shift, edge=edge: max(0, edge + shift)) for edge in (30_300, 43_200, 50_100, 64_800))
)


@pytest.mark.rule("ATT-10")
@settings(max_examples=400)
@given(plan=plans, seconds=st.one_of(near, st.tuples(clocks, clocks, clocks, clocks)), said=st.one_of(st.just(0), st.integers(0, 6)))
def test_the_quick_way_and_the_whole_way_agree(plan: DayPlan, seconds: tuple[int, ...], said: int) -> None:
    numbers = sorted([seconds[0] * 8 + said, *(second * 8 for second in seconds[1:])])
    quick = quick_plan(plan)
    assert quick is not None
    figures = quick_figures(quick, numbers)
    if figures is not None:
        assert figures == derive_day(plan, DayFacts(proofs=numbers)).figures


def test_an_ordinary_day_takes_the_quick_way() -> None:
    quick = quick_plan(office_day())
    assert quick is not None
    assert quick_figures(quick, sorted(proofs("08:26", "11:54", "13:50", "17:56"))) is not None
    assert quick_figures(quick, sorted(proofs("08:26", "12:02", "12:50", "17:56"))) is not None
    assert quick_figures(quick, sorted(proofs("08:26", "12:02"))) is None


@pytest.mark.rule("ATT-3", "ATT-4", "ATT-10")
def test_both_ways_agree_on_every_second_around_the_edges() -> None:
    plan = office_day()
    quick = quick_plan(plan)
    assert quick is not None
    usual = [punch // 8 for punch in sorted(proofs(*USUAL))]
    for edge, around in enumerate((30_300, 43_200, 50_100, 64_800)):
        # The bands are at most 15 minutes wide.
        for second in range(around - 320, around + 920):
            numbers = sorted(8 * value for value in [*usual[:edge], second, *usual[edge + 1 :]])
            figures = quick_figures(quick, numbers)
            assert figures is None or figures == derive_day(plan, DayFacts(proofs=numbers)).figures
