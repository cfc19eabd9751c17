import calendar
import json
import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

import pytest

from dianzhang.demo_attendance import CHINA, MOST_PUNCHES, UNUSUAL, Door, Roster
from dianzhang.demo_desk import PROMOTER, Desk, picture
from dianzhang.demo_growth import Growth
from dianzhang.demo_people import Organisation
from dianzhang.demo_staff import EXTRA_POSITIONS, HEADCOUNTS, LEADERS, ROLE_NAMES, STAFF, WRITINGS, Member
from dianzhang.openapi import permission_codes_file

WRITTEN = {**WRITINGS, **{extra.code: extra.writing for extra in EXTRA_POSITIONS}}
ROTA_POSITIONS = ("OPS-PRM", "CS-AGT", "CHN-DST")
SUNDAY = date(2026, 11, 22)


class Caller:
    """Keeps what it is asked for, and answers punches as people does."""

    def __init__(self) -> None:
        self.batches: list[list[dict[str, str]]] = []

    def each(self, act: Callable[[Any], Any], things: Iterable[Any]) -> list[Any]:
        return [act(thing) for thing in things]

    def call(self, method: str, path: str, **rest: Any) -> Any:
        self.batches.append(rest["json"]["punches"])
        return {"errors": []}


class OneUnit(Organisation):
    """Everybody in one unit, whose calendar knows no holidays but those that a test names."""

    def __init__(self, *, kinds: dict[str, str] | None = None) -> None:
        super().__init__(cast(Any, Caller()), SUNDAY)
        self.kinds = kinds or {}
        self.units = {"EC": "unt_1"}
        self.members = {
            one.name: Member(name=one.name, position=one.position, hired_on=None, phone="", id=f"emp_{one.name}", number=one.name)
            for one in STAFF
        }

    def by(self, name: str, method: str, path: str, **rest: Any) -> Any:
        if method != "GET":
            return {"version": 1}
        year, month = map(int, path.rsplit("/", 1)[1].split("-"))
        days = [date(year, month, day).isoformat() for day in range(1, calendar.monthrange(year, month)[1] + 1)]
        return {
            "people": [_rota_person(member) for member in self.members.values()],
            "days": [{"on": day, "kind": self.kinds.get(day, "plain")} for day in days],
        }


def _rota_person(member: Member) -> dict[str, Any]:
    rota = member.position in ROTA_POSITIONS
    rests = {"pattern": "rota", "rest_weekdays": [], "rest_days": 5} if rota else {"pattern": "week", "rest_weekdays": [7], "rest_days": 1}
    return {"employee_id": member.id, **rests}


def _roster(today: date = SUNDAY, **rest: Any) -> Roster:
    roster = Roster(OneUnit(**rest), today.replace(day=1))
    roster.publish()
    return roster


def _punches(roster: Roster, *, photographed: tuple[str, date] = ("nobody", SUNDAY)) -> list[dict[str, Any]]:
    return roster.punches(random.Random(1), photographed=photographed)


# ---- who works there ------------------------------------------------------------------------------------------------
def test_one_operator_is_looked_for_and_every_other_seat_is_taken() -> None:
    held = [member.position for member in STAFF]
    free = {code: planned - held.count(code) for code, planned in HEADCOUNTS.items()}
    assert {code: count for code, count in free.items() if count} == {"OPS-OPR": 1}
    assert set(held) == set(HEADCOUNTS)


def test_heads_and_deputies_work_there() -> None:
    names = {member.name for member in STAFF}
    assert {leader for pair in LEADERS.values() for leader in pair if leader} <= names


def test_who_signs_in_has_a_role_with_a_name() -> None:
    assert all((member.login is None) == (member.role is None) for member in STAFF)
    assert {member.role for member in STAFF if member.role} | {"developer"} == set(ROLE_NAMES)


@pytest.mark.parametrize("code", sorted(WRITTEN))
def test_a_description_points_at_what_there_is(code: str) -> None:
    known = set(json.loads(permission_codes_file().read_text()))
    writing = WRITTEN[code]
    listed = {name for name, _, _ in writing.indicators}
    for text, permissions, pages, indicators in writing.duties:
        assert all(one in known or (one.endswith(".*") and one.count(".") == 1) for one in permissions), text
        assert set(indicators) <= listed, text
        assert permissions or pages or indicators, text


# ---- when they work -------------------------------------------------------------------------------------------------
def test_fixed_rest_days_follow_the_state_and_a_rota_only_its_holidays() -> None:
    kinds = {"2026-11-03": "statutory", "2026-11-04": "in_lieu", "2026-11-08": "make_up"}
    roster = _roster(kinds=kinds)
    office, rota = roster.work_days["陈志远"], roster.work_days[PROMOTER]
    third, fourth, eighth, fifteenth = (date(2026, 11, day) for day in (3, 4, 8, 15))
    assert third not in office
    assert third not in rota
    assert fourth not in office
    assert eighth in office, "a make-up Sunday"
    assert fifteenth not in office
    november = [day for day in rota if day.month == 11]
    assert len(november) == 29 - 5


def test_they_punch_four_times_a_work_day_but_for_what_is_told() -> None:
    roster = _roster()
    days = sorted(roster.work_days["王雅婷"])[2:3]
    mine = [punch["at"] for punch in _punches(roster) if punch["employee"] == "王雅婷" and punch["at"].startswith(f"{days[0]}")]
    assert len(mine) == 4
    assert mine[0].endswith("T08:31:20+08:00"), "the third work day of a month"
    assert all((name in {member.name for member in STAFF}) for name, _ in UNUSUAL)


def test_nobody_punches_on_leave_and_a_photo_takes_the_place_of_a_punch() -> None:
    roster = _roster()
    away, photographed = sorted(roster.work_days[PROMOTER])[10:12]
    roster.away = {(PROMOTER, away, 0)}
    mine = [punch["at"] for punch in _punches(roster, photographed=(PROMOTER, photographed)) if punch["employee"] == PROMOTER]
    assert [at[11:13] for at in mine if at.startswith(f"{away}")] == ["13", "18"]
    assert [at[11:13] for at in mine if at.startswith(f"{photographed}")] == ["12", "13", "18"]


def test_who_works_overtime_punches_when_it_is_over() -> None:
    roster = _roster()
    day = sorted(roster.work_days["李建国"])[20]
    roster.stays["李建国", day] = time(20, 34, 10)
    mine = [punch["at"] for punch in _punches(roster) if punch["employee"] == "李建国" and punch["at"].startswith(f"{day}")]
    assert [at[11:13] for at in mine] == ["08", "12", "13", "20"]


def test_the_door_sends_each_punch_once_when_its_time_has_come_and_few_enough_at_once() -> None:
    organisation = OneUnit()
    roster = Roster(organisation, SUNDAY.replace(day=1))
    roster.publish()
    door = Door(organisation, _punches(roster))
    noon = datetime(2026, 11, 20, 13, tzinfo=CHINA)
    door.send(noon)
    door.send(noon)
    batches = cast(Any, organisation.caller).batches
    assert all(len(batch) <= MOST_PUNCHES for batch in batches)
    sent = [punch for batch in batches for punch in batch]
    assert sent == door.punches[: len(sent)]
    assert sent[-1]["at"] < noon.isoformat() < door.punches[len(sent)]["at"]


# ---- what they do ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 3, 31), date(2026, 7, 5), SUNDAY])
def test_whatever_the_day_there_is_something_to_do_and_all_of_it_within_the_thirty_days(today: date) -> None:
    roster = _roster(today)
    desk = Desk(roster.organisation, roster, today, wait=lambda passes: None)
    desk.plan()
    errands = desk.errands + Growth(roster.organisation, today).errands()
    first = today - timedelta(days=29)
    # The first of a month of 31 days may lie one day before: it is made up for.
    assert min(day for day, _ in errands) >= first - timedelta(days=1)
    assert roster.next_work_day(PROMOTER, since=today + timedelta(days=2)) > today
    assert {session for _, _, session in roster.away} == {0, 1}


def test_errands_are_done_once_in_order_and_not_before_their_day() -> None:
    done: list[str] = []
    desk = Desk(OneUnit(), _roster(), SUNDAY, wait=lambda passes: None)
    desk.errands = [
        (SUNDAY, lambda: done.append("second")),
        (SUNDAY - timedelta(days=40), lambda: done.append("first")),
        (SUNDAY + timedelta(days=1), lambda: done.append("never")),
    ]
    desk.work(SUNDAY)
    desk.work(SUNDAY)
    assert done == ["first", "second"]


def test_the_photo_is_a_picture() -> None:
    content = picture(96)
    assert content.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x60\0\0\0\x60")
    assert content != picture(97)
