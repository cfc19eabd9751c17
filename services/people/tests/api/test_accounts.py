import asyncio
from typing import Any

import pytest
from fastapi import FastAPI

from services.people.tests.house import BOSS, BOSS_PASSWORD, House, Signed, sign_in

NOBODY = "acc_" + "0" * 32


async def version_of(house: House, account_id: str) -> int:
    return (await house.boss.ask("GET", f"/v1/accounts/{account_id}")).json()["version"]


async def change(house: House, account_id: str, **fields: Any) -> Any:
    return await house.boss.ask("PATCH", f"/v1/accounts/{account_id}", version=await version_of(house, account_id), json=fields)


async def test_a_new_account_signs_in_with_the_password_that_was_shown(house: House) -> None:
    role = await house.role("orders.orders.read")
    body = {"login": "Wang.Fang", "name": " 王芳 ", "locale": "zh-CN", "role_ids": [role["id"]], "shop_ids": ["sh1"]}
    made = (await house.boss.ask("POST", "/v1/accounts", json=body)).json()
    account = made["account"]
    assert account == {
        "id": account["id"],
        "login": "wang.fang",
        "name": "王芳",
        "locale": "zh-CN",
        "role_ids": [role["id"]],
        "permissions": ["orders.orders.read"],
        "shop_ids": ["sh1"],
        "second_factor": "off",
        "disabled": False,
        "last_login_at": None,
        "created_at": account["created_at"],
        "version": 1,
    }
    someone = await house.sign_in("wang.fang", made["initial_password"])
    assert someone.account["permissions"] == ["orders.orders.read"]
    again = await house.boss.ask("POST", "/v1/accounts", json=body)
    assert again.status_code == 409
    assert again.json()["code"] == "login_taken"


async def test_no_password_or_secret_rests_in_the_database(house: House, app: FastAPI) -> None:
    made = await house.account("wang")
    client = await house.api_client("shop", "orders.*")
    async with app.state.context.engine.connect() as connection:
        tables = (await connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'people'")).scalars().all()
        for table in tables:
            rows = str((await connection.exec_driver_sql(f"SELECT * FROM {table}")).all())
            assert made["initial_password"] not in rows, table
            assert client["client_secret"] not in rows, table
            assert BOSS_PASSWORD not in rows, table


async def test_accounts_are_listed_searched_and_paged(house: House) -> None:
    for login in ("chen", "zhao", "zhang"):
        await house.account(login, "orders.orders.read")
    everyone = (await house.boss.ask("GET", "/v1/accounts")).json()
    assert [row["login"] for row in everyone["data"]] == [BOSS, "chen", "zhang", "zhao"]
    found = (await house.boss.ask("GET", "/v1/accounts", params={"q": "ZHA"})).json()
    assert [row["login"] for row in found["data"]] == ["zhang", "zhao"]
    role = everyone["data"][1]["role_ids"][0]
    assert [row["login"] for row in (await house.boss.ask("GET", "/v1/accounts", params={"role_id": role})).json()["data"]] == ["chen"]
    await change(house, everyone["data"][1]["id"], disabled=True)
    assert [row["login"] for row in (await house.boss.ask("GET", "/v1/accounts", params={"disabled": True})).json()["data"]] == ["chen"]
    first = (await house.boss.ask("GET", "/v1/accounts", params={"limit": 3})).json()
    rest = (await house.boss.ask("GET", "/v1/accounts", params={"limit": 3, "cursor": first["next_cursor"]})).json()
    assert [row["login"] for row in first["data"] + rest["data"]] == [BOSS, "chen", "zhang", "zhao"]


@pytest.mark.rule("ORG-7")
async def test_nobody_grants_more_than_they_hold(house: House) -> None:
    clerk = await house.person("clerk", "people.accounts.manage", "people.roles.manage", "people.api_clients.manage", "orders.orders.read")
    strong = await house.role("orders.*")
    equal = await house.role("orders.orders.read")
    new = {"login": "friend", "name": "Friend", "locale": "zh-CN", "role_ids": [strong["id"]], "shop_ids": None}
    answers = [
        await clerk.ask("POST", "/v1/accounts", json=new),
        await clerk.ask("POST", "/v1/roles", json={"name_zh": "x", "name_en": "x", "permissions": ["orders.orders.hold"]}),
        await clerk.ask("POST", "/v1/roles", json={"name_zh": "x", "name_en": "x", "permissions": ["*"]}),
        await clerk.ask("PATCH", f"/v1/roles/{equal['id']}", version=1, json={"permissions": ["orders.orders.read", "catalog.*"]}),
        await clerk.ask("POST", "/v1/api-clients", json={"name": "x", "permissions": ["orders.*"], "shop_ids": None}),
        await clerk.ask("PATCH", f"/v1/accounts/{clerk.account['id']}", version=1, json={"role_ids": [strong["id"]]}),
        await clerk.ask("POST", f"/v1/accounts/{house.boss.account['id']}/reset-password"),
    ]
    assert [(answer.status_code, answer.json()["code"], answer.json()["rule"]) for answer in answers] == [
        (403, "grants_more_than_held", "ORG-7")
    ] * len(answers)
    assert (await clerk.ask("POST", "/v1/accounts", json={**new, "role_ids": [equal["id"]]})).status_code == 201


@pytest.mark.rule("ORG-7")
async def test_nobody_grants_shops_they_do_not_see(house: House) -> None:
    clerk = await house.person("clerk", "people.accounts.manage", "people.api_clients.manage", shops=["sh1", "sh2"])
    new = {"login": "friend", "name": "Friend", "locale": "zh-CN", "role_ids": [], "shop_ids": None}
    for shops in (None, ["sh1", "sh3"]):
        answer = await clerk.ask("POST", "/v1/accounts", json={**new, "shop_ids": shops})
        assert (answer.status_code, answer.json()["code"]) == (403, "grants_more_shops")
        answer = await clerk.ask("POST", "/v1/api-clients", json={"name": "x", "permissions": [], "shop_ids": shops})
        assert (answer.status_code, answer.json()["code"]) == (403, "grants_more_shops")
    assert (await clerk.ask("POST", "/v1/accounts", json={**new, "shop_ids": ["sh2"]})).status_code == 201


@pytest.mark.rule("ORG-7")
async def test_nobody_grants_in_a_shop_what_they_do_not_hold_there(house: House) -> None:
    """Permissions count in every shop one sees, so neither can be widened alone."""
    manages = ("people.accounts.manage", "people.roles.manage", "people.api_clients.manage", "orders.orders.read")
    of_one_shop, of_all = await house.person("one", *manages, shops=["sh1"]), await house.person("all", *manages)
    reader = await house.role("orders.orders.read")
    friend = (await house.account("friend"))["account"]["id"]
    program = (await house.api_client("Friend"))["id"]
    strong = (await house.account("strong", "orders.*", shops=["sh1"]))["account"]["id"]
    tries = [
        (of_one_shop, f"/v1/accounts/{friend}", {"role_ids": [reader["id"]]}, "grants_more_shops"),
        (of_one_shop, f"/v1/api-clients/{program}", {"permissions": ["orders.orders.read"]}, "grants_more_shops"),
        (of_one_shop, f"/v1/roles/{reader['id']}", {"permissions": ["orders.orders.read", "people.roles.manage"]}, "grants_more_shops"),
        (of_all, f"/v1/accounts/{strong}", {"shop_ids": None}, "grants_more_than_held"),
    ]
    for who, path, wish, code in tries:
        answer = await who.ask("PATCH", path, version=1, json=wish)
        assert (answer.status_code, answer.json()["code"]) == (403, code)
    taking = await of_one_shop.ask("PATCH", f"/v1/accounts/{strong}", version=1, json={"shop_ids": []})
    assert (taking.status_code, taking.json()["shop_ids"]) == (200, []), "taking away is no grant"


@pytest.mark.rule("ORG-6")
@pytest.mark.parametrize("loss", [{"disabled": True}, {"role_ids": []}, {"shop_ids": ["sh1"]}])
async def test_who_loses_something_is_signed_out(house: House, loss: dict[str, Any]) -> None:
    wang = await house.person("wang", "orders.orders.read", shops=["sh1", "sh2"])
    answer = await change(house, wang.account["id"], **loss)
    assert answer.status_code == 200
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    assert (await wang.refresh()).status_code == 401


async def test_who_gains_something_stays_signed_in_and_has_it_at_the_next_refresh(house: House) -> None:
    wang = await house.person("wang", "orders.orders.read")
    more = await house.role("orders.orders.read", "catalog.skus.read")
    assert (await change(house, wang.account["id"], role_ids=[more["id"]], name="Wang Fang")).status_code == 200
    newer = Signed.of(house.client, await wang.refresh())
    assert newer.account["permissions"] == ["catalog.skus.read", "orders.orders.read"]
    assert newer.account["name"] == "Wang Fang"


@pytest.mark.rule("ORG-7")
async def test_the_last_administrator_stays(house: House) -> None:
    account_id = house.boss.account["id"]
    for loss in ({"disabled": True}, {"role_ids": []}):
        answer = await change(house, account_id, **loss)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert (await house.boss.ask("GET", "/v1/me")).status_code == 200


@pytest.mark.rule("ORG-7")
async def test_two_administrators_cannot_remove_each_other_at_once(house: House) -> None:
    administrator = (await house.boss.ask("GET", f"/v1/accounts/{house.boss.account['id']}")).json()["role_ids"]
    body = {"login": "second", "name": "Second", "locale": "zh-CN", "role_ids": administrator, "shop_ids": None}
    made = (await house.boss.ask("POST", "/v1/accounts", json=body)).json()
    second = await house.sign_in("second", made["initial_password"])
    answers = await asyncio.gather(
        house.boss.ask("PATCH", f"/v1/accounts/{second.account['id']}", version=1, json={"disabled": True}),
        second.ask("PATCH", f"/v1/accounts/{house.boss.account['id']}", version=1, json={"disabled": True}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_reset_password_replaces_the_old_and_ends_the_sessions(house: House) -> None:
    made = await house.account("wang")
    wang = await house.sign_in("wang", made["initial_password"])
    answer = await house.boss.ask("POST", f"/v1/accounts/{wang.account['id']}/reset-password")
    assert answer.status_code == 200
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    assert (await sign_in(house.client, "wang", made["initial_password"])).status_code == 401
    assert (await sign_in(house.client, "wang", answer.json()["password"])).status_code == 201


async def test_an_administrator_signs_somebody_out(house: House) -> None:
    wang = await house.person("wang")
    assert (await house.boss.ask("POST", f"/v1/accounts/{wang.account['id']}/end-sessions")).status_code == 204
    assert (await wang.ask("GET", "/v1/me")).status_code == 401


async def test_changes_need_the_version_that_was_read(house: House) -> None:
    made = await house.account("wang")
    path = f"/v1/accounts/{made['account']['id']}"
    assert (await house.boss.ask("PATCH", path, json={"name": "x"})).status_code == 428
    changed = await house.boss.ask("PATCH", path, version=1, json={"name": "x"})
    assert changed.headers["etag"] == '"2"'
    assert (await house.boss.ask("PATCH", path, version=1, json={"name": "y"})).status_code == 412


async def test_each_change_is_audited(house: House) -> None:
    made = await house.account("wang")
    account_id = made["account"]["id"]
    await change(house, account_id, disabled=True, name="Gone")
    entries = (await house.boss.ask("GET", "/v1/audit-entries", params={"noun": "account", "noun_id": account_id})).json()["data"]
    assert [entry["action"] for entry in entries] == ["account.changed", "account.created"]
    assert entries[0]["before"]["disabled"] is False
    assert entries[0]["after"]["disabled"] is True
    assert entries[0]["actor_id"] == house.boss.account["id"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/accounts"),
        ("POST", "/v1/accounts"),
        ("GET", f"/v1/accounts/{NOBODY}"),
        ("PATCH", f"/v1/accounts/{NOBODY}"),
        ("POST", f"/v1/accounts/{NOBODY}/reset-password"),
        ("POST", f"/v1/accounts/{NOBODY}/end-sessions"),
        ("GET", "/v1/roles"),
        ("POST", "/v1/roles"),
        ("GET", "/v1/api-clients"),
        ("POST", "/v1/api-clients"),
        ("GET", "/v1/audit-entries"),
        ("GET", "/v1/me"),
        ("GET", "/v1/sessions"),
        ("POST", "/v1/sessions/end-all"),
    ],
)
async def test_a_route_refuses_strangers_and_those_without_permission(house: House, method: str, path: str) -> None:
    headers = {"Idempotency-Key": '"stranger"'}
    assert (await house.client.request(method, path, json={}, headers=headers)).status_code == 401
    if not path.startswith(("/v1/me", "/v1/sessions")):
        nobody = await house.person("nobody")
        assert (await nobody.ask(method, path, version=1, json={})).status_code == 403


async def test_an_unknown_account_is_not_found(house: House) -> None:
    assert (await house.boss.ask("GET", f"/v1/accounts/{NOBODY}")).status_code == 404
    assert (await house.boss.ask("PATCH", f"/v1/accounts/{NOBODY}", version=1, json={})).status_code == 404
    assert (await house.boss.ask("POST", f"/v1/accounts/{NOBODY}/end-sessions")).status_code == 404
    unknown_role = {"login": "x1", "name": "x", "locale": "zh-CN", "role_ids": ["rol_" + "0" * 32], "shop_ids": None}
    assert (await house.boss.ask("POST", "/v1/accounts", json=unknown_role)).json()["code"] == "role_unknown"
