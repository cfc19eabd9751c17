"""Two people of one name are told apart wherever somebody is shown by name."""

import pytest

from services.people.tests.api.attendance.attendance_house import Attendance
from services.people.tests.api.attendance.leave_scene import LeaveScene


@pytest.fixture
async def scene(attendance: Attendance) -> LeaveScene:
    """A and B are both called Li Na."""
    scene = await LeaveScene(attendance).open()
    attendance.company._run("UPDATE employee SET name = 'Li Na' WHERE number IN (%s, %s)", ("A", "B"))
    return scene


@pytest.mark.rule("ATT-12")
async def test_overtime_is_mine_by_who_i_am_and_not_by_my_name(scene: LeaveScene) -> None:
    for who in "AB":
        body = {"on": "2026-07-06", "starts": "18:30", "ends": "19:30", "reason": "stocktaking"}
        assert (await scene.call(who, "POST", "/overtime", json=body))["mine"] is True
    rows = {who: (await scene.call(who, "GET", "/overtime"))["data"] for who in "AH"}
    assert [(row["employee_number"], row["mine"]) for row in rows["A"]] == [("A", True)]
    assert [(row["employee_number"], row["employee_name"], row["unit_en"], row["mine"]) for row in rows["H"]] == [
        ("B", "Li Na", "sales", False),
        ("A", "Li Na", "sales", False),
    ]


@pytest.mark.rule("ATT-9")
async def test_the_calendar_and_the_evidence_name_both(scene: LeaveScene) -> None:
    for who in "AB":
        assert (await scene.leave(who, kind="personal", first="2026-07-06")).status_code == 201
    assert (await scene.leave("H", kind="personal", first="2026-07-06")).status_code == 201
    calendar = await scene.call("P", "GET", "/leave-calendar?first=2026-07-06&last=2026-07-06")
    assert sorted((row["employee_number"], row["employee_name"]) for row in calendar["data"]) == [
        ("A", "Li Na"),
        ("B", "Li Na"),
        ("H", "Name H"),
    ]
    (asked,) = (await scene.people["H"].ask("GET", "/v1/approvals?view=asked")).json()["data"]
    detail = (await scene.people["H"].ask("GET", f"/v1/approvals/{asked['id']}")).json()
    assert "Li Na A、Li Na B" in str(detail)
