"""Many departments at once, and the dates of a month as parameters (rules ATT-6, ATT-7, ATT-11, ATT-12)."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.people.tests.api.attendance.attendance_house import Attendance
from services.people.tests.api.attendance.leave_scene import STAFF, LeaveScene

ORDINARY = ("08:20", "12:01", "13:50", "18:01")


@pytest.fixture
async def scene(attendance: Attendance) -> LeaveScene:
    """Besides sales, led by H: stock and care, led by K."""
    scene = await LeaveScene(attendance).open()
    for unit in ("stock", "care"):
        attendance.company.unit(unit, parent="centre")
        attendance.company.employee(f"{unit}-1", unit)
    scene.people["K"] = await attendance.staff("K", "stock", "login.k", *STAFF)
    for unit in ("stock", "care"):
        attendance.company.head(unit, "K")
    return scene


async def publish(scene: LeaveScene, effective_from: str, **changes: int) -> None:
    attendance = scene.attendance
    content = (await attendance.call("GET", "/policies"))["data"][0]["content"] | changes
    draft = await attendance.call("POST", "/policies", json={"content": content, "reason": "another month"})
    path = f"/policies/{draft['number']}/publish"
    await attendance.call("POST", path, version=draft["version"], json={"effective_from": effective_from})


async def close(scene: LeaveScene, *sheets: dict[str, Any], who: str = "P") -> dict[str, Any]:
    body = {"sheets": [{"id": sheet["sheet_id"], "version": sheet["version"]} for sheet in sheets]}
    return (await scene.ask(who, "POST", "/sheets/close", json=body)).json()


async def sheet_of(scene: LeaveScene, unit: str) -> dict[str, Any]:
    return await scene.unit(unit, who="P")


@pytest.mark.rule("ATT-6", "ATT-7")
async def test_each_department_has_its_own_answer(scene: LeaveScene) -> None:
    await scene.compile("P")
    for unit, head in (("sales", "H"), ("stock", "K")):
        sheet = await sheet_of(scene, unit)
        signed = await scene.call(head, "POST", f"/sheets/{sheet['sheet_id']}/sign", version=sheet["version"])
        await scene.call("P", "POST", f"/sheets/{sheet['sheet_id']}/take-over", version=signed["version"], json={})
    await scene.call("A", "POST", "/objections", json={"on": "2026-06-09", "statement": "I was there all day."})
    sales, stock, care, centre = [await sheet_of(scene, unit) for unit in ("sales", "stock", "care", "centre")]
    early = await close(scene, stock)
    assert (early["done"], early["results"][0]["refusal"]["code"]) == (0, "objection_time_runs")
    assert "2026-07-05" in early["results"][0]["refusal"]["detail"]

    scene.attendance.set_clock("2026-07-06 09:00")
    stranger = {"sheet_id": f"{stock['sheet_id'][:4]}{uuid4().hex}", "version": 1}
    stale = centre | {"version": centre["version"] + 1}
    answer = await close(scene, sales, stock, care, stale, stranger)
    found = [(one["state"], one["refusal"] and (one["refusal"]["code"], one["refusal"]["rule"])) for one in answer["results"]]
    assert found == [
        ("taken_over", ("objections_open", "ATT-7")),
        ("closed", None),
        ("compiled", ("attendance_sheet_unsigned", "ATT-6")),
        ("compiled", ("changed_meanwhile", None)),
        (None, ("attendance_sheet_not_found", None)),
    ]
    assert (answer["done"], answer["refused"]) == (1, 4)
    closed = await sheet_of(scene, "stock")
    assert (closed["state"], closed["issue"], closed["accepted_by_silence"]) == ("closed", 1, 2)

    again = await close(scene, closed)
    assert (again["done"], again["results"][0]["refusal"]["code"]) == (0, "attendance_sheet_closed")
    assert (await sheet_of(scene, "stock"))["version"] == closed["version"]
    assert (await close(scene, stock, who="K"))["code"] == "forbidden"


@pytest.mark.rule("ATT-7")
async def test_the_same_request_twice_closes_once(scene: LeaveScene) -> None:
    await scene.compile("P")
    scene.attendance.set_clock("2026-07-06 09:00")
    sheet = await sheet_of(scene, "stock")
    await scene.call("P", "POST", f"/sheets/{sheet['sheet_id']}/take-over", version=sheet["version"], json={"reason": "overdue"})
    sheet = await sheet_of(scene, "stock")
    body = {"sheets": [{"id": sheet["sheet_id"], "version": sheet["version"]}]}
    headers = {"Authorization": f"Bearer {scene.people['P'].token}", "Idempotency-Key": '"close-july"'}
    first, second = [await scene.people["P"].client.post("/v1/attendance/sheets/close", json=body, headers=headers) for _ in range(2)]
    assert (first.json()["done"], second.json()) == (1, first.json())
    assert (await sheet_of(scene, "stock"))["issue"] == 1


@pytest.mark.rule("ATT-6", "ATT-7", "ATT-11")
async def test_a_policy_moves_the_dates_of_the_months_it_is_in_force_for(scene: LeaveScene) -> None:
    board = await scene.call("P", "GET", "/months/2026-06")
    assert (board["sign_by"], board["object_until"], board["objections_open"]) == ("2026-07-03", "2026-07-05", True)
    # In force on the last day of July: June, which is over, keeps its dates.
    await publish(scene, "2026-07-31", sign_by_day=6, object_until_day=9)
    june, july = [await scene.call("P", "GET", f"/months/2026-{month}") for month in ("06", "07")]
    assert [(one["sign_by"], one["object_until"]) for one in (june, july)] == [("2026-07-03", "2026-07-05"), ("2026-08-06", "2026-08-09")]

    scene.attendance.set_clock("2026-08-04 09:00")
    await scene.compile("P", month="2026-07")
    unit = await scene.unit("care", who="P", month="2026-07")
    assert unit["overdue"] is False
    scene.attendance.set_clock("2026-08-07 09:00")
    unit = await scene.unit("care", who="P", month="2026-07")
    assert unit["overdue"] is True
    assert (await scene.call("P", "GET", f"/sheets/{unit['sheet_id']}"))["overdue"] is True
    assert (await scene.call("A", "GET", "/my-months/2026-07"))["object_until"] == "2026-08-09"
    scene.attendance.set_clock("2026-08-09 23:59")
    await scene.call("A", "POST", "/objections", json={"on": "2026-07-09", "statement": "I was there all day."})
    scene.attendance.set_clock("2026-08-10 00:00")
    late = await scene.refused("A", "POST", "/objections", json={"on": "2026-07-10", "statement": "I was there all day."})
    assert (late["code"], "2026-08-09" in late["detail"]) == ("objection_too_late", True)


@pytest.mark.rule("ATT-11", "ATT-12")
async def test_from_which_minute_unauthorised_overtime_is_shown(scene: LeaveScene) -> None:
    await publish(scene, "2026-07-15", unauthorised_from_minutes=60)
    for day in (13, 20):
        scene.attendance.company.punches("A", date(2026, 7, day), (*ORDINARY[:3], "18:45"))
    scene.attendance.set_clock("2026-08-01 09:00")
    await scene.compile("P", month="2026-07")
    sheet = (await scene.unit(month="2026-07"))["sheet_id"]
    rows = {row["number"]: row["figures"] for row in (await scene.call("H", "GET", f"/sheets/{sheet}/rows"))["data"]}
    # 45 minutes on the 13th are above the half hour of the version then; on the 20th they are below the hour of the next one.
    assert rows["A"]["unauthorised_hours"] == "0.75"


@pytest.mark.rule("ATT-11")
async def test_a_policy_whose_dates_do_not_hold_is_refused(scene: LeaveScene) -> None:
    content = (await scene.attendance.call("GET", "/policies"))["data"][0]["content"]
    assert (content["sign_by_day"], content["object_until_day"], content["unauthorised_from_minutes"]) == (3, 5, 30)
    backwards = {"content": content | {"sign_by_day": 6, "object_until_day": 5}, "reason": "no"}
    refused = (await scene.attendance.ask("POST", "/policies", json=backwards)).json()
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("attendance_policy_invalid", "/object_until_day")
    late = {"content": content | {"object_until_day": 26}, "reason": "no"}
    assert (await scene.attendance.ask("POST", "/policies", json=late)).status_code == 422
