"""Workflow 1 of the company's stories through the gateway, to its end: leave, sheet, signature, objection, silence, closing, correction."""

import io
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.acceptance.people.organisation import Json, Organisation, refused
from tests.acceptance.people.test_attendance import USUAL, at, june
from tests.acceptance.world import Person, World

OWN = (
    "people.attendance.own", "people.leave.request", "people.months.read", "people.months.sign", "people.months.object",
)  # fmt: skip
HR = (*OWN, "people.leave.read", "people.leave.keep", "people.months.read_all", "people.months.keep")
MORNING_OF_THE_FIRST = "2026-06-01T07:00:00"


@dataclass
class Department:
    """Nine people: a head, O1, and seven others. The clerk of HR is none of them."""

    world: World
    organisation: Organisation
    head: Person
    o1: Person
    hr: Person
    employees: dict[str, Json]
    unit: Json

    def ask(self, who: Person, method: str, path: str, *, version: int | None = None, **rest: Any) -> httpx.Response:
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        return who.ask(method, f"/people/v1{path}", headers=headers, **rest)

    def call(self, who: Person, method: str, path: str, **rest: Any) -> Any:
        answer = self.ask(who, method, f"/attendance{path}", **rest)
        assert answer.status_code < 400, f"{method} {path} -> {answer.status_code} {answer.text[:800]}"
        return answer.json() if answer.content else None

    def decide(self, decision: str = "approve") -> httpx.Response:
        row = self.ask(self.head, "GET", "/approvals?view=mine&limit=100").json()["data"][0]
        body = {"decision": decision, "comment": "", "content_digest": row["content_digest"]}
        return self.ask(self.head, "POST", f"/approvals/{row['id']}/decision", version=row["version"], json=body)

    def board(self, who: Person | None = None) -> Json:
        found = self.call(who or self.head, "GET", "/months/2026-06")
        return next(one for one in found["units"] if one["unit_id"] == self.unit["id"])

    def compile(self, who: Person | None = None) -> Json:
        who = who or self.head
        run = self.call(who, "POST", "/month-runs", json={"month": "2026-06", "unit_ids": [self.unit["id"]]})
        self.world.eventually(lambda: self.call(who, "GET", f"/month-runs/{run['id']}")["state"] == "done", what="the month is compiled")
        return self.call(who, "GET", f"/month-runs/{run['id']}")

    def figures(self, name: str = "O1") -> Json:
        path = f"/sheets/{self.board()['sheet_id']}/rows/{self.employees[name]['id']}"
        return self.call(self.head, "GET", path)["figures"]


@pytest.fixture(scope="module")
def department(world: World) -> Department:
    organisation = Organisation(world)
    organisation.top()
    head, o1, hr = world.person(*OWN), world.person(*OWN), world.person(*HR)
    employees = {
        "head": organisation.employee("Head", account_id=head.account_id),
        "O1": organisation.employee("O1", account_id=o1.account_id),
    }
    employees |= {f"P{number}": organisation.employee(f"P{number}") for number in range(1, 8)}
    unit = organisation.unit("运营部", head_id=employees["head"]["id"])
    position = organisation.position(unit, planned=9, attendance_group="operations")
    for employee in employees.values():
        assert organisation.assign(employee, position).status_code < 400
    return Department(world, organisation, head, o1, hr, employees, unit)


def load(department: Department, rows: list[tuple[str, str]]) -> Json:
    text = "工号,打卡时间\n" + "\n".join(",".join(row) for row in rows)
    files = {"file": ("june.csv", text.encode(), "text/csv")}
    return department.organisation.ask("POST", "/attendance/punch-imports?check=false", files=files).json()


def fill_june(department: Department) -> None:
    """Punches of all nine, O1's photo of the 12th, and the movable rest day of everybody on the 30th."""
    world, numbers = department.world, {name: one["number"] for name, one in department.employees.items()}
    path = f"/attendance/rotas/{department.unit['id']}/2026-06"
    at(world, MORNING_OF_THE_FIRST)
    rests = [{"employee_id": one["id"], "days": ["2026-06-30"]} for one in department.employees.values()]
    rota = department.organisation.call("PUT", path, version=0, json={"rests": rests, "least_on_duty": 0})
    department.organisation.call("POST", f"{path}/publish", version=rota["version"], json={})
    at(world, "2026-06-12T08:24:00")
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 70).convert("RGB").save(buffer, "JPEG")
    photo = department.ask(
        department.o1, "POST", "/attendance/photos", files={"file": ("me.jpg", buffer.getvalue(), "image/jpeg")}, data={"direction": "in"}
    )
    assert photo.status_code == 201, photo.text
    at(world, "2026-07-02T10:00:00")
    days = sorted({time[:10] for _, time in june("")})
    rows = june(numbers["O1"]) + [
        (number, f"{day} {clock}") for name, number in numbers.items() if name != "O1" for day in days for clock in USUAL
    ]
    assert load(department, rows)["added"] == len(rows)
    assert load(department, rows)["added"] == 0


@pytest.mark.rule("ATT-6", "ATT-7", "ATT-9", "ATT-10")
def test_workflow_one_to_its_end(department: Department) -> None:
    fill_june(department)
    compiled = department.compile()
    assert (compiled["total"], compiled["done"]) == (9, 9)
    own = department.figures()
    assert (own["required_days"], own["required_punches"], own["required_hours"]) == (24, 96, "180")
    assert (own["late"], own["early"], own["leave_cases"], own["photo_proved"], own["absent"]) == (3, 2, 3, 1, 0)
    assert department.figures("P1")["worked_days"] == "24"

    _leave_after_the_fact(department)
    sheet_path = _signed_in_time(department)
    own = _objection_on_the_last_day(department)
    # 7. Closing: one objection decided, eight accepted by silence, each with its time.
    now = department.call(department.hr, "GET", sheet_path)
    closed = department.call(department.hr, "POST", f"{sheet_path}/close", version=now["version"])
    unit = department.board()
    assert (closed["state"], closed["issue"], unit["decided_objections"], unit["accepted_by_silence"]) == ("closed", 1, 1, 8)
    rows = department.call(department.head, "GET", f"{sheet_path}/rows?limit=100")["data"]
    assert sorted(row["accepted"] for row in rows) == ["objection"] + ["silence"] * 8
    assert {row["accepted_at"] for row in rows if row["accepted"] == "silence"} == {"2026-07-05T16:00:00Z"}
    # 8. Five late or early at 0.5 and one open leave case at 1, of 5 points.
    assert 5 - 0.5 * (own["late"] + own["early"]) - own["leave_cases"] == 1.5
    _after_closing(department, sheet_path, closed)


def _leave_after_the_fact(department: Department) -> None:
    # 4. The leave form for 4 June is approved in O1's own department.
    leave = {"kind": "personal", "first_on": "2026-06-04", "last_on": "2026-06-04", "from_time": "08:30", "until_time": "09:00"}
    filed = department.call(department.o1, "POST", "/leave", json=leave | {"reason": "the bus broke down"})
    assert filed["after_the_fact"] is True
    assert refused(department.ask(department.o1, "POST", "/attendance/leave", json=leave | {"reason": "again"})) == (
        409,
        "leave_overlaps",
        "ATT-9",
    )
    assert department.decide().status_code == 200
    assert department.compile()["changed"] == 1
    assert department.figures()["leave_cases"] == 2


def _signed_in_time(department: Department) -> str:
    # 5. Not signed on 4 July: overdue. The same input gives the same sheet.
    sheet_path = f"/sheets/{department.board()['sheet_id']}"
    at(department.world, "2026-07-03T23:59:00")
    assert department.board()["overdue"] is False
    at(department.world, "2026-07-04T00:00:10")
    unit = department.board()
    assert (unit["state"], unit["overdue"], unit["members"]) == ("compiled", True, 9)
    digest = department.call(department.head, "GET", sheet_path)["digest"]
    assert department.compile()["changed"] == 0
    sheet = department.call(department.head, "GET", sheet_path)
    assert sheet["digest"] == digest
    assert refused(department.ask(department.hr, "POST", f"/attendance{sheet_path}/sign", version=sheet["version"]))[1:] == (
        "not_the_head",
        "ATT-6",
    )
    signed = department.call(department.head, "POST", f"{sheet_path}/sign", version=sheet["version"])
    assert (signed["state"], signed["overdue"]) == ("signed", False)
    department.call(department.hr, "POST", f"{sheet_path}/take-over", version=signed["version"], json={})
    return sheet_path


def _objection_on_the_last_day(department: Department) -> Json:
    # 6. O1 objects on the last evening; a second later than the 5th it is too late.
    at(department.world, "2026-07-05T18:00:00")
    words = {"on": "2026-06-09", "statement": "I left at noon; the clock was slow.", "witness": "Wang, at the gate", "attachments": "p. 7"}
    objection = department.call(department.o1, "POST", "/objections", json=words)
    at(department.world, "2026-07-06T00:00:01")
    late = department.ask(department.o1, "POST", "/attendance/objections", json=words | {"on": "2026-06-11"})
    assert refused(late) == (409, "objection_too_late", "ATT-7")
    assert "4.2.1" in late.json()["detail"]
    settlement = {
        "outcome": "accepted",
        "heard": "Wang saw him leave.",
        "decision": "He left at noon.",
        "facts": [{"direction": "out", "at": "12:00"}],
    }
    settled = department.call(department.hr, "POST", f"/objections/{objection['id']}/settle", version=objection["version"], json=settlement)
    assert (settled["was"]["sessions"][0]["sign_out"], settled["became"]["sessions"][0]["sign_out"]["at"]) == (
        {"verdict": "leave_case", "at": "11:54:00", "due": "12:00", "source": "punch"},
        "12:00:00",
    )
    own = department.figures()
    assert own["leave_cases"] == 1
    return own


def _after_closing(department: Department, sheet_path: str, closed: Json) -> None:
    """No edit without a correction entry, which is a new version."""
    body = {"month": "2026-06", "unit_ids": [department.unit["id"]]}
    assert refused(department.ask(department.hr, "POST", "/attendance/month-runs", json=body)) == (409, "attendance_sheet_closed", "ATT-7")
    first, second = (department.ask(department.hr, "GET", "/attendance/months/2026-06/pay-export") for _ in range(2))
    assert (first.status_code, first.content) == (200, second.content)
    entry = {"employee_id": department.employees["O1"]["id"], "on": "2026-06-11", "facts": [{"direction": "out", "at": "18:00"}]}
    entry |= {"document": "HR-2026-7", "reason": "the camera shows him at six"}
    corrected = department.call(department.hr, "POST", f"{sheet_path}/corrections", version=closed["version"], json=entry)
    assert (corrected["issue"], department.figures()["leave_cases"]) == (2, 0)
    older = department.call(department.head, "GET", f"{sheet_path}/rows?limit=100&issue=1")["data"]
    assert [row["figures"]["leave_cases"] for row in older if row["employee_id"] == department.employees["O1"]["id"]] == [1]


@pytest.mark.rule("ATT-9")
def test_leave_has_balances_and_half_days(department: Department) -> None:
    at(department.world, "2026-08-03T09:00:00")
    grant = {"employee_ids": [department.employees["O1"]["id"]], "kind": "annual", "move": "grant", "amount": "0.5", "reason": "for August"}
    department.call(department.hr, "POST", "/leave-balances/bookings", json=grant)
    wish = {"kind": "annual", "first_on": "2026-08-10", "last_on": "2026-08-10", "reason": "a day off"}
    over = department.ask(department.o1, "POST", "/attendance/leave", json=wish)
    assert refused(over) == (409, "leave_over_balance", "ATT-9")
    half = department.call(department.o1, "POST", "/leave", json=wish | {"until_session": 1})
    assert (half["amount"], department.decide().status_code) == ("0.5", 200)
    assert department.call(department.o1, "GET", "/leave-balances")["data"][0]["available"] == "0"
    assert half["deciders"] == []
    taken = department.call(department.o1, "GET", f"/leave/{half['id']}")
    department.call(department.o1, "POST", f"/leave/{half['id']}/take-back", version=taken["version"], json={"reason": "not needed"})
    assert department.call(department.o1, "GET", "/leave-balances")["data"][0]["available"] == "0.5"


@pytest.mark.rule("ATT-9")
def test_leave_that_hr_files_is_decided_in_the_employees_own_department(department: Department) -> None:
    at(department.world, "2026-08-03T10:00:00")
    wish = {"employee_id": department.employees["O1"]["id"], "kind": "personal", "first_on": "2026-08-12", "last_on": "2026-08-12"}
    asked = department.call(department.hr, "POST", "/leave", json=wish | {"reason": "asked for by phone"})
    waits = department.ask(department.head, "GET", "/approvals?view=mine&limit=100").json()["data"]
    assert [one["reference"] for one in waits] == [asked["id"]]
    assert department.decide().status_code == 200
    decided = department.call(department.o1, "GET", f"/leave/{asked['id']}")
    assert (decided["state"], len(decided["deciders"])) == ("approved", 1)


@pytest.mark.rule("ATT-12")
def test_overtime_is_authorised_beforehand(department: Department) -> None:
    at(department.world, "2026-08-04T09:00:00")
    wish = {"on": "2026-08-04", "starts": "18:30", "ends": "20:30", "reason": "stocktaking"}
    late = department.ask(department.o1, "POST", "/attendance/overtime", json=wish | {"on": "2026-08-03"})
    assert refused(late) == (409, "overtime_not_beforehand", "ATT-12")
    asked = department.call(department.o1, "POST", "/overtime", json=wish)
    assert (asked["week_hours"], asked["limit_hours"], asked["over_limit"]) == ("47", "44", True)
    assert department.decide().status_code == 200
    load_rows = [(department.employees["O1"]["number"], f"2026-08-04 {clock}") for clock in (*USUAL[:3], "21:30:00")]
    at(department.world, "2026-09-01T09:00:00")
    load(department, load_rows)
    run = department.call(department.head, "POST", "/month-runs", json={"month": "2026-08", "unit_ids": [department.unit["id"]]})
    department.world.eventually(
        lambda: department.call(department.head, "GET", f"/month-runs/{run['id']}")["state"] == "done", what="August is compiled"
    )
    board = department.call(department.head, "GET", "/months/2026-08")["units"]
    sheet = next(one for one in board if one["unit_id"] == department.unit["id"])["sheet_id"]
    own = department.call(department.head, "GET", f"/sheets/{sheet}/rows/{department.employees['O1']['id']}")["figures"]
    # Authorised from 18:30 to 20:30, there until 21:30: two hours count, the rest after work is shown.
    assert (own["overtime_hours"], own["unauthorised_hours"]) == ("2", "1.5")
