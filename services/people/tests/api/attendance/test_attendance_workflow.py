"""Workflow 1 of the company's stories, with its exact numbers."""

from datetime import date

import pytest

from chassis.ids import show_id
from services.people.tests.api.attendance.attendance_house import USUAL, Attendance
from services.people.tests.attendance_people import id_of, shown_employee

BOUNDARIES = {
    1: ("08:25", *USUAL[1:]),
    2: ("08:26", *USUAL[1:]),
    3: ("08:40", *USUAL[1:]),
    4: ("08:41", *USUAL[1:]),
    5: (*USUAL[:2], "13:55", USUAL[3]),
    6: (*USUAL[:2], "13:56", USUAL[3]),
    8: (USUAL[0], "11:55", *USUAL[2:]),
    9: (USUAL[0], "11:54", *USUAL[2:]),
    10: (*USUAL[:3], "17:55"),
    11: (*USUAL[:3], "17:54"),
    12: USUAL[1:],
}
# Sundays, the Dragon Boat Festival, and the movable rest day.
OFF = {7, 14, 21, 28, 19, 30}


def june(number: str) -> list[tuple[str, str]]:
    days = [day for day in range(1, 31) if day not in OFF]
    return [(number, f"2026-06-{day:02d} {clock}:00") for day in days for clock in BOUNDARIES.get(day, USUAL)]


@pytest.mark.rule("ATT-1", "ATT-2", "ATT-3", "ATT-4", "ATT-5", "ATT-10", "ATT-11")
async def test_the_month_of_o1(attendance: Attendance) -> None:
    attendance.company.employee("O1", "sales")
    attendance.company.employee("O2", "sales")
    calendar = await attendance.call("GET", "/calendar/2026")
    months = {(one["month"], one["group"]): one for one in calendar["months"]}
    for group in ("office", "rota"):
        one = months["2026-06", group]
        assert (one["required_days"], one["punches"], one["minutes"]) == (24, 96, 180 * 60)

    rows = june("O1") + [(number.replace("O1", "O2"), time) for number, time in june("O1") if time[8:10] not in {"02", "04", "12"}]
    first = await attendance.load(rows)
    assert first["added"] == len(rows)
    photo_at = (id_of("photo"), id_of("employee", "O1"), date(2026, 6, 12), 8 * 3600 + 24 * 60)
    attendance.company._run(
        """INSERT INTO attendance_photo (id, employee_id, on_day, second, direction, taken_at, image_sealed, content_digest, width, height,
               keep_until) VALUES (%s, %s, %s, %s, 1, now(), 'x', 'x', 1, 1, '2026-09-10')""",
        photo_at,
    )
    again = await attendance.load(rows)
    assert (again["added"], again["known"]) == (0, len(rows))

    await attendance.settle()
    month = await attendance.call("GET", f"/months-of/{shown_employee('O1')}?month=2026-06")
    figures = month["figures"]
    assert (figures["late"], figures["early"], figures["leave_cases"], figures["photo_proved"]) == (3, 2, 3, 1)
    verdicts = {
        day["on"][8:]: [edge["verdict"] for one in day["sessions"] for edge in (one["sign_in"], one["sign_out"])] for day in month["days"]
    }
    assert [verdicts[day] for day in ("01", "02", "03", "04", "05", "06")] == [
        ["fine"] * 4,
        ["late", "fine", "fine", "fine"],
        ["late", "fine", "fine", "fine"],
        ["leave_case", "fine", "fine", "fine"],
        ["fine"] * 4,
        ["fine", "fine", "late", "fine"],
    ]
    assert [verdicts[day] for day in ("08", "09", "10", "11", "12")] == [
        ["fine", "early", "fine", "fine"],
        ["fine", "leave_case", "fine", "fine"],
        ["fine", "fine", "fine", "early"],
        ["fine", "fine", "fine", "leave_case"],
        ["fine"] * 4,
    ]
    twelfth = next(day for day in month["days"] if day["on"] == "2026-06-12")
    assert twelfth["sessions"][0]["sign_in"]["source"] == "photo"
    opened = await attendance.call("GET", f"/days/{shown_employee('O1')}/2026-06-02")
    assert [punch["at"] for punch in opened["punches"]] == ["08:26:00", "12:01:00", "13:50:00", "18:01:00"]
    assert opened["day"]["reasons"] == [
        {"code": "late", "rule": "ATT-3", "session": 1, "edge": "in", "at": "08:26:00", "due": "08:25:00", "minutes": 1}
    ]
    assert opened["day"]["stored"]


@pytest.mark.rule("ATT-11")
async def test_a_draft_is_replayed_and_names_who_would_change(attendance: Attendance) -> None:
    attendance.company.employee("O1", "sales")
    attendance.company.employee("O2", "sales")
    await attendance.load(june("O1") + [("O2", time) for _, time in june("O1") if time[8:10] not in {"02", "04"}])
    # The reference point of the morning moves to the start of work: only 08:26 and 08:41 change class, and only O1 has them.
    policy = (await attendance.call("GET", "/policies"))["data"][0]
    content = policy["content"]
    content["sessions"][0]["late_from"] = "work_start"
    draft = await attendance.call("POST", "/policies", json={"content": content, "reason": "what if"})
    body = {"kind": "replay", "first_day": "2026-06-01", "last_day": "2026-06-30", "policy_number": draft["number"]}
    run = await attendance.call("POST", "/runs", json=body)
    await attendance.carry_out()
    run = await attendance.call("GET", f"/runs/{run['id']}")
    assert (run["state"], run["people_changed"], run["days_changed"], run["days_done"]) == ("done", 1, 2, 60)
    found = (await attendance.call("GET", f"/runs/{run['id']}/differences"))["data"]
    assert [(one["number"], one["on"], one["before"]["edges"][0]["verdict"], one["after"]["edges"][0]["verdict"]) for one in found] == [
        ("O1", "2026-06-02", "late", "fine"),
        ("O1", "2026-06-04", "leave_case", "late"),
    ]
    page = await attendance.call("GET", f"/runs/{run['id']}/differences?limit=1")
    rest = await attendance.call("GET", f"/runs/{run['id']}/differences?limit=1&cursor={page['next_cursor']}")
    assert (page["has_more"], rest["data"][0]["on"], rest["has_more"]) == (True, "2026-06-04", False)


async def test_whose_days_somebody_sees(attendance: Attendance) -> None:
    head = await attendance.staff("H1", "sales", "head")
    member = await attendance.staff("M1", "sales", "member")
    other = await attendance.staff("X1", "service", "other")
    attendance.company.head("sales", "H1")
    path = f"/v1/attendance/months-of/{shown_employee('M1')}?month=2026-06"
    assert [(await one.ask("GET", path)).status_code for one in (head, member, other, attendance.house.boss)] == [200, 200, 404, 200]
    mine = await member.ask("GET", "/v1/attendance/my-month?month=2026-06")
    assert mine.json()["employee_id"] == shown_employee("M1")
    assert (await attendance.ask("GET", "/my-month?month=2026-06")).json()["code"] == "employee_not_found"
    board = (await head.ask("GET", "/v1/attendance/board?on=2026-06-02")).json()
    assert [row["number"] for row in board["data"]] == ["H1", "M1"]
    unit = show_id("unt", attendance.company.units["centre"])
    assert (await other.ask("GET", f"/v1/attendance/board?unit_id={unit}&on=2026-06-02")).json()["data"][0]["number"] == "X1"
    everybody = await attendance.call("GET", f"/board?unit_id={unit}&on=2026-06-02&limit=2")
    assert ([row["number"] for row in everybody["data"]], everybody["has_more"]) == (["H1", "M1"], True)


@pytest.mark.rule("ATT-3")
async def test_today_is_shown_as_far_as_it_has_come(attendance: Attendance) -> None:
    member = await attendance.staff("M1", "sales", "member")
    attendance.company.punches("M1", date(2026, 7, 3), ["08:26"])
    days = {day["on"]: day for day in (await member.ask("GET", "/v1/attendance/my-month?month=2026-07")).json()["days"]}
    assert days["2026-07-03"]["state"] == "today"
    first, second = days["2026-07-03"]["sessions"]
    assert [first["sign_in"]["verdict"], first["sign_out"]["verdict"], second["sign_in"]["verdict"]] == ["late", "pending", "pending"]
    assert (days["2026-07-02"]["state"], days["2026-07-02"]["figures"]["absent"]) == ("over", 2)
    assert (days["2026-07-06"]["state"], days["2026-07-06"]["figures"]["absent"]) == ("ahead", 0)
