"""What HR does with many at once, and the dates of a month as parameters of the policy (rules ATT-6, ATT-7, ATT-9, ATT-11)."""

from typing import Any

import pytest

from tests.acceptance.people.organisation import Json, Organisation, refused
from tests.acceptance.people.test_attendance import at
from tests.acceptance.people.test_attendance_month import HR, OWN, Department
from tests.acceptance.world import World

HEADING = "工号,姓名,假别,操作,数量,有效期至,凭据编号,原因"


@pytest.fixture(scope="module")
def company(world: World) -> Department:
    """Two namesakes in one department, led by one of them."""
    organisation = Organisation(world)
    organisation.top()
    head, o1, hr = world.person(*OWN), world.person(*OWN), world.person(*HR)
    employees = {
        "head": organisation.employee("Li Na", account_id=head.account_id),
        "O1": organisation.employee("Li Na", account_id=o1.account_id),
    }
    unit = organisation.unit("仓储部", head_id=employees["head"]["id"])
    position = organisation.position(unit, planned=2, attendance_group="operations")
    for employee in employees.values():
        assert organisation.assign(employee, position).status_code < 400
    return Department(world, organisation, head, o1, hr, employees, unit)


def load(company: Department, *rows: str, check: bool = False) -> Any:
    text = "\n".join((HEADING, *rows))
    files = {"file": ("leave.csv", text.encode(), "text/csv")}
    return company.ask(company.hr, "POST", f"/attendance/leave-imports?check={str(check).lower()}", files=files)


def annual(company: Department, name: str = "O1") -> Json:
    rows = company.call(company.hr, "GET", f"/leave-balances?employee_id={company.employees[name]['id']}")["data"]
    return next(row for row in rows if row["kind"] == "annual")


@pytest.mark.rule("ATT-9", "SYS-3")
def test_balances_come_from_a_file_once_and_whole_or_not_at_all(company: Department) -> None:
    at(company.world, "2026-10-12T09:00:00")
    numbers = {name: one["number"] for name, one in company.employees.items()}
    good = f"{numbers['O1']},Li Na,年假,发放,5,2026-12-31,HR-2026-1,年度年假"
    bad = [f"{numbers['head']},Li Na,年假,更正,-1,,HR-2026-1,多发", f"{numbers['head']},Wu,病假,发放,x,2026-02-30,,"]
    wrong = load(company, good, *bad)
    assert refused(wrong) == (422, "rows_refused", "SYS-3")
    assert [one["pointer"] for one in wrong.json()["errors"]] == [
        "row 3/数量", "row 4/姓名", "row 4/假别", "row 4/数量", "row 4/有效期至", "row 4/凭据编号", "row 4/原因",
    ]  # fmt: skip
    assert annual(company)["balance"] == "0"
    assert load(company, good, check=True).json()["added"] == 1
    assert [load(company, good).json()["added"] for _ in range(2)] == [1, 0]
    assert (annual(company)["balance"], annual(company, "head")["balance"]) == ("5", "0")
    assert refused(company.ask(company.o1, "POST", "/attendance/leave-imports", files={"file": ("a.csv", b"x", "text/csv")}))[0] == 403
    found = company.call(company.hr, "GET", f"/leave-accounts?q={numbers['O1']}")["data"]
    assert [(one["number"], one["name"], one["unit_zh"]) for one in found] == [(numbers["O1"], "Li Na", "仓储部")]


@pytest.mark.rule("ATT-6", "ATT-7", "ATT-11", "SYS-6")
def test_the_dates_of_a_month_follow_the_policy_in_force_on_its_last_day(company: Department) -> None:
    at(company.world, "2026-11-02T09:00:00")
    policies = company.organisation.call("GET", "/attendance/policies?limit=100")["data"]
    content = next(one for one in policies if one["state"] == "published")["content"]
    wish = {"content": content | {"sign_by_day": 4, "object_until_day": 8}, "reason": "the new month"}
    draft = company.organisation.call("POST", "/attendance/policies", json=wish)
    path = f"/attendance/policies/{draft['number']}/publish"
    company.organisation.call("POST", path, version=draft["version"], json={"effective_from": "2026-11-30"})
    october, november = (company.call(company.hr, "GET", f"/months/2026-{month}") for month in (10, 11))
    assert [(one["sign_by"], one["object_until"]) for one in (october, november)] == [
        ("2026-11-03", "2026-11-05"),
        ("2026-12-04", "2026-12-08"),
    ]
    words = {"on": "2026-11-09", "statement": "I was there; the clock was slow."}
    at(company.world, "2026-12-08T23:59:30")
    objection = company.call(company.o1, "POST", "/objections", json=words)
    at(company.world, "2026-12-09T00:00:01")
    late = company.ask(company.o1, "POST", "/attendance/objections", json=words | {"on": "2026-11-10"})
    assert refused(late) == (409, "objection_too_late", "ATT-7")
    assert "2026-12-08" in late.json()["detail"]
    _closed_in_bulk(company, objection)


def _closed_in_bulk(company: Department, objection: Json) -> None:
    """Each department has its own answer, named; the same again closes nothing twice."""
    other = company.organisation.unit("采购部")
    buyer = company.organisation.employee("Qian")
    assert company.organisation.assign(buyer, company.organisation.position(other, planned=1)).status_code < 400
    units = [company.unit["id"], other["id"]]
    run = company.call(company.hr, "POST", "/month-runs", json={"month": "2026-11", "unit_ids": units})
    company.world.eventually(lambda: company.call(company.hr, "GET", f"/month-runs/{run['id']}")["state"] == "done", what="it is compiled")

    def board() -> dict[str, Json]:
        return {one["unit_id"]: one for one in company.call(company.hr, "GET", "/months/2026-11")["units"]}

    def close() -> list[tuple[str, str | None]]:
        sheets = [{"id": board()[unit]["sheet_id"], "version": board()[unit]["version"]} for unit in units]
        answer = company.call(company.hr, "POST", "/sheets/close", json={"sheets": sheets})
        return [(one["state"], one["refusal"] and one["refusal"]["code"]) for one in answer["results"]]

    sheet = board()[company.unit["id"]]
    path = f"/sheets/{sheet['sheet_id']}/take-over"
    company.call(company.hr, "POST", path, version=sheet["version"], json={"reason": "overdue"})
    assert close() == [("taken_over", "objections_open"), ("compiled", "attendance_sheet_unsigned")]
    settlement = {"outcome": "refused", "heard": "Wang saw nobody.", "decision": "Nothing proves it.", "facts": []}
    company.call(company.hr, "POST", f"/objections/{objection['id']}/settle", version=objection["version"], json=settlement)
    assert close() == [("closed", None), ("compiled", "attendance_sheet_unsigned")]
    assert close() == [("closed", "attendance_sheet_closed"), ("compiled", "attendance_sheet_unsigned")]
    assert board()[company.unit["id"]]["issue"] == 1
