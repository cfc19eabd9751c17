"""Rows of a file of grants and corrections: what is taken, and every reason why something is not (rules ATT-9, SYS-3)."""

from datetime import date
from uuid import UUID

import pytest

from chassis.tables import TableRow
from people.domain.attendance.leave_file import Booked, LeavePerson, in_order, paper_of, read_lines, sort_out
from people.domain.attendance.leave_kind import FIRST_KINDS

pytestmark = pytest.mark.rule("ATT-9", "SYS-3")
TODAY = date(2026, 7, 3)
PEOPLE = {
    "E1": LeavePerson(id=UUID(int=1), name="Li Na", left_on=None),
    "E2": LeavePerson(id=UUID(int=2), name="Li Na", left_on=None),
    "E3": LeavePerson(id=UUID(int=3), name="Wu", left_on=date(2026, 6, 30)),
}
KINDS = {kind.code: kind for kind in FIRST_KINDS}
GOOD = {"employee": "E1", "kind": "年假", "amount": "5", "document": "HR-1", "reason": "for 2026"}


def row(number: int = 2, **cells: str) -> TableRow:
    own = {**GOOD, **cells}
    return TableRow(number=number, cells=own, headings={"employee": "工号", "amount": "天数或小时数"})


def wrong(**cells: str) -> list[tuple[str | None, str]]:
    _, errors = read_lines([row(**cells)], people=PEOPLE, kinds=KINDS, today=TODAY)
    return [(error.column, error.code) for error in errors]


@pytest.mark.parametrize(
    ("cells", "units", "expires_on"),
    [
        ({}, 600, None),
        ({"kind": "annual leave", "amount": "0.5", "expires_on": "2026/12/31"}, 60, date(2026, 12, 31)),
        ({"kind": "time_off", "amount": "1.5", "expires_on": "2026-07-03 00:00:00"}, 90, TODAY),
        ({"move": "更正", "amount": "-2"}, -240, None),
        ({"name": "Li Na", "move": "Correct", "amount": "+1"}, 120, None),
    ],
)
def test_what_a_row_says(cells: dict[str, str], units: int, expires_on: date | None) -> None:
    (line,), errors = read_lines([row(**cells)], people=PEOPLE, kinds=KINDS, today=TODAY)
    assert (errors, line.employee_id, line.entry.amount, line.entry.expires_on) == ([], UUID(int=1), units, expires_on)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"employee": "E9"}, [("employee", "unknown_employee")]),
        ({"employee": "E3"}, [("employee", "has_left")]),
        ({"employee": "E2", "name": "Wu"}, [("name", "name_differs")]),
        ({"kind": "holidays"}, [("kind", "unknown_kind")]),
        ({"kind": "sick"}, [("kind", "no_balance")]),
        ({"move": "take"}, [("move", "no_move")]),
        ({"amount": "five"}, [("amount", "no_amount")]),
        ({"amount": "0.001"}, [("amount", "amount_wrong")]),
        ({"amount": "-1"}, [("amount", "amount_wrong")]),
        ({"expires_on": "2026-02-30"}, [("expires_on", "no_day")]),
        ({"expires_on": "2026-07-02"}, [("expires_on", "expires_in_the_past")]),
        ({"move": "correct", "amount": "-1", "expires_on": "2026-12-31"}, [("expires_on", "expires_of_nothing")]),
        ({"document": "", "reason": ""}, [("document", "length"), ("reason", "length")]),
        (
            {"employee": "", "kind": "", "amount": "", "document": "x" * 201},
            [("employee", "missing"), ("kind", "missing"), ("amount", "no_amount"), ("document", "length")],
        ),
    ],
)
def test_every_mistake_of_a_row_is_named(cells: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert wrong(**cells) == found


def test_who_has_left_can_still_be_corrected() -> None:
    assert wrong(employee="E3", move="correct", amount="-1") == []


def test_the_same_paper_twice_in_a_file_is_a_mistake_and_namesakes_are_two_people() -> None:
    rows = [row(2), row(3), row(4, employee="E2"), row(5, document="HR-2")]
    _, errors = read_lines(rows, people=PEOPLE, kinds=KINDS, today=TODAY)
    assert [(error.row, error.code) for error in errors] == [(3, "twice_in_the_file")]
    assert "2" in errors[0].detail_en


def test_a_row_that_is_in_the_ledger_adds_nothing_and_one_that_differs_is_refused() -> None:
    lines, _ = read_lines([row(2), row(3, employee="E2"), row(4, document="HR-2")], people=PEOPLE, kinds=KINDS, today=TODAY)
    booked = {paper_of(lines[0]): [Booked(amount=600, expires_on=None)], paper_of(lines[1]): [Booked(amount=480, expires_on=None)]}
    fresh, errors = sort_out(lines, booked=booked)
    assert [line.place for line in fresh] == [4]
    assert [(error.row, error.code) for error in errors] == [(3, "document_used")]


def test_mistakes_stand_in_the_order_of_the_file_under_its_own_headings() -> None:
    rows = [row(2, amount="x"), row(3, employee="")]
    _, errors = read_lines(rows, people=PEOPLE, kinds=KINDS, today=TODAY)
    assert [(one.row, one.column) for one in in_order(list(reversed(errors)), rows)] == [(2, "天数或小时数"), (3, "工号")]
