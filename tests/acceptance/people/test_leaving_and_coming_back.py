"""Leaving and coming back, the personnel policy, and who decides where a head cannot (rules ORG-6, ORG-7, ORG-12, APR-2, SYS-6)."""

from datetime import timedelta

import pytest

from tests.acceptance.people.approvals_scene import Decider, Office, company_day, open_office
from tests.acceptance.people.organisation import Organisation, day, refused
from tests.acceptance.people.test_hiring import Hr, phones
from tests.acceptance.world import Person, World


@pytest.fixture
def firm(world: World) -> Organisation:
    organisation = Organisation(world)
    organisation.hire_deciders()
    return organisation


@pytest.mark.rule("ORG-6")
def test_who_comes_back_gets_in_with_a_new_password_only(firm: Organisation) -> None:
    hr, login = Hr(firm), f"r.{next(phones)}"
    position = firm.position(firm.unit("回归"))
    hired, person = hr.hired(position, "回归者", login)
    account_id = person.ask("GET", "/people/v1/me").json()["id"]
    body = {"last_day": day(0), "kind": "resigned", "reason": "读书", "at_once": True}
    firm.call("POST", f"/employments/{hired['employee_id']}/leaving", json=body)
    requisition = hr.requisition(position, wanted_by=day(1)).json()
    back = hr.candidate(requisition, "回归者", source="former", former_employee_id=hired["employee_id"])
    hr.interview(back)
    terms = {"terms": "月薪 7000 元", "starts_on": day(1), "probation_months": 0, "valid_until": day(5)}
    assert hr.ask(back, "offers", **terms).status_code == 201
    assert hr.ask(back, "offers/answer", answer="accepted", note="").status_code == 200
    made = hr.ask(back, "hire", kind="formal", account_id=account_id)
    assert (made.status_code, made.json()["login"], made.json()["number"]) == (201, login, hired["number"]), made.text
    old = firm.world.ask("POST", "/people/v1/sessions", json={"login": login, "password": person.password}, token="")
    assert old.status_code == 401
    anew = Person(firm.world, login=login, password=made.json()["initial_password"], account_id=account_id)
    assert anew.ask("GET", "/people/v1/me").status_code == 200


@pytest.mark.rule("ORG-7")
def test_the_last_administrators_leaving_is_refused_when_it_is_announced(firm: Organisation, world: World) -> None:
    me = world.call("GET", "/people/v1/me", token=world.boss())["id"]
    own = firm.call("GET", "/employees?limit=100")["data"]
    mine = next((one for one in own if one.get("account_id") == me), None) or firm.employee("管理员", account_id=me)
    hr = world.person("people.leavings.handle", "people.employees.read", "people.own_file.use")
    body = {"last_day": day(20), "kind": "resigned", "reason": "个人原因"}
    answer = hr.ask("POST", f"/people/v1/employments/{mine['id']}/leaving", json=body)
    assert refused(answer) == (409, "last_administrator", "ORG-7")
    assert [one for one in hr.ask("GET", "/people/v1/leavings?limit=100").json()["data"] if one["employee_id"] == mine["id"]] == []


@pytest.mark.rule("ORG-12")
@pytest.mark.rule("SYS-6")
def test_talks_and_hand_over_follow_the_policy_in_force_and_name_its_version(firm: Organisation) -> None:
    before = firm.call("GET", "/policies/personnel")["data"][0]
    employee = firm.employee("久未谈话", hired_on=day(-60))
    assert employee["id"] not in [one["id"] for one in firm.call("GET", "/talks-due")["data"]]
    line = {"kind": "thing", "title_zh": "样品", "title_en": "Samples"}
    made = firm.call("POST", "/policies/personnel", json={"talk_after_days": 60, "hand_over": [line], "reason": "每两月一次"})
    try:
        assert made["version"] == before["version"] + 1
        due = firm.call("GET", "/talks-due")
        assert (due["days"], due["policy_version"]) == (60, made["version"])
        assert employee["id"] in [one["id"] for one in due["data"]]
        body = {"last_day": day(9), "kind": "resigned", "reason": "个人原因"}
        leaving = firm.call("POST", f"/employments/{employee['id']}/leaving", json=body)
        file = firm.call("GET", f"/leavings/{leaving['id']}")
        assert (file["policy_version"], [one["title_zh"] for one in file["checklist"]]) == (made["version"], ["样品"])
    finally:
        first = {"talk_after_days": before["talk_after_days"], "hand_over": before["hand_over"], "reason": "恢复"}
        firm.call("POST", "/policies/personnel", json=first)


@pytest.mark.rule("APR-2")
def test_where_the_head_cannot_sign_in_the_deputy_decides(world: World) -> None:
    office: Office = open_office(world)
    office.hire("deputy")
    office.hire("asker")
    begun = (company_day() - timedelta(days=30)).isoformat()
    head = office.call("POST", "/employees", json={"name": "无账号负责人", "kind": "formal", "hired_on": begun})
    top = Organisation(world).top()["id"]
    unit_id = office.unit("deputy", "asker", parent_id=top)
    unit = office.call("GET", f"/units/{unit_id}")
    leaders = {"effective_from": company_day().isoformat(), "head_id": head["id"], "deputy_id": office.deputy.employee_id}
    office.call("PATCH", f"/units/{unit_id}", json=leaders, headers={"If-Match": f'"{unit["version"]}"'})
    wish = office.wish("price_change", by="asker")
    row = office.filed(wish, "deputy")
    decider: Decider = office.deputy
    (seat,) = decider.page(row["id"])["seats"]
    assert [one["why"] for one in seat["candidates"]] == ["stand_in"]
    assert decider.decide(row, "approve").json()["approval"]["state"] == "approved"
    (log,) = [one for one in office.asker.inbox("asked") if one["reference"] == wish.reference]
    assert log["state"] == "approved"
