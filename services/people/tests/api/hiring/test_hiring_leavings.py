"""Probation, moves, leaving and coming back (rule ORG-6)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from chassis.clock import Clock
from people.jobs.leave_on_the_day import run
from services.people.tests.firm import Firm, Json, day, refused
from services.people.tests.house import Signed
from services.people.tests.recruiting import Recruiting


@pytest.fixture
def set_days_ahead(app: FastAPI, tmp_path: Path) -> Callable[[float], None]:
    file = tmp_path / "offset"

    def move(days: float) -> None:
        file.write_text(str(days * 86400))
        app.state.context.clock = Clock(company_timezone="Asia/Shanghai", offset_file=file)

    return move


async def newcomer(firm: Firm, recruiting: Recruiting, position: Json, login: str = "li.hua") -> tuple[Json, Signed]:
    hired = await recruiting.hired(position, new_login={"login": login, "locale": "zh-CN", "shop_ids": []})
    return hired, await firm.house.sign_in(login, hired["initial_password"])


async def leave(firm: Firm, hired: Json, **rest: Any) -> Any:
    body = {"last_day": day(0), "kind": "resigned", "reason": "个人原因", **rest}
    return await firm.ask("POST", f"/v1/employments/{hired['employee_id']}/leaving", json=body)


@pytest.mark.rule("ORG-6")
async def test_probation_is_extended_then_confirmed(firm: Firm, recruiting: Recruiting) -> None:
    hired = await recruiting.hired(await firm.position(await firm.unit()))
    employee = await recruiting.employee(hired)
    path, until = f"/v1/employments/{hired['employee_id']}/probation", employee["probation_until"]
    same = {"outcome": "extended", "until": until, "reason": "再看看"}
    assert refused(await firm.ask("POST", path, version=employee["version"], json=same)) == (422, "probation_not_longer", "ORG-6")
    longer = {"outcome": "extended", "until": day(150), "reason": "再看看"}
    await firm.must("POST", path, version=employee["version"], json=longer)
    soon = await firm.must("GET", "/v1/probation-ends?within_days=151")
    assert [(one["number"], one["probation_until"]) for one in soon["data"]] == [(hired["number"], day(150))]
    confirmed = {"outcome": "confirmed", "reason": "表现良好"}
    assert refused(await firm.ask("POST", path, version=employee["version"], json=confirmed))[0] == 412
    history = await firm.must("POST", path, version=employee["version"] + 1, json=confirmed)
    assert [one["outcome"] for one in history["probation"]] == ["confirmed", "extended"]
    assert (await recruiting.employee(hired))["stage"] == "regular"
    assert refused(await firm.ask("POST", path, version=employee["version"] + 2, json=confirmed))[1] == "not_on_probation"
    assert (await firm.must("GET", "/v1/probation-ends?within_days=366"))["data"] == []


@pytest.mark.rule("ORG-6")
async def test_a_move_ahead_takes_effect_on_its_day_and_rights_follow(
    firm: Firm, recruiting: Recruiting, app: FastAPI, set_days_ahead: Callable[[float], None]
) -> None:
    unit = await firm.unit()
    old, new = await firm.house.role("orders.orders.read"), await firm.house.role("warehouse.stock.read")
    here, there = await firm.position(unit, role_ids=[old["id"]]), await firm.position(unit, role_ids=[new["id"]])
    hired, _ = await newcomer(firm, recruiting, here)
    path = f"/v1/employments/{hired['employee_id']}/moves"
    move = {"position_id": there["id"], "kind": "promotion", "on": day(5), "reason": "能力突出"}
    history = await firm.must("POST", path, json=move)
    assert [(one["state"], one["takes_effect_on"]) for one in history["moves"]] == [("planned", day(5))]
    assert refused(await firm.ask("POST", path, json=move | {"on": day(6)})) == (409, "move_planned", "ORG-6")
    assert (await recruiting.employee(hired))["position_id"] == here["id"]
    # Who comes in their place can be hired for that very day.
    assert (await recruiting.requisition(here, wanted_by=day(5))).status_code == 201
    assert refused(await recruiting.requisition(here, wanted_by=day(4)))[1] == "requisition_past_headcount"
    set_days_ahead(5)
    await run(app.state.context)
    employee = await recruiting.employee(hired)
    assert [(one["position_id"], one["valid_from"], one["valid_until"]) for one in employee["assignments"]] == [
        (there["id"], day(5), None),
        (here["id"], day(0), day(5)),
    ]
    assert (await firm.must("GET", f"/v1/employments/{hired['employee_id']}"))["moves"][0]["state"] == "done"
    # Whoever is signed in meanwhile loses what went with the old position (end_outdated_sessions).
    signed = await firm.house.sign_in("li.hua", hired["initial_password"])
    assert signed.account["permissions"] == ["warehouse.stock.read"]


@pytest.mark.rule("ORG-6")
async def test_a_move_is_withdrawn_before_its_day_if_the_place_is_free(firm: Firm, recruiting: Recruiting) -> None:
    unit = await firm.unit()
    here, there = await firm.position(unit), await firm.position(unit)
    hired = await recruiting.hired(here)
    path = f"/v1/employments/{hired['employee_id']}/moves"
    move = {"position_id": there["id"], "kind": "transfer", "on": day(5), "reason": "轮岗"}
    planned = (await firm.must("POST", path, json=move))["moves"][0]
    successor = await firm.employee("后来者")
    assert (await firm.assign(successor, here, valid_from=day(5))).status_code == 201
    back = f"/v1/moves/{planned['id']}/withdraw"
    assert refused(await firm.ask("POST", back, version=1, json={"reason": "不调了"})) == (409, "place_taken_meanwhile", "ORG-3")
    held = (await firm.must("GET", f"/v1/employees/{successor['id']}"))["assignments"][0]
    await firm.must("POST", f"/v1/employees/{successor['id']}/assignments/{held['id']}/end", json={"until": day(5), "reason": ""})
    assert (await firm.must("POST", back, version=1, json={"reason": "不调了"}))["moves"][0]["state"] == "withdrawn"
    assert [(one["position_id"], one["valid_until"]) for one in (await recruiting.employee(hired))["assignments"]] == [(here["id"], None)]


async def test_past_the_headcount_nobody_is_moved(firm: Firm, recruiting: Recruiting) -> None:
    unit = await firm.unit()
    here, there = await firm.position(unit), await firm.position(unit)
    hired = await recruiting.hired(here)
    await firm.assign(await firm.employee(), there)
    move = {"position_id": there["id"], "kind": "transfer", "on": day(0), "reason": "轮岗"}
    answer = await firm.ask("POST", f"/v1/employments/{hired['employee_id']}/moves", json=move)
    assert refused(answer) == (409, "headcount_exceeded", "ORG-3")
    assert (await recruiting.employee(hired))["position_id"] == here["id"]
    past = await firm.ask("POST", f"/v1/employments/{hired['employee_id']}/moves", json=move | {"on": day(-1)})
    assert refused(past)[1] == "date_in_the_past"


@pytest.mark.rule("ORG-6")
async def test_who_leaves_at_once_has_no_access_any_more(firm: Firm, recruiting: Recruiting) -> None:
    role = await firm.house.role("people.organisation.read", "people.api_clients.manage", "people.api_clients.read")
    hired, signed = await newcomer(firm, recruiting, await firm.position(await firm.unit(), role_ids=[role["id"]]))
    assert (await signed.ask("GET", "/v1/me")).status_code == 200
    assert refused(await leave(firm, hired, last_day=day(3), at_once=True))[1] == "leaving_not_today"
    made = await leave(firm, hired, at_once=True, kind="dismissed")
    assert (made.status_code, made.json()["state"]) == (201, "done"), made.text
    assert (await signed.ask("GET", "/v1/me")).status_code == 401
    assert (await signed.refresh()).status_code == 401
    employee = await recruiting.employee(hired)
    assert (employee["stage"], employee["left_on"]) == ("left", day(0))
    assert [one["valid_until"] for one in employee["assignments"]] == [day(1)]
    assert refused(await leave(firm, hired))[1] == "employee_has_left"


@pytest.mark.rule("ORG-6")
async def test_access_ends_with_the_last_day_and_the_list_stays_open(
    firm: Firm, recruiting: Recruiting, app: FastAPI, set_days_ahead: Callable[[float], None]
) -> None:
    position = await firm.position(await firm.unit())
    hired, signed = await newcomer(firm, recruiting, position)
    made = (await leave(firm, hired, last_day=day(2))).json()
    assert (made["state"], made["items"], made["open_items"]) == ("planned", 5, 5)
    assert refused(await leave(firm, hired, last_day=day(4))) == (409, "leaving_announced", "ORG-6")
    set_days_ahead(2)
    await run(app.state.context)
    assert (await firm.must("GET", f"/v1/leavings/{made['id']}"))["state"] == "planned"
    assert (await signed.ask("GET", "/v1/me")).status_code == 200
    file = await firm.must("GET", f"/v1/leavings/{made['id']}")
    line = next(item for item in file["checklist"] if item["kind"] == "thing")
    tick = {"done": True, "note": "已收回"}
    await firm.must("POST", f"/v1/leavings/{made['id']}/items/{line['id']}/tick", json=tick)
    set_days_ahead(3)
    await run(app.state.context)
    await run(app.state.context)
    done = await firm.must("GET", f"/v1/leavings/{made['id']}")
    assert (done["state"], done["open_items"]) == ("done", 4)
    assert (await signed.ask("GET", "/v1/me")).status_code == 401
    assert (await recruiting.employee(hired))["left_on"] == day(2)


@pytest.mark.rule("ORG-6")
async def test_a_leaving_is_withdrawn_and_everything_goes_on(firm: Firm, recruiting: Recruiting) -> None:
    unit = await firm.unit()
    here, there = await firm.position(unit), await firm.position(unit)
    hired = await recruiting.hired(here)
    move = {"position_id": there["id"], "kind": "transfer", "on": day(20), "reason": "轮岗"}
    await firm.must("POST", f"/v1/employments/{hired['employee_id']}/moves", json=move)
    made = (await leave(firm, hired, last_day=day(10))).json()
    history = await firm.must("GET", f"/v1/employments/{hired['employee_id']}")
    assert history["moves"][0]["state"] == "withdrawn"
    assert [one["valid_until"] for one in (await recruiting.employee(hired))["assignments"]] == [day(11)]
    back = await firm.must("POST", f"/v1/leavings/{made['id']}/withdraw", version=1, json={"reason": "挽留成功"})
    assert back["state"] == "withdrawn"
    assert [(one["position_id"], one["valid_until"]) for one in (await recruiting.employee(hired))["assignments"]] == [(here["id"], None)]
    again = await firm.ask("POST", f"/v1/leavings/{made['id']}/withdraw", version=2, json={"reason": "再来"})
    assert refused(again) == (409, "leaving_over", "ORG-6")


@pytest.mark.rule("ORG-6")
async def test_access_may_end_before_the_last_day(firm: Firm, recruiting: Recruiting) -> None:
    hired, signed = await newcomer(firm, recruiting, await firm.position(await firm.unit()))
    made = (await leave(firm, hired, last_day=day(9))).json()
    await firm.must("POST", f"/v1/leavings/{made['id']}/end-access", version=1, json={"reason": "转岗保密要求"})
    assert (await signed.ask("GET", "/v1/me")).status_code == 401
    assert (await recruiting.employee(hired))["stage"] == "probation"


@pytest.mark.rule("ORG-6")
async def test_who_comes_back_keeps_the_file_and_the_number(
    firm: Firm, recruiting: Recruiting, set_days_ahead: Callable[[float], None]
) -> None:
    position = await firm.position(await firm.unit())
    hired = await recruiting.hired(position)
    contract = {"number": "HT-1", "kind": "labour", "signed_on": day(0), "valid_from": day(0), "terms": "三年"}
    await firm.must("POST", f"/v1/personnel-files/{hired['employee_id']}/contracts", json=contract)
    await leave(firm, hired, at_once=True)
    set_days_ahead(30)
    requisition = await recruiting.open(position, wanted_by=day(30))
    back = await recruiting.candidate(requisition, "李华", source="former", former_employee_id=hired["employee_id"])
    await recruiting.accepted(back, starts_on=day(30), valid_until=day(40))
    early = await recruiting.hire(back, hired_on=day(0))
    assert refused(early) == (409, "came_back_too_early", "ORG-6")
    again = (await recruiting.hire(back)).json()
    assert (again["employee_id"], again["number"]) == (hired["employee_id"], hired["number"])
    employee = await recruiting.employee(hired)
    assert (employee["stage"], employee["hired_on"], employee["left_on"]) == ("probation", day(30), None)
    history = await firm.must("GET", f"/v1/employments/{hired['employee_id']}")
    assert [(one["hired_on"], one["left_on"]) for one in history["spells"]] == [(day(30), None), (day(0), day(0))]
    contracts = await firm.must("GET", f"/v1/personnel-files/{hired['employee_id']}/contracts")
    assert [one["number"] for one in contracts["data"]] == ["HT-1"]


@pytest.mark.rule("ORG-6")
async def test_who_comes_back_signs_in_with_a_new_password_and_nothing_of_before(
    firm: Firm, recruiting: Recruiting, app: FastAPI, set_days_ahead: Callable[[float], None]
) -> None:
    role = await firm.house.role("warehouse.stock.read")
    position = await firm.position(await firm.unit(), role_ids=[role["id"]])
    hired, signed = await newcomer(firm, recruiting, position)
    account_id = signed.account["id"]
    strong = await firm.house.role("people.accounts.manage", "people.accounts.read")
    version = (await firm.must("GET", f"/v1/accounts/{account_id}"))["version"]
    await firm.must("PATCH", f"/v1/accounts/{account_id}", version=version, json={"role_ids": [strong["id"]]})
    await leave(firm, hired, at_once=True)
    set_days_ahead(30)
    requisition = await recruiting.open(position, wanted_by=day(30))
    back = await recruiting.candidate(requisition, "李华", source="former", former_employee_id=hired["employee_id"])
    assert (await recruiting.now(back))["former_account"] == {"id": account_id, "login": "li.hua", "disabled": True}
    await recruiting.accepted(back, starts_on=day(30), valid_until=day(40))
    again = (await recruiting.hire(back, account_id=account_id)).json()
    assert (again["login"], len(again["initial_password"]) > 10) == ("li.hua", True)
    old = await firm.house.client.post("/v1/sessions", json={"login": "li.hua", "password": hired["initial_password"]})
    assert old.status_code == 401
    assert (await signed.refresh()).status_code == 401
    anew = await firm.house.sign_in("li.hua", again["initial_password"])
    assert anew.account["permissions"] == ["warehouse.stock.read"], "its own role of before is gone"
    entries = (await firm.must("GET", f"/v1/audit-entries?noun=account&noun_id={account_id}"))["data"]
    (entry,) = [one for one in entries if one["action"] == "account.reopened"]
    assert (entry["before"]["roles"], entry["after"]["roles"], entry["after"]["disabled"]) == ([strong["id"]], [], False)
    assert again["initial_password"] not in str(entry)


@pytest.mark.rule("ORG-6")
async def test_hiring_opens_no_account_of_somebody_else(firm: Firm, recruiting: Recruiting) -> None:
    position = await firm.position(await firm.unit())
    made = await firm.house.account("wang", "orders.orders.read")
    await firm.must("PATCH", f"/v1/accounts/{made['account']['id']}", version=1, json={"disabled": True})
    hired = await recruiting.hired(position, account_id=made["account"]["id"])
    assert (hired["login"], hired["initial_password"]) == (None, None)
    account = await firm.must("GET", f"/v1/accounts/{made['account']['id']}")
    assert account["disabled"], "an administrator disabled it, and an administrator enables it"


async def test_nobody_lets_themselves_go(firm: Firm) -> None:
    boss = await firm.employee("老板", account_id=firm.house.boss.account["id"])
    answer = await leave(firm, {"employee_id": boss["id"]})
    assert refused(answer) == (409, "own_leaving", "ORG-6")
