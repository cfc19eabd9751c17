"""Rule ORG-7: permissions follow from position and unit, extra ones have an end; and everybody can be told why."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from chassis.context import Context
from people.jobs.end_outdated_sessions import run
from services.people.tests.firm import Firm, Json, day, description
from services.people.tests.house import House, Signed


@pytest.fixture
def firm(house: House) -> Firm:
    return Firm(house)


async def hired(firm: Firm, login: str, *permissions: str) -> tuple[Signed, Json]:
    """Somebody with an account who works here and holds nothing yet."""
    made = await firm.house.account(login, *permissions)
    employee = await firm.employee(login, account_id=made["account"]["id"])
    return await firm.house.sign_in(login, made["initial_password"]), employee


async def again(house: House, someone: Signed) -> Signed:
    return Signed.of(house.client, await someone.refresh())


@pytest.mark.rule("ORG-7")
async def test_a_position_gives_its_roles_from_its_day_on_and_takes_them_away(house: House, firm: Firm, app: FastAPI) -> None:
    role = await house.role("orders.orders.read", "orders.orders.review")
    unit = await firm.unit("运营部")
    position = await firm.position(unit, role_ids=[role["id"]])
    wang, employee = await hired(firm, "wang", "catalog.skus.read")
    assert wang.account["permissions"] == ["catalog.skus.read"]
    assert (await firm.assign(employee, position)).status_code == 201
    wang = await again(house, wang)
    assert wang.account["permissions"] == ["catalog.skus.read", "orders.orders.read", "orders.orders.review"]
    why = (await wang.ask("GET", "/v1/me/rights", params={"permission": "orders.orders.review"})).json()
    assert [(one["kind"], one["position_zh"], one["unit_zh"], one["since"]) for one in why["sources"]] == [
        ("position", "推广专员", "运营部", "2026-02-01")
    ]
    path = f"/v1/positions/{position['id']}/descriptions"
    await firm.must("POST", path, json=description(role_ids=[]))
    await firm.must("POST", f"{path}/2/publish", version=1, json={"effective_from": day(0)})
    await run(app.state.context)
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    assert (await wang.refresh()).status_code == 401


@pytest.mark.rule("ORG-7")
async def test_a_planned_end_of_a_position_ends_its_tokens_on_that_day(house: House, firm: Firm, app: FastAPI, database: Any) -> None:
    role = await house.role("orders.orders.read")
    position = await firm.position(await firm.unit(), role_ids=[role["id"]])
    wang, employee = await hired(firm, "wang")
    await firm.assign(employee, position)
    wang, zhao = await again(house, wang), await house.person("zhao", "orders.orders.read")
    context: Context = app.state.context
    await run(context)
    assert (await wang.ask("GET", "/v1/me")).status_code == 200, "nothing was taken away"
    async with context.engine.begin() as connection:
        await connection.execute(text("UPDATE assignment SET valid_until = current_date - 1"))
    await run(context)
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    assert (await zhao.ask("GET", "/v1/me")).status_code == 200, "only who holds too much is signed out"
    ended = (await house.boss.ask("GET", "/v1/audit-entries", params={"noun": "session"})).json()["data"]
    assert ("session.ended", "rights_changed") in [(one["action"], one["reason"]) for one in ended]


@pytest.mark.rule("ORG-7")
async def test_a_refresh_never_hides_that_an_older_token_holds_too_much(house: House, firm: Firm, app: FastAPI) -> None:
    """Between the change and the job somebody refreshes: the token from before would live on."""
    wang = await house.person("wang", "orders.orders.read", "orders.orders.review")
    async with app.state.context.engine.begin() as connection:
        await connection.execute(
            text("UPDATE role SET permissions = '{orders.orders.read}' WHERE 'orders.orders.review' = ANY(permissions)")
        )
    assert (await wang.refresh()).status_code == 401
    assert (await wang.ask("GET", "/v1/me")).status_code == 401


@pytest.mark.rule("ORG-7")
async def test_what_a_wildcard_still_covers_is_not_too_much(house: House, app: FastAPI) -> None:
    wang = await house.person("wang", "orders.orders.read")
    role = (await house.boss.ask("GET", f"/v1/accounts/{wang.account['id']}")).json()["role_ids"][0]
    await house.boss.ask("PATCH", f"/v1/roles/{role}", version=1, json={"permissions": ["orders.*"]})
    await run(app.state.context)
    assert (await wang.ask("GET", "/v1/me")).status_code == 200


@pytest.mark.rule("ORG-7")
async def test_every_permission_is_explained_with_every_source(house: House, firm: Firm) -> None:
    direct = await house.role("orders.orders.read", "orders.orders.hold")
    given = await house.role("orders.orders.read")
    unit = await firm.unit("客服部")
    position = await firm.position(unit, role_ids=[given["id"]])
    wang, employee = await hired(firm, "wang")
    await firm.assign(employee, position)
    version = (await house.boss.ask("GET", f"/v1/accounts/{wang.account['id']}")).json()["version"]
    path = f"/v1/accounts/{wang.account['id']}"
    assert (await house.boss.ask("PATCH", path, version=version, json={"role_ids": [direct["id"]], "shop_ids": ["sh1"]})).status_code == 200
    rights = (await house.boss.ask("GET", f"{path}/rights")).json()
    assert rights["shop_ids"] == ["sh1"]
    kinds = {one["permission"]: [rights["sources"][place]["kind"] for place in one["sources"]] for one in rights["permissions"]}
    assert kinds == {"orders.orders.hold": ["account"], "orders.orders.read": ["account", "position"]}
    before = (await house.boss.ask("GET", f"{path}/rights", params={"on": "2026-01-31"})).json()
    assert [one["kind"] for one in before["sources"]] == ["account"], "the position began in February"


@pytest.mark.rule("ORG-7")
async def test_who_may_do_this_is_answered_with_their_reasons(house: House, firm: Firm) -> None:
    await house.person("chen", "orders.*")
    await house.person("zhao", "orders.orders.read")
    await house.person("qian", "catalog.*")
    found = (await house.boss.ask("GET", "/v1/permissions/orders.orders.read/holders")).json()["data"]
    assert [(one["login"], one["sources"][0]["permissions"]) for one in found] == [
        ("boss", ["*"]),
        ("chen", ["orders.*"]),
        ("zhao", ["orders.orders.read"]),
    ]
    page = (await house.boss.ask("GET", "/v1/permissions/orders.orders.read/holders", params={"limit": 2})).json()
    rest = (await house.boss.ask("GET", "/v1/permissions/orders.orders.read/holders", params={"cursor": page["next_cursor"]})).json()
    assert [one["login"] for one in page["data"] + rest["data"]] == ["boss", "chen", "zhao"]
    admin = (await house.boss.ask("GET", "/v1/roles")).json()["data"][0]["id"]
    assert [one["login"] for one in (await house.boss.ask("GET", f"/v1/roles/{admin}/holders")).json()["data"]] == ["boss"]


@pytest.mark.rule("ORG-7")
async def test_a_role_that_reaches_a_unit_shows_its_people_and_those_below_and_nobody_else(house: House, firm: Firm) -> None:
    body = {
        "name_zh": "部门账号",
        "name_en": "Unit accounts",
        "permissions": ["people.accounts.read", "people.accounts.manage"],
        "reach": "unit",
    }
    role = (await house.boss.ask("POST", "/v1/roles", json=body)).json()
    top = await firm.unit("中心")
    ours = await firm.unit("运营部", parent=top)
    below, others = await firm.unit("推广组", parent=ours), await firm.unit("客服部", parent=top)
    head, employee = await hired(firm, "head")
    await firm.assign(employee, await firm.position(ours, role_ids=[role["id"]]))
    accounts: dict[str, str] = {}
    for login, unit in (("in-below", below), ("elsewhere", others)):
        someone, one = await hired(firm, login)
        await firm.assign(one, await firm.position(unit))
        accounts[login] = someone.account["id"]
    head = await again(house, head)
    assert [one["login"] for one in (await head.ask("GET", "/v1/accounts")).json()["data"]] == ["head", "in-below"]
    assert (await head.ask("GET", f"/v1/accounts/{accounts['in-below']}/rights")).status_code == 200
    for method, path in (("GET", ""), ("GET", "/rights"), ("GET", "/sessions"), ("POST", "/end-sessions"), ("POST", "/reset-password")):
        answer = await head.ask(method, f"/v1/accounts/{accounts['elsewhere']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found"), path


async def test_others_sessions_are_listed_and_ended_one_by_one(house: House) -> None:
    made = await house.account("wang", "orders.orders.read")
    one = await house.sign_in("wang", made["initial_password"])
    two = await house.sign_in("wang", made["initial_password"])
    path = f"/v1/accounts/{made['account']['id']}/sessions"
    listed = (await house.boss.ask("GET", path)).json()["data"]
    assert [(row["ip"], row["user_agent"]) for row in listed] == [("127.0.0.1", "tests")] * 2
    assert (await house.boss.ask("DELETE", f"{path}/{listed[0]['id']}")).status_code == 204
    assert ((await one.ask("GET", "/v1/me")).status_code, (await two.ask("GET", "/v1/me")).status_code) == (200, 401)
    mine = (await house.boss.ask("GET", "/v1/sessions")).json()["data"][0]["id"]
    assert (await house.boss.ask("DELETE", f"{path}/{mine}")).status_code == 404, "a session of somebody else is not theirs"
    assert datetime.fromisoformat(listed[0]["last_seen_at"]) <= datetime.now(UTC)


@pytest.mark.rule("ORG-7")
async def test_nobody_gives_themselves_a_position_that_gives_more_than_they_hold(house: House, firm: Firm) -> None:
    strong = await house.role("orders.*")
    position = await firm.position(await firm.unit(), role_ids=[strong["id"]], planned=5)
    hr = ("people.organisation.read", "people.organisation.change", "people.employees.read", "people.employees.change")
    clerk, own = await hired(firm, "clerk", *hr)
    place = {"position_id": position["id"], "valid_from": day(1), "main": True, "reason": ""}
    rise = await clerk.ask("POST", f"/v1/employees/{own['id']}/assignments", json=place)
    assert (rise.status_code, rise.json()["code"], rise.json()["rule"]) == (403, "grants_more_than_held", "ORG-7")
    _, other = await hired(firm, "other")
    assert (await clerk.ask("POST", f"/v1/employees/{other['id']}/assignments", json=place)).status_code == 201
    await firm.must("PATCH", f"/v1/employees/{own['id']}", version=own["version"], json={"account_id": None})
    third = await firm.employee("third")
    assert (await firm.assign(third, position, valid_from=day(1))).status_code == 201
    taken = await clerk.ask("PATCH", f"/v1/employees/{third['id']}", version=third["version"], json={"account_id": clerk.account["id"]})
    assert (taken.status_code, taken.json()["code"]) == (403, "grants_more_than_held")
