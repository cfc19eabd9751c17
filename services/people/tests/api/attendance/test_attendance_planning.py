"""Policies, the calendar, changed hours and rotas (ATT-2, ATT-8, ATT-11, ATT-12)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from services.people.tests.api.attendance.attendance_house import USUAL, Attendance
from services.people.tests.attendance_people import shown_employee, shown_unit


async def verdicts(attendance: Attendance, number: str, on: str) -> tuple[str, list[str]]:
    day = (await attendance.call("GET", f"/days/{shown_employee(number)}/{on}"))["day"]
    return day["kind"], [edge["verdict"] for one in day["sessions"] for edge in (one["sign_in"], one["sign_out"])]


@pytest.mark.rule("ATT-11")
async def test_a_policy_is_drafted_changed_published_and_then_fixed(attendance: Attendance) -> None:
    first = (await attendance.call("GET", "/policies"))["data"][0]
    assert (first["state"], first["number"], [warning["group"] for warning in first["warnings"]]) == ("published", 1, ["office"])
    assert (first["warnings"][0]["minutes"], first["warnings"][0]["limit"]) == (45 * 60, 44 * 60)
    content = {**first["content"], "late_band_minutes": 10}
    draft = await attendance.call("POST", "/policies", json={"content": content, "reason": "stricter"})
    path = f"/policies/{draft['number']}"
    changed = await attendance.call("PUT", path, version=1, json={"content": {**content, "late_band_minutes": 20}, "reason": "milder"})
    assert (changed["version"], changed["content"]["late_band_minutes"]) == (2, 20)
    assert (await attendance.ask("PUT", path, version=1, json={"content": content, "reason": "stale"})).status_code == 412
    past = await attendance.ask("POST", f"{path}/publish", version=2, json={"effective_from": "2026-07-02"})
    assert (past.status_code, past.json()["code"], past.json()["rule"]) == (422, "effective_in_the_past", "SYS-6")
    done = await attendance.call("POST", f"{path}/publish", version=2, json={"effective_from": "2026-07-04"})
    assert (done["state"], done["effective_from"]) == ("published", "2026-07-04")
    fixed = await attendance.ask("PUT", path, version=3, json={"content": content, "reason": "again"})
    assert (fixed.status_code, fixed.json()["code"]) == (409, "attendance_policy_published")
    # Each day by the version of its own time.
    attendance.company.employee("E1", "sales")
    for day in ("2026-07-03", "2026-07-04"):
        attendance.company.punches("E1", date.fromisoformat(day), ("08:44", *USUAL[1:]))
    attendance.set_clock("2026-07-06 09:00")
    assert (await verdicts(attendance, "E1", "2026-07-03"))[1][0] == "leave_case"
    assert (await verdicts(attendance, "E1", "2026-07-04"))[1][0] == "late"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"sessions": [{"start": "12:00", "end": "08:30", "late_from": "sign_in"}]}, "/sessions/0"),
        (
            {
                "sessions": [
                    {"start": "08:30", "end": "12:00", "late_from": "sign_in"},
                    {"start": "12:02", "end": "18:00", "late_from": "sign_in"},
                ]
            },
            "/sessions/1",
        ),
        ({"late_band_minutes": 220}, "/sessions/0"),
        ({"default_group": "nobody"}, "/default_group"),
    ],
)
async def test_a_policy_that_does_not_hold_together_is_refused(attendance: Attendance, change: dict[str, Any], pointer: str) -> None:
    content = (await attendance.call("GET", "/policies"))["data"][0]["content"]
    answer = await attendance.ask("POST", "/policies", json={"content": {**content, **change}, "reason": "a mistake"})
    assert (answer.status_code, answer.json()["code"]) == (422, "attendance_policy_invalid")
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.rule("ATT-2")
async def test_the_company_may_set_days_of_its_own(attendance: Attendance) -> None:
    attendance.company.employee("E1", "sales")
    assert (await verdicts(attendance, "E1", "2026-06-19"))[0] == "holiday"
    assert (await verdicts(attendance, "E1", "2026-09-20"))[0] == "work"
    set_day = {"kind": "make_up", "name": "年中大促", "reason": "everybody helps"}
    assert (await attendance.ask("PUT", "/calendar/days/2026-06-21", json=set_day)).status_code == 204
    assert (await verdicts(attendance, "E1", "2026-06-21"))[0] == "work"
    year = await attendance.call("GET", "/calendar/2026")
    own = next(day for day in year["days"] if day["on"] == "2026-06-21")
    assert (own["source"], own["kind"], own["national_kind"]) == ("company", "make_up", "plain")
    assert attendance.company.rows("SELECT on_day FROM touched_day") == [(date(2026, 6, 21),)]
    assert (await attendance.ask("DELETE", "/calendar/days/2026-06-21")).status_code == 204
    assert (await verdicts(attendance, "E1", "2026-06-21"))[0] == "rest"
    assert (await attendance.ask("DELETE", "/calendar/days/2026-06-21")).status_code == 404
    assert (await attendance.call("GET", "/calendar/2027"))["announced"] is False


@pytest.mark.rule("ATT-8")
async def test_a_notice_changes_the_hours_of_its_units_and_days(attendance: Attendance) -> None:
    attendance.company.employee("E1", "sales")
    attendance.company.employee("R1", "service")
    for number in ("E1", "R1"):
        for day in (1, 2, 3):
            attendance.company.punches(number, date(2026, 6, day), ("09:25", "12:01", "13:50", "18:01"))
    body = {
        "title": "停电",
        "reason": "the power is cut in the morning",
        "first_day": "2026-06-02",
        "last_day": "2026-06-02",
        "unit_ids": [shown_unit("sales")],
        "sessions": [{"start": "09:30", "end": "12:00"}, {"start": "14:00", "end": "18:00"}],
    }
    notice = await attendance.call("POST", "/notices", json=body)
    assert [(await verdicts(attendance, "E1", f"2026-06-0{day}"))[1][0] for day in (1, 2, 3)] == ["leave_case", "fine", "leave_case"]
    assert (await verdicts(attendance, "R1", "2026-06-02"))[1][0] == "leave_case"
    await attendance.settle()
    assert attendance.company.rows("SELECT on_day, leave_cases FROM attendance_day") == [(date(2026, 6, 2), 0)]
    # A later notice for the unit above, without work, comes before it; withdrawn, the first counts again.
    off = await attendance.call("POST", "/notices", json={**body, "unit_ids": [shown_unit("centre")], "sessions": [], "title": "台风"})
    assert (await verdicts(attendance, "E1", "2026-06-02"))[0] == "off_by_notice"
    end = await attendance.ask("POST", f"/notices/{off['id']}/withdraw", version=1, json={"reason": "it passed by"})
    assert end.json()["state"] == "withdrawn"
    assert (await verdicts(attendance, "E1", "2026-06-02")) == ("work", ["fine"] * 4)
    again = await attendance.ask("POST", f"/notices/{off['id']}/withdraw", version=2, json={"reason": "again"})
    assert (again.status_code, again.json()["code"]) == (409, "hours_notice_withdrawn")
    wrong = await attendance.ask("POST", "/notices", json={**body, "last_day": "2026-06-01"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/last_day")
    assert notice["version"] == 1


async def test_ten_notices_are_read_like_one(attendance: Attendance) -> None:
    attendance.company.employee("E1", "sales")

    async def asked() -> int:
        statements: list[str] = []

        def note(_: object, __: object, statement: str, *___: object) -> None:
            statements.append(statement)

        engine = attendance.app.state.context.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        await attendance.call("GET", f"/days/{shown_employee('E1')}/2026-06-02")
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    body = {"title": "停电", "reason": "the power is cut", "first_day": "2026-06-02", "last_day": "2026-06-02", "sessions": []}
    await attendance.call("POST", "/notices", json={**body, "unit_ids": [shown_unit("centre")]})
    once = await asked()
    for _ in range(9):
        await attendance.call("POST", "/notices", json={**body, "unit_ids": [shown_unit("centre"), shown_unit("sales")]})
    assert await asked() == once


def rests(**days: list[int]) -> dict[str, Any]:
    return {
        "rests": [{"employee_id": shown_employee(number), "days": [f"2026-06-{day:02d}" for day in own]} for number, own in days.items()]
    }


@pytest.mark.rule("ATT-2", "ATT-12")
async def test_a_rota_is_planned_warned_about_published_and_changed_with_its_history(attendance: Attendance) -> None:
    head = await attendance.staff("H1", "service", "head")
    attendance.company.employee("R1", "service")
    attendance.company.head("service", "H1")
    path = f"/v1/attendance/rotas/{shown_unit('service')}/2026-06"
    empty = (await head.ask("GET", path)).json()
    assert (empty["version"], empty["may_plan"], [person["required_days"] for person in empty["people"]]) == (0, True, [24, 24])
    planned = await head.ask("PUT", path, version=0, json={**rests(H1=[4, 11, 18, 25, 30], R1=[3, 10, 17, 24]), "least_on_duty": 2})
    assert planned.status_code == 200, planned.text
    warnings = planned.json()["warnings"]
    # Six days of 7.5 hours make 45: over the limit of 44 in every whole week.
    weekly = [one for one in warnings if one["code"] == "weekly_limit" and one["employee_id"] == shown_employee("R1")]
    assert [(one["on"], one["planned"], one["limit"]) for one in weekly[:2]] == [("2026-06-01", 2700, 2640), ("2026-06-08", 2700, 2640)]
    assert [(one["planned"], one["limit"]) for one in warnings if one["code"] == "too_few_rests"] == [(4, 5)]
    assert {one["on"] for one in warnings if one["code"] == "understaffed"} == {
        f"2026-06-{day:02d}" for day in (3, 4, 10, 11, 17, 18, 24, 25, 30)
    }
    attendance.company.punches("R1", date(2026, 6, 5), USUAL)
    assert (await verdicts(attendance, "R1", "2026-06-04"))[0] == "unplanned"
    version = planned.json()["version"]
    published = await head.ask("POST", f"{path}/publish", version=version, json={})
    assert (published.json()["published"], published.json()["published_number"]) == (True, 1)
    assert (await verdicts(attendance, "R1", "2026-06-03"))[0] == "rota_rest"
    assert (await verdicts(attendance, "R1", "2026-06-04")) == ("work", ["missing"] * 4)
    again = await head.ask("POST", f"{path}/publish", version=version + 1, json={"reason": "same"})
    assert (again.status_code, again.json()["code"]) == (409, "rota_unchanged")
    changed = await head.ask("PUT", path, version=version + 1, json=rests(H1=[4, 11, 18, 25, 30], R1=[4, 10, 17, 24, 29]))
    assert (changed.json()["published"], (await verdicts(attendance, "R1", "2026-06-03"))[0]) == (False, "rota_rest")
    silent = await head.ask("POST", f"{path}/publish", version=version + 2, json={})
    assert (silent.status_code, silent.json()["code"]) == (422, "rota_reason_missing")
    second = await head.ask("POST", f"{path}/publish", version=version + 2, json={"reason": "R1 swaps a day"})
    assert [(one["number"], one["reason"]) for one in second.json()["history"]] == [(2, "R1 swaps a day"), (1, "")]
    assert (await verdicts(attendance, "R1", "2026-06-03"))[0] == "work"
    assert (await verdicts(attendance, "R1", "2026-06-04"))[0] == "rota_rest"


async def test_only_whoever_leads_plans_and_only_for_the_unit_and_the_month(attendance: Attendance) -> None:
    member = await attendance.staff("M1", "service", "member")
    other = await attendance.staff("X1", "sales", "other")
    path = f"/v1/attendance/rotas/{shown_unit('service')}/2026-06"
    assert [(await one.ask("GET", path)).status_code for one in (member, other)] == [200, 403]
    refused = await member.ask("PUT", path, version=0, json=rests(M1=[4]))
    assert (refused.status_code, refused.json()["code"]) == (403, "unit_not_led")
    body = {
        "rests": [
            {"employee_id": shown_employee("X1"), "days": ["2026-06-04"]},
            {"employee_id": shown_employee("M1"), "days": ["2026-07-01"]},
        ]
    }
    wrong = await attendance.ask("PUT", f"/rotas/{shown_unit('service')}/2026-06", version=0, json=body)
    assert (wrong.status_code, {error["code"] for error in wrong.json()["errors"]}) == (422, {"no_member", "other_month"})
    assert (await attendance.ask("GET", f"/rotas/{shown_unit('service')}/2026-13")).status_code == 422


@pytest.mark.rule("ATT-2")
async def test_a_movable_rest_day_is_planned_like_a_rota(attendance: Attendance) -> None:
    attendance.company.employee("E1", "sales")
    path = f"/rotas/{shown_unit('sales')}/2026-06"
    planned = await attendance.call("PUT", path, version=0, json=rests(E1=[30]))
    assert [one["code"] for one in planned["warnings"] if one["code"] != "weekly_limit"] == []
    await attendance.call("POST", f"{path}/publish", version=planned["version"], json={})
    assert (await verdicts(attendance, "E1", "2026-06-30"))[0] == "movable_rest"


@pytest.mark.rule("ATT-10")
async def test_only_days_that_are_over_are_compiled(attendance: Attendance) -> None:
    for first, last, code in (
        ("2026-07-01", "2026-07-03", "span_not_over"),
        ("2026-06-02", "2026-06-01", "span_too_long"),
        ("2020-01-01", "2026-06-01", "span_too_long"),
    ):
        answer = await attendance.ask("POST", "/runs", json={"kind": "compile", "first_day": first, "last_day": last})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    answer = await attendance.ask("POST", "/runs", json={"kind": "replay", "first_day": "2026-06-01", "last_day": "2026-06-30"})
    assert answer.json()["code"] == "replay_without_policy"
