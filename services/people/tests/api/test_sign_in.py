from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from jose import jwt

from people.settings import Settings
from services.people.tests.house import BOSS, BOSS_PASSWORD, House, MovingTime, cookies_of, sign_in


async def test_a_person_signs_in_and_is_known(client: httpx.AsyncClient) -> None:
    answer = await sign_in(client, " BOSS ", BOSS_PASSWORD)
    assert answer.status_code == 201
    body = answer.json()
    assert body["expires_in"] == 600
    assert body["account"] == {
        "id": body["account"]["id"],
        "login": BOSS,
        "name": "管理员 Administrator",
        "locale": "zh-CN",
        "permissions": ["*"],
        "shop_ids": None,
        "second_factor": "off",
    }
    me = await client.get("/v1/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.status_code == 200
    assert me.json() == body["account"]
    assert me.headers["etag"] == '"1"'


async def test_the_cookies_are_for_one_path_and_no_script(client: httpx.AsyncClient) -> None:
    answer = await sign_in(client, BOSS, BOSS_PASSWORD)
    refresh, access = answer.headers.get_list("set-cookie")
    assert refresh.startswith("dz_refresh=")
    assert "Path=/api/people/v1/sessions;" in refresh
    assert access.startswith(f"dz_access={answer.json()['access_token']};")
    assert "Path=/api;" in access
    for cookie in (refresh, access):
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Secure" not in cookie


async def test_the_cookies_are_secure_where_the_house_is_reached_by_https(
    database: object, settings: Settings, app: FastAPI, client: httpx.AsyncClient
) -> None:
    app.state.context.settings.public_url = "https://shop.example"
    answer = await sign_in(client, BOSS, BOSS_PASSWORD)
    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


@pytest.mark.rule("ORG-8")
async def test_answers_never_tell_whether_the_login_exists(house: House) -> None:
    made = await house.account("li.na")
    path = f"/v1/accounts/{made['account']['id']}"
    await house.boss.ask("PATCH", path, version=1, json={"disabled": True})
    answers = [
        await sign_in(house.client, BOSS, "not the password"),
        await sign_in(house.client, "nobody", "not the password"),
        await sign_in(house.client, "li.na", made["initial_password"]),
    ]
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "sign_in_refused"
    assert bodies[0]["rule"] == "ORG-8"


@pytest.mark.rule("ORG-8")
async def test_an_unknown_login_costs_the_same_work(house: House, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = app.state.context.parts["passwords"]
    checked: list[str] = []
    hasher = passwords._hasher

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            checked.append(stored.rsplit("$", 2)[0])
            return hasher.verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    await sign_in(house.client, BOSS, "not the password")
    known = list(checked)
    checked.clear()
    await sign_in(house.client, "nobody", "not the password")
    assert len(known) == len(checked) == 1
    assert known == checked, "both with the same parameters"


@pytest.mark.rule("ORG-8")
@pytest.mark.parametrize("login", [BOSS, "nobody"])
async def test_five_failures_lock_a_login_for_fifteen_minutes(client: httpx.AsyncClient, real_time: MovingTime, login: str) -> None:
    for _ in range(5):
        assert (await sign_in(client, login, "wrong")).status_code == 401
    locked = await sign_in(client, login, BOSS_PASSWORD)
    assert locked.status_code == 429
    assert locked.json()["code"] == "sign_in_locked"
    assert locked.json()["rule"] == "ORG-8"
    assert 890 <= int(locked.headers["retry-after"]) <= 900
    real_time.move(minutes=14, seconds=50)
    assert (await sign_in(client, login, BOSS_PASSWORD)).status_code == 429
    real_time.move(seconds=15)
    assert (await sign_in(client, login, BOSS_PASSWORD)).status_code == (201 if login == BOSS else 401)


@pytest.mark.rule("ORG-8")
async def test_failures_count_only_within_fifteen_minutes(client: httpx.AsyncClient, real_time: MovingTime) -> None:
    for _ in range(4):
        await sign_in(client, BOSS, "wrong")
    real_time.move(minutes=16)
    assert (await sign_in(client, BOSS, "wrong")).status_code == 401
    assert (await sign_in(client, BOSS, BOSS_PASSWORD)).status_code == 201


@pytest.mark.rule("ORG-8")
async def test_a_success_forgets_the_failures_before(client: httpx.AsyncClient) -> None:
    for _ in range(3):
        for _ in range(4):
            await sign_in(client, BOSS, "wrong")
        assert (await sign_in(client, BOSS, BOSS_PASSWORD)).status_code == 201


@pytest.mark.rule("ORG-8")
async def test_an_address_that_tries_many_logins_is_locked(client: httpx.AsyncClient) -> None:
    for number in range(50):
        assert (await sign_in(client, f"guess{number}", "wrong")).status_code == 401
    assert (await sign_in(client, BOSS, BOSS_PASSWORD)).status_code == 429


async def test_every_attempt_is_in_the_audit_trail_without_what_was_typed(house: House) -> None:
    await sign_in(house.client, BOSS, "wrong")
    await sign_in(house.client, "my-secret-in-the-wrong-field", "wrong")
    entries = (await house.boss.ask("GET", "/v1/audit-entries")).json()["data"]
    assert [(entry["action"], entry["noun"]) for entry in entries[:3]] == [
        ("sign_in.refused", "sign_in"),
        ("sign_in.refused", "account"),
        ("session.opened", "session"),
    ]
    assert entries[0]["after"]["reason"] == "unknown"
    assert entries[1]["after"]["reason"] == "wrong_password"
    assert entries[2]["actor_id"] == house.boss.account["id"]
    assert "my-secret" not in str(entries)


async def test_token_names_what_services_read(house: House) -> None:
    someone = await house.person("wang", "orders.orders.read", "catalog.*", shops=["sh2", "sh1"])
    claims = jwt.get_unverified_claims(someone.token)
    assert claims["iss"] == "dianzhang"
    assert claims["sub"] == someone.account["id"]
    assert claims["sid"].startswith("ses_")
    assert claims["kind"] == "person"
    assert claims["permissions"] == ["catalog.*", "orders.orders.read"]
    assert claims["shops"] == ["sh1", "sh2"]
    assert claims["exp"] - claims["iat"] == timedelta(minutes=10).total_seconds()


async def test_a_refused_sign_in_gives_no_cookie(client: httpx.AsyncClient) -> None:
    assert cookies_of(await sign_in(client, BOSS, "wrong")) == {}
