"""Who left and was hired again keeps the attendance of the time before, and none of the time between (rules ATT-5, ATT-6, ATT-7, ATT-10)."""

from datetime import date
from typing import Any

import pytest

from services.people.tests.api.attendance.attendance_house import USUAL, Attendance
from services.people.tests.api.attendance.leave_scene import LeaveScene
from services.people.tests.attendance_people import id_of, shown_employee, shown_unit


@pytest.fixture
async def scene(attendance: Attendance) -> LeaveScene:
    """June: A leaves at 11:54 on the 9th; everybody else is on time."""
    scene = await LeaveScene(attendance).open()
    for number in "HAB":
        for day in range(1, 31):
            on = date(2026, 6, day)
            if on.isoweekday() != 7 and day != 19:
                odd = number == "A" and day == 9
                attendance.company.punches(number, on, (USUAL[0], "11:54", *USUAL[2:]) if odd else USUAL)
    return scene


async def row_of_a(scene: LeaveScene) -> dict[str, Any]:
    """With its days."""
    sheet = (await scene.unit())["sheet_id"]
    return await scene.call("H", "GET", f"/sheets/{sheet}/rows/{shown_employee('A')}")


@pytest.mark.rule("ATT-6", "ATT-10")
async def test_an_open_month_of_the_time_before_keeps_its_row(scene: LeaveScene) -> None:
    await scene.compile()
    before = await row_of_a(scene)
    scene.attendance.company.comes_back("A", "sales", left=date(2026, 6, 30), hired=date(2026, 7, 2))
    again = await scene.compile()
    assert (again["total"], again["done"], again["changed"]) == (3, 3, 0)
    after = await row_of_a(scene)
    assert (after["figures"], after["days"]) == (before["figures"], before["days"])
    assert after["figures"]["required_days"] == 24
    unit = await scene.unit()
    signed = await scene.call("H", "POST", f"/sheets/{unit['sheet_id']}/sign", version=unit["version"])
    assert (signed["state"], unit["members"]) == ("signed", 3)


@pytest.mark.rule("ATT-6")
async def test_a_month_of_leaving_and_coming_back_counts_both_and_not_the_time_between(scene: LeaveScene) -> None:
    scene.attendance.company.comes_back("A", "sales", left=date(2026, 6, 10), hired=date(2026, 6, 22))
    await scene.compile()
    row = await row_of_a(scene)
    assert [day["on"] for day in row["days"]] == [f"2026-06-{day:02d}" for day in (*range(1, 11), *range(22, 31))]
    figures = row["figures"]
    # Nine days of work up to the 10th, eight from the 22nd.
    assert (figures["required_days"], figures["worked_days"], figures["leave_cases"], figures["absent"]) == (17, "17", 1, 0)


@pytest.mark.rule("ATT-7")
async def test_a_correction_of_a_closed_month_of_the_time_before_changes_what_it_corrects(scene: LeaveScene) -> None:
    await scene.compile()
    unit = await scene.unit()
    path = f"/sheets/{unit['sheet_id']}"
    signed = await scene.call("H", "POST", f"{path}/sign", version=unit["version"])
    scene.attendance.set_clock("2026-07-20 09:00")
    taken = await scene.call("P", "POST", f"{path}/take-over", version=signed["version"], json={})
    closed = await scene.call("P", "POST", f"{path}/close", version=taken["version"])
    before = (await row_of_a(scene))["figures"]
    scene.attendance.company.comes_back("A", "sales", left=date(2026, 7, 8), hired=date(2026, 7, 15))
    body = {"employee_id": shown_employee("A"), "document": "HR-7", "reason": "the gate book proves it", "on": "2026-06-09"}
    body["facts"] = [{"direction": "out", "at": "12:00"}]
    await scene.call("P", "POST", f"{path}/corrections", version=closed["version"], json=body)
    after = (await row_of_a(scene))["figures"]
    assert (before["leave_cases"], after["leave_cases"]) == (1, 0)
    for name in ("required_days", "required_punches", "required_hours", "worked_days", "absent"):
        assert after[name] == before[name]


@pytest.mark.rule("ATT-5", "ATT-10")
async def test_punches_and_days_of_the_time_before_are_taken_and_of_the_time_between_refused(scene: LeaveScene) -> None:
    attendance = scene.attendance
    attendance.company.comes_back("B", "sales", left=date(2026, 6, 10), hired=date(2026, 6, 22))
    refused = await attendance.load([("B", "2026-06-15 08:20")], expect=422)
    assert [error["code"] for error in refused["errors"]] == ["not_employed"]
    assert (await attendance.load([("B", "2026-06-05 12:30"), ("B", "2026-06-25 12:30")]))["added"] == 2
    await attendance.settle()
    await attendance.call("POST", "/runs", json={"kind": "compile", "first_day": "2026-06-08", "last_day": "2026-06-23"})
    await attendance.carry_out()
    known = attendance.company.rows("SELECT on_day FROM attendance_day WHERE employee_id = %s ORDER BY on_day", id_of("employee", "B"))
    assert [on.day for (on,) in known] == [5, 8, 9, 10, 22, 23, 25]
    for on, there in (("2026-06-09", True), ("2026-06-15", False), ("2026-06-22", True)):
        board = await attendance.call("GET", f"/board?on={on}&unit_id={shown_unit('sales')}")
        assert (shown_employee("B") in {one["employee_id"] for one in board["data"]}) is there
