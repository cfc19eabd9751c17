"""From the sheet to its closing: compiled, signed, objected to, accepted by silence, corrected (rules ATT-6, ATT-7, ATT-10, ATT-12)."""

import asyncio
import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from services.people.tests.api.attendance.attendance_house import Attendance
from services.people.tests.api.attendance.leave_scene import LeaveScene
from services.people.tests.attendance_people import id_of, shown_employee

ORDINARY = ("08:20", "12:01", "13:50", "18:01")


@pytest.fixture
async def scene(attendance: Attendance) -> LeaveScene:
    """June: A leaves at 11:54 on the 9th and comes at 08:41 on the 4th; everybody else is on time."""
    scene = await LeaveScene(attendance).open()
    odd = {4: ("08:41", *ORDINARY[1:]), 9: (ORDINARY[0], "11:54", *ORDINARY[2:])}
    for number in "HABP":
        for day in range(1, 31):
            on = date(2026, 6, day)
            if on.isoweekday() != 7 and day != 19:
                attendance.company.punches(number, on, odd.get(day, ORDINARY) if number == "A" else ORDINARY)
    return scene


async def rows_of(scene: LeaveScene, who: str = "H", query: str = "") -> dict[str, dict[str, Any]]:
    sheet = (await scene.unit(who=who))["sheet_id"]
    return {row["number"]: row for row in (await scene.call(who, "GET", f"/sheets/{sheet}/rows?limit=100{query}"))["data"]}


async def signed(scene: LeaveScene) -> dict[str, Any]:
    await scene.compile()
    unit = await scene.unit()
    return await scene.call("H", "POST", f"/sheets/{unit['sheet_id']}/sign", version=unit["version"])


async def settle(
    scene: LeaveScene, objection: dict[str, Any], outcome: str = "accepted", *, at: str = "12:00", who: str = "P"
) -> dict[str, Any]:
    body = {"outcome": outcome, "heard": "The witness was asked and agrees.", "decision": "He was there.", "facts": []}
    if outcome == "accepted":
        body["facts"] = [{"direction": "out", "at": at}]
    return (await scene.ask(who, "POST", f"/objections/{objection['id']}/settle", version=objection["version"], json=body)).json()


async def object_to(scene: LeaveScene, who: str = "A", on: str = "2026-06-09") -> dict[str, Any]:
    body = {"on": on, "statement": "I left at noon, the clock was wrong.", "witness": "Wang of the gate", "attachments": "gate book p. 7"}
    return (await scene.ask(who, "POST", "/objections", json=body)).json()


@pytest.mark.rule("ATT-6", "ATT-10")
async def test_the_same_input_gives_the_same_sheet_and_each_figure_opens(scene: LeaveScene) -> None:
    first = await scene.compile()
    assert (first["total"], first["done"], first["changed"]) == (3, 3, 3)
    before = await scene.call("H", "GET", f"/sheets/{(await scene.unit())['sheet_id']}")
    again = await scene.compile()
    after = await scene.call("H", "GET", f"/sheets/{before['id']}")
    assert (again["changed"], after["digest"], after["state"]) == (0, before["digest"], "compiled")
    rows = await rows_of(scene)
    assert sorted(rows) == ["A", "B", "H"]
    own = rows["A"]["figures"]
    assert (own["required_days"], own["required_punches"], own["required_hours"]) == (24, 96, "180")
    assert (own["late"], own["early"], own["leave_cases"], own["absent"], own["worked_days"]) == (0, 0, 2, 0, "25")
    detail = await scene.call("H", "GET", f"/sheets/{before['id']}/rows/{shown_employee('A')}")
    assert [day["on"] for day in detail["days"] if "leave_cases" in day["figures"]] == ["2026-06-04", "2026-06-09"]
    for name in ("late", "early", "leave_cases", "absent", "photo_proved", "late_minutes"):
        assert sum(day["figures"].get(name, 0) for day in detail["days"]) == own[name]
    for number in ("B", "H"):
        assert rows[number]["figures"]["leave_cases"] == 0


@pytest.mark.rule("ATT-6")
async def test_a_sheet_is_signed_by_its_head_in_time_or_shown_as_overdue(scene: LeaveScene) -> None:
    assert (await scene.refused("H", "POST", "/month-runs", json={"month": "2026-07"}))["code"] == "month_not_over"
    assert (await scene.refused("A", "POST", "/month-runs", json={"month": "2026-06"}))["code"] == "nobody_to_compile"
    assert (await scene.unit())["overdue"] is False
    await scene.compile()
    assert (await scene.unit())["overdue"] is False
    scene.attendance.set_clock("2026-07-04 00:00")
    unit = await scene.unit()
    assert (unit["state"], unit["overdue"], unit["members"]) == ("compiled", True, 3)
    sheet = f"/sheets/{unit['sheet_id']}"
    assert (await scene.ask("A", "POST", f"{sheet}/sign", version=unit["version"])).status_code == 403
    assert ((await scene.unit(who="H"))["may_sign"], (await scene.unit(who="P"))["may_sign"]) == (True, False)
    assert (await scene.refused("P", "POST", f"{sheet}/sign", version=unit["version"]))["code"] == "not_the_head"
    assert (await scene.ask("A", "GET", sheet)).status_code == 404
    # Facts that came after compiling: what would be signed is not what is true.
    scene.attendance.company.punches("B", date(2026, 6, 2), ("08:10",))
    scene.attendance.company._run("DELETE FROM attendance_punch WHERE employee_id = %s AND on_day = '2026-06-03'", (unit_employee("B"),))
    outdated = await scene.refused("H", "POST", f"{sheet}/sign", version=unit["version"])
    assert (outdated["code"], outdated["rule"]) == ("attendance_sheet_outdated", "ATT-6")
    done = await signed(scene)
    assert (done["state"], done["signed_by"], done["overdue"]) == ("signed", "Login.H", False)
    # Another content voids the signature.
    scene.attendance.company.punches("B", date(2026, 6, 3), ("08:31",))
    await scene.compile()
    assert (await scene.unit())["state"] == "compiled"


@pytest.mark.rule("ATT-6")
async def test_whoever_came_to_the_unit_since_is_not_left_off_a_signed_sheet(scene: LeaveScene) -> None:
    await scene.compile()
    unit = await scene.unit()
    # HR enters on 3 July that C began on 29 June.
    scene.attendance.company.employee("C", "sales", hired=date(2026, 6, 29))
    refused = await scene.refused("H", "POST", f"/sheets/{unit['sheet_id']}/sign", version=unit["version"])
    assert (refused["code"], "1" in refused["detail"]) == ("attendance_sheet_outdated", True)
    assert (await signed(scene))["state"] == "signed"
    assert (await rows_of(scene))["C"]["figures"]["required_days"] == 2


@pytest.mark.rule("ATT-10")
async def test_of_two_who_start_compiling_at_once_one_does(scene: LeaveScene) -> None:
    answers = await asyncio.gather(*(scene.ask(who, "POST", "/month-runs", json={"month": "2026-06"}) for who in "HPHP"))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"attendance_run_under_way"}


def unit_employee(number: str) -> UUID:
    return id_of("employee", number)


@pytest.mark.rule("ATT-7", "ATT-3", "ATT-4")
async def test_a_month_goes_its_whole_way(scene: LeaveScene) -> None:
    leave = await scene.leave(kind="personal", first="2026-06-04", from_time="08:30", until_time="09:00")
    assert leave.json()["after_the_fact"] is True
    assert (await scene.decide()).status_code == 200
    sheet = await signed(scene)
    path = f"/sheets/{sheet['id']}"
    rows = await rows_of(scene)
    assert (rows["A"]["figures"]["leave_cases"], rows["A"]["figures"]["excused"]) == (1, 1)
    assert [(one["kind"], one["amount"]) for one in rows["A"]["figures"]["leave"]] == [("personal", "0.5")]

    scene.attendance.set_clock("2026-07-05 18:00")
    objection = await object_to(scene)
    assert (objection["state"], objection["was"]["figures"]["leave_cases"]) == ("open", 1)
    assert (await object_to(scene))["code"] == "objection_open_already"
    taken = await scene.call("P", "POST", f"{path}/take-over", version=sheet["version"], json={})
    assert (await scene.refused("P", "POST", f"{path}/close", version=taken["version"]))["code"] == "objection_time_runs"
    assert (await settle(scene, objection, who="A"))["code"] == "forbidden"

    scene.attendance.set_clock("2026-07-06 00:00:01")
    late = await object_to(scene, on="2026-06-10")
    assert (late["code"], late["rule"]) == ("objection_too_late", "ATT-7")
    assert "4.2.1" in late["detail"]
    assert (await object_to(scene, on="2026-07-06"))["code"] == "objection_too_early"
    assert (await scene.refused("P", "POST", f"{path}/close", version=taken["version"]))["code"] == "objections_open"
    assert (await settle(scene, objection, at="11:54"))["code"] == "objection_changes_nothing"
    settled = await settle(scene, objection)
    assert (settled["state"], settled["was"]["figures"], settled["became"]["figures"]) == ("accepted", {"leave_cases": 1}, {})
    edges = [one[0]["sign_out"] for one in (settled["was"]["sessions"], settled["became"]["sessions"])]
    assert [(edge["verdict"], edge["at"]) for edge in edges] == [("leave_case", "11:54:00"), ("fine", "12:00:00")]
    rows = await rows_of(scene)
    assert (rows["A"]["figures"]["leave_cases"], rows["A"]["cause"], rows["A"]["document"]) == (0, "objection", objection["number"])
    detail = await scene.call("H", "GET", f"{path}/rows/{shown_employee('A')}")
    assert [one["figures"]["leave_cases"] for one in detail["revisions"]] == [0, 1]

    now = await scene.call("P", "GET", path)
    assert now["state"] == "taken_over"
    closed = await scene.call("P", "POST", f"{path}/close", version=now["version"])
    assert (closed["state"], closed["issue"]) == ("closed", 1)
    rows = await rows_of(scene)
    assert {number: row["accepted"] for number, row in rows.items()} == {"A": "objection", "B": "silence", "H": "silence"}
    assert rows["B"]["accepted_at"] == "2026-07-05T16:00:00Z"
    unit = await scene.unit()
    assert (unit["decided_objections"], unit["accepted_by_silence"]) == (1, 2)
    told = scene.attendance.company.rows("SELECT payload FROM outbox WHERE subject = 'people.attendance.month_closed.v1'")
    assert len(told) <= 1
    mine = await scene.call("A", "GET", "/my-months/2026-06")
    assert (mine["state"], mine["may_object"], mine["row"]["figures"]["leave_cases"]) == ("closed", False, 0)


@pytest.mark.rule("ATT-7")
async def test_after_closing_only_an_entry_makes_another_version(scene: LeaveScene) -> None:
    sheet = await signed(scene)
    path = f"/sheets/{sheet['id']}"
    body = {"employee_id": shown_employee("A"), "document": "HR-7", "reason": "the gate book proves it", "on": "2026-06-09"}
    body["facts"] = [{"direction": "out", "at": "12:00"}]
    assert (await scene.refused("P", "POST", f"{path}/corrections", version=2, json=body))["code"] in (
        "changed_meanwhile",
        "attendance_sheet_not_closed",
    )
    scene.attendance.set_clock("2026-07-07 09:00")
    taken = await scene.call("P", "POST", f"{path}/take-over", version=sheet["version"], json={})
    closed = await scene.call("P", "POST", f"{path}/close", version=taken["version"])
    digest = closed["digest"]
    # Late facts change the days, not the closed sheet.
    scene.attendance.company.punches("B", date(2026, 6, 3), ("08:50",))
    scene.attendance.company._run("DELETE FROM attendance_punch WHERE employee_id = %s AND on_day = '2026-06-05'", (unit_employee("B"),))
    assert (await scene.refused("P", "POST", "/month-runs", json={"month": "2026-06", "unit_ids": [closed["unit_id"]]}))[
        "code"
    ] == "attendance_sheet_closed"
    assert (await scene.refused("H", "POST", f"{path}/sign", version=closed["version"]))["code"] == "attendance_sheet_closed"
    assert (await scene.call("P", "GET", path))["digest"] == digest
    first = await scene.ask("P", "GET", "/months/2026-06/pay-export")
    second = await scene.ask("P", "GET", "/months/2026-06/pay-export")
    assert (first.status_code, first.content == second.content) == (200, True)

    corrected = await scene.call("P", "POST", f"{path}/corrections", version=closed["version"], json=body)
    assert (corrected["issue"], corrected["state"], corrected["digest"] == digest) == (2, "closed", False)
    assert (await rows_of(scene))["A"]["figures"]["leave_cases"] == 1
    assert (await rows_of(scene, query="&issue=1"))["A"]["figures"]["leave_cases"] == 2
    assert (await rows_of(scene))["B"]["figures"]["absent"] == 0
    again = await scene.refused("P", "POST", f"{path}/corrections", version=corrected["version"], json=body)
    assert (again["code"], again["rule"]) == ("correction_changes_nothing", "ATT-7")
    entries = (await scene.call("P", "GET", f"{path}/corrections"))["data"]
    assert [(one["issue"], one["was"]["leave_cases"], one["became"]["leave_cases"], one["document"]) for one in entries] == [
        (2, 2, 1, "HR-7")
    ]
    with pytest.raises(Exception, match="append-only"):
        scene.attendance.company._run("UPDATE month_row SET revision = revision + %s", (1,))


@pytest.mark.rule("ATT-6")
async def test_the_sheet_for_pay_runs_no_formula(scene: LeaveScene) -> None:
    scene.attendance.company._run("UPDATE employee SET name = '=1+1' WHERE id = %s", (unit_employee("B"),))
    sheet = await signed(scene)
    scene.attendance.set_clock("2026-07-07 09:00")
    assert (await scene.ask("P", "GET", "/months/2026-06/pay-export")).json()["code"] == "attendance_sheet_not_closed"
    assert (await scene.ask("H", "GET", "/months/2026-06/pay-export")).status_code == 403
    taken = await scene.call("P", "POST", f"/sheets/{sheet['id']}/take-over", version=sheet["version"], json={})
    await scene.call("P", "POST", f"/sheets/{sheet['id']}/close", version=taken["version"])
    answer = await scene.ask("P", "GET", "/months/2026-06/pay-export")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [line[1] for line in lines[1:4]] == ["A", "B", "H"]
    # A formula would be read as its result.
    assert lines[2][2] == "=1+1"
    assert (lines[1][3], lines[1][7]) == (24, 2)


@pytest.mark.rule("ATT-12", "APR-5")
async def test_overtime_counts_only_as_authorised(scene: LeaveScene) -> None:
    body = {"on": "2026-07-03", "starts": "18:30", "ends": "20:30", "reason": "stocktaking"}
    assert (await scene.refused("A", "POST", "/overtime", json=body | {"starts": "17:00"}))["code"] == "overtime_in_work_time"
    late = await scene.refused("A", "POST", "/overtime", json=body | {"on": "2026-07-02"})
    assert (late["code"], late["rule"]) == ("overtime_not_beforehand", "ATT-12")
    asked = await scene.call("A", "POST", "/overtime", json=body)
    # Six days of 7.5 hours make 45; with two more hours the week is over the limit of 44.
    assert (asked["week_hours"], asked["limit_hours"], asked["over_limit"]) == ("47", "44", True)
    assert (await scene.refused("A", "POST", "/overtime", json=body | {"starts": "20:00", "ends": "21:00"}))["code"] == "overtime_overlaps"
    scene.attendance.set_clock("2026-07-03 18:59:05")
    assert (await scene.decide()).status_code == 200
    known = await scene.call("A", "GET", f"/overtime/{asked['id']}")
    assert (known["state"], known["counts_from"]) == ("approved", "19:00")
    scene.attendance.company.punches("A", date(2026, 7, 3), (*ORDINARY[:3], "21:00"))
    scene.attendance.company.punches("B", date(2026, 7, 3), (*ORDINARY[:3], "19:00"))
    scene.attendance.set_clock("2026-08-01 09:00")
    await scene.compile(month="2026-07")
    sheet = (await scene.unit(month="2026-07"))["sheet_id"]
    rows = {row["number"]: row["figures"] for row in (await scene.call("H", "GET", f"/sheets/{sheet}/rows"))["data"]}
    assert (rows["A"]["overtime_hours"], rows["A"]["unauthorised_hours"]) == ("1.5", "1.5")
    assert (rows["B"]["overtime_hours"], rows["B"]["unauthorised_hours"]) == ("0", "1")
