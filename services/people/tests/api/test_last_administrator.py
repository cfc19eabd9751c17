"""Rule ORG-7: somebody who administers always stays, whatever gives them the role."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from chassis.ids import read_id
from services.people.tests.firm import Firm, Json, day, refused
from services.people.tests.house import House, Signed

LAST = (409, "last_administrator", "ORG-7")


async def administrator(firm: Firm) -> str:
    roles = (await firm.must("GET", "/v1/roles?limit=100"))["data"]
    return next(role["id"] for role in roles if role["code"] == "administrator")


async def change(firm: Firm, account_id: str, **wish: Any) -> Any:
    version = (await firm.must("GET", f"/v1/accounts/{account_id}"))["version"]
    return await firm.ask("PATCH", f"/v1/accounts/{account_id}", version=version, json=wish)


async def second(firm: Firm, login: str = "wang", *, own: bool = True) -> Json:
    """An employee with an account, which administers by its own role or by nothing yet."""
    body = {
        "login": login,
        "name": login.title(),
        "locale": "en-US",
        "role_ids": [await administrator(firm)] if own else [],
        "shop_ids": None,
    }
    made = await firm.must("POST", "/v1/accounts", json=body)
    return {**made, "employee": await firm.employee(login, account_id=made["account"]["id"])}


async def by_position(firm: Firm) -> tuple[Json, Json]:
    """Somebody whose position alone makes them an administrator, and their assignment."""
    position = await firm.position(await firm.unit(), role_ids=[await administrator(firm)])
    held = await second(firm, own=False)
    assert (await firm.assign(held["employee"], position)).status_code == 201
    employee = await firm.must("GET", f"/v1/employees/{held['employee']['id']}")
    return held, employee["assignments"][0]


async def leave(who: Signed, employee: Json, **rest: Any) -> Any:
    body = {"last_day": day(20), "kind": "resigned", "reason": "个人原因", **rest}
    return await who.ask("POST", f"/v1/employments/{employee['id']}/leaving", json=body)


@pytest.mark.rule("ORG-7")
async def test_an_administrator_by_position_counts_as_another_and_is_kept_in_turn(firm: Firm) -> None:
    boss = firm.house.boss.account["id"]
    held, assignment = await by_position(firm)
    wang = await firm.house.sign_in("wang", held["initial_password"])
    assert (await wang.ask("PATCH", f"/v1/accounts/{boss}", version=1, json={"disabled": True})).status_code == 200
    path = f"/v1/employees/{held['employee']['id']}/assignments/{assignment['id']}/end"
    assert refused(await wang.ask("POST", path, json={"until": day(3), "reason": ""})) == LAST
    employee = (await wang.ask("GET", f"/v1/employees/{held['employee']['id']}")).json()
    assert [one["valid_until"] for one in employee["assignments"]] == [None]
    assert refused(await wang.ask("PATCH", f"/v1/accounts/{held['account']['id']}", version=1, json={"disabled": True})) == LAST
    assert (await wang.ask("PATCH", f"/v1/accounts/{boss}", version=2, json={"disabled": False})).status_code == 200
    assert (await wang.ask("POST", path, json={"until": day(3), "reason": ""})).status_code == 200


@pytest.mark.rule("ORG-7")
async def test_an_administrator_by_grant_counts_while_it_lasts_and_is_not_revoked(firm: Firm, app: FastAPI) -> None:
    boss, made = firm.house.boss.account["id"], await second(firm, own=False)
    wang_id, role = read_id("acc", made["account"]["id"]), read_id("rol", await administrator(firm))
    grant = text("""
        INSERT INTO role_grant (id, account_id, role_id, reason, begins_on, ends_on, state, requested_by, requested_at, decided_by, policy_version, version)
        VALUES (gen_random_uuid(), :account, :role, 'x', current_date - 3, current_date + CAST(:left AS int), 'approved', :account, now(), '{}', 1, 1)
        RETURNING id
    """)
    async with app.state.context.engine.begin() as connection:
        await connection.execute(grant, {"account": wang_id, "role": role, "left": -2})
    assert refused(await change(firm, boss, role_ids=[])) == LAST, "one that is over counts no more"
    async with app.state.context.engine.begin() as connection:
        await connection.execute(grant, {"account": wang_id, "role": role, "left": 9})
    wang = await firm.house.sign_in("wang", made["initial_password"])
    assert (await change(firm, boss, role_ids=[])).status_code == 200
    (held,) = (await wang.ask("GET", "/v1/role-grants?state=approved&limit=100")).json()["data"][:1]
    answer = await wang.ask("POST", f"/v1/role-grants/{held['id']}/revoke", version=held["version"], json={"reason": "不再需要"})
    assert refused(answer) == LAST
    assert (await wang.ask("GET", f"/v1/role-grants/{held['id']}")).json()["state"] == "approved"


@pytest.mark.rule("ORG-7")
async def test_the_last_administrators_leaving_is_refused_when_it_is_announced(house: House, firm: Firm) -> None:
    own = await firm.employee("老板", account_id=house.boss.account["id"])
    hr = await house.person("hr", "people.leavings.handle", "people.employees.read", "people.own_file.use")
    assert refused(await leave(hr, own)) == LAST
    assert (await hr.ask("GET", "/v1/leavings")).json()["data"] == []
    made = await second(firm)
    assert (await leave(hr, own)).status_code == 201
    # Now the other one is the last who stays, although both still are there today.
    assert refused(await leave(hr, made["employee"], last_day=day(5))) == LAST
    assert refused(await change(firm, made["account"]["id"], disabled=True)) == LAST
    assert refused(await leave(hr, made["employee"], last_day=day(0), at_once=True)) == LAST


@pytest.mark.rule("ORG-7")
async def test_an_administrator_by_position_may_not_move_away_as_the_last(firm: Firm) -> None:
    held, assignment = await by_position(firm)
    wang = await firm.house.sign_in("wang", held["initial_password"])
    assert (await change(firm, firm.house.boss.account["id"], role_ids=[])).status_code == 200
    unit = (await wang.ask("GET", f"/v1/positions/{assignment['position_id']}")).json()["unit_id"]
    firm.house.boss = wang
    elsewhere = await firm.position({"id": unit})
    move = {"position_id": elsewhere["id"], "kind": "transfer", "on": day(4), "reason": "轮岗"}
    assert refused(await wang.ask("POST", f"/v1/employments/{held['employee']['id']}/moves", json=move)) == LAST
    employee = (await wang.ask("GET", f"/v1/employees/{held['employee']['id']}")).json()
    assert [(one["position_id"], one["valid_until"]) for one in employee["assignments"]] == [(assignment["position_id"], None)]
