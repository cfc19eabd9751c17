"""What leave costs, what of a balance lapses, what overtime counts: without a database."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.domain.attendance.leave_kind import FIRST_KINDS, LeaveUnit
from people.domain.attendance.leave_ledger import LeaveMove, LedgerLine, balance_of, lapsed, lots_left
from people.domain.attendance.leave_span import DAY_PARTS, LeaveWish, amount_of, pieces_of, shown_amount
from people.domain.attendance.month_dates import dates_of
from people.domain.attendance.objection import ObjectionTooLate, check_in_time
from people.domain.attendance.overtime import OvertimeOnDay, authorised_from, overtime_on
from people.domain.attendance.policy import FIRST_CONTENT, PolicyInvalid, policy_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = 3600
MORNING, AFTERNOON = (8 * HOUR + 1800, 12 * HOUR), (14 * HOUR, 18 * HOUR)
ANNUAL = next(kind for kind in FIRST_KINDS if kind.code == "annual")
DAY = date(2026, 6, 4)


@pytest.mark.parametrize(("sessions", "parts"), [(1, 120), (2, 60), (3, 40), (4, 30), (5, 24), (6, 20)])
def test_each_session_is_an_exact_part_of_its_day(sessions: int, parts: int) -> None:
    day = [(place * 2 * HOUR, place * 2 * HOUR + HOUR) for place in range(sessions)]
    wish = LeaveWish(kind="annual", first_on=DAY, last_on=DAY, until_session=1)
    assert amount_of(pieces_of(wish, ANNUAL, {DAY: day}), LeaveUnit.HALF_DAY) == parts


@given(st.integers(1, 6), st.data())
def test_the_sessions_of_a_day_cover_it_without_a_gap_or_an_overlap(count: int, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, 1439), min_size=2 * count, max_size=2 * count, unique=True)))
    day = [(edges[2 * place] * 60, edges[2 * place + 1] * 60) for place in range(count)]
    pieces = [
        pieces_of(LeaveWish(kind="annual", first_on=DAY, last_on=DAY, from_session=one, until_session=one), ANNUAL, {DAY: day})[0]
        for one in range(1, count + 1)
    ]
    assert pieces[0].start == 0
    assert pieces[-1].end == 86_400
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert all(piece.start <= since and until <= piece.end for piece, (since, until) in zip(pieces, day, strict=True))


def line(move: LeaveMove, amount: int, on: date, *, expires: date | None = None, document: str = "") -> LedgerLine:
    return LedgerLine(move=move, amount=amount, on_date=on, expires_on=expires, document=document)


def test_what_ends_first_is_used_first_and_comes_back_where_it_was() -> None:
    spring, winter = date(2026, 3, 31), date(2026, 12, 31)
    lines = [
        line(LeaveMove.GRANT, 120, date(2026, 1, 1), expires=winter),
        line(LeaveMove.GRANT, 120, date(2026, 1, 1), expires=spring),
        line(LeaveMove.USE, -180, date(2026, 2, 1), document="LV-1"),
    ]
    assert lots_left(lines) == [(winter, 60)]
    lines.append(line(LeaveMove.RETURN, 120, date(2026, 3, 1), document="LV-1"))
    assert lots_left(lines) == [(spring, 60), (winter, 120)]
    assert [lapsed(lines, today=day) for day in (spring, date(2026, 4, 1), date(2027, 1, 1))] == [0, 60, 180]
    lines.append(line(LeaveMove.EXPIRE, -60, date(2026, 4, 1)))
    assert (lapsed(lines, today=date(2026, 5, 1)), balance_of(lines)) == (0, 120)


@given(st.lists(st.tuples(st.integers(1, 500), st.booleans()), max_size=20))
def test_what_is_left_is_always_the_balance(steps: list[tuple[int, bool]]) -> None:
    lines: list[LedgerLine] = []
    for amount, grants in steps:
        if grants:
            lines.append(line(LeaveMove.GRANT, amount, DAY))
        elif balance_of(lines) >= amount:
            lines.append(line(LeaveMove.USE, -amount, DAY, document=str(len(lines))))
    assert sum(left for _, left in lots_left(lines)) == balance_of(lines)


@pytest.mark.rule("ATT-6", "ATT-7")
def test_the_fifth_ends_at_midnight_of_the_company() -> None:
    policy = policy_of(FIRST_CONTENT)
    june = dates_of(date(2026, 6, 1), policy)
    assert june.objections_end(SHANGHAI) == datetime(2026, 7, 5, 16, tzinfo=UTC)
    check_in_time(date(2026, 6, 9), dates=june, now=datetime(2026, 7, 5, 15, 59, 59, tzinfo=UTC), zone=SHANGHAI)
    with pytest.raises(ObjectionTooLate):
        check_in_time(date(2026, 6, 9), dates=june, now=datetime(2026, 7, 5, 16, tzinfo=UTC), zone=SHANGHAI)
    assert (june.sign_by, june.overdue_from) == (date(2026, 7, 3), date(2026, 7, 4))
    assert dates_of(date(2026, 12, 1), policy).overdue_from == date(2027, 1, 4)


@pytest.mark.rule("ATT-6", "ATT-7", "ATT-11")
def test_the_dates_of_a_month_are_parameters() -> None:
    june = dates_of(date(2026, 6, 1), policy_of({**FIRST_CONTENT, "sign_by_day": 7, "object_until_day": 10}))
    assert (june.overdue_from, june.objections_end(SHANGHAI)) == (date(2026, 7, 8), datetime(2026, 7, 10, 16, tzinfo=UTC))
    with pytest.raises(PolicyInvalid) as refused:
        policy_of({**FIRST_CONTENT, "sign_by_day": 6, "object_until_day": 5})
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/object_until_day", "before_signing")]


@pytest.mark.rule("ATT-12")
@pytest.mark.parametrize(
    ("presence", "authorised", "counted", "beyond"),
    [
        (None, [(19 * HOUR, 21 * HOUR)], 0, 0),
        ((8 * HOUR, 18 * HOUR + 1799), [], 0, 0),
        ((8 * HOUR, 18 * HOUR + 1800), [], 0, 30),
        ((8 * HOUR, 21 * HOUR), [(18 * HOUR, 20 * HOUR)], 120, 60),
        ((8 * HOUR, 19 * HOUR), [(18 * HOUR, 20 * HOUR)], 60, 0),
        ((6 * HOUR, 18 * HOUR), [(6 * HOUR, 8 * HOUR)], 120, 0),
        ((8 * HOUR, 18 * HOUR), [(11 * HOUR, 15 * HOUR)], 120, 0),
    ],
)
def test_overtime_counts_where_somebody_was_there_and_it_was_authorised(
    presence: tuple[int, int] | None, authorised: list[tuple[int, int]], counted: int, beyond: int
) -> None:
    found = overtime_on(presence=presence, sessions=[MORNING, AFTERNOON], authorised=authorised, shown_from=30)
    assert found == OvertimeOnDay(authorised=counted, unauthorised=beyond)


@pytest.mark.rule("ATT-11", "ATT-12")
def test_from_which_minute_unauthorised_overtime_is_shown_is_a_parameter() -> None:
    stayed = {"presence": (8 * HOUR, 18 * HOUR + 600), "sessions": [MORNING, AFTERNOON], "authorised": []}
    assert [overtime_on(**stayed, shown_from=minutes).unauthorised for minutes in (0, 10, 11)] == [10, 10, 0]


@pytest.mark.rule("ATT-12", "APR-5")
def test_an_authorisation_never_acts_backwards() -> None:
    assert [authorised_from(starts=100, ends=200, since=since) for since in (None, -5, 100, 150, 200)] == [None, 100, 100, 150, None]


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [(60, "half_day", "0.5"), (120, "half_day", "1"), (40, "half_day", "0.3333"), (90, "hour", "1.5"), (0, "hour", "0")],
)
def test_amounts_are_shown_without_needless_zeros(amount: int, unit: str, text: str) -> None:
    assert shown_amount(amount, LeaveUnit(unit)) == text
    assert DAY_PARTS == 120
