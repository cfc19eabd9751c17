from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from people.domain.ids import shown_client
from services.people.tests.house import BOSS, BOSS_PASSWORD, House, MovingTime, sign_in


async def test_i_change_my_name_and_language(house: House) -> None:
    answer = await house.boss.ask("PATCH", "/v1/me", version=1, json={"name": "陈总", "locale": "en-US"})
    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["locale"]) == ("陈总", "en-US")
    assert answer.headers["etag"] == '"2"'
    assert (await house.boss.ask("PATCH", "/v1/me", version=1, json={"name": "x"})).status_code == 412
    for wrong in ({"name": ""}, {"locale": "fr"}, {"permissions": ["*"]}, {"role_ids": []}):
        assert (await house.boss.ask("PATCH", "/v1/me", version=2, json=wrong)).status_code == 422


@pytest.mark.rule("ORG-8")
async def test_a_new_password_ends_my_other_sessions(house: House) -> None:
    other = await house.sign_in(BOSS, BOSS_PASSWORD)
    answer = await house.boss.ask("POST", "/v1/me/password", json={"current": BOSS_PASSWORD, "new": "a-quite-new-one"})
    assert answer.status_code == 204
    assert (await house.boss.ask("GET", "/v1/me")).status_code == 200
    assert (await other.ask("GET", "/v1/me")).status_code == 401
    assert (await sign_in(house.client, BOSS, BOSS_PASSWORD)).status_code == 401
    assert (await sign_in(house.client, BOSS, "a-quite-new-one")).status_code == 201


@pytest.mark.rule("ORG-8")
@pytest.mark.parametrize("weak", ["short-1", "the-boss-is-me", "1234567890", "PASSWORD123", "aaaaaaaaaaaa", "x" * 201])
async def test_a_weak_password_is_refused(house: House, weak: str) -> None:
    answer = await house.boss.ask("POST", "/v1/me/password", json={"current": BOSS_PASSWORD, "new": weak})
    assert answer.status_code == 422
    assert (await sign_in(house.client, BOSS, BOSS_PASSWORD)).status_code == 201


@pytest.mark.rule("ORG-8")
async def test_a_right_guess_costs_the_same_work_as_a_wrong_one(house: House, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the time of the answers would tell it, even while they all say that it is locked."""
    passwords = app.state.context.parts["passwords"]
    run, done = passwords._run, list[str]()

    async def counted(work: Callable[[str, str], str], password: str, stored: str) -> str:
        done.append(work.__name__)
        return await run(work, password, stored)

    monkeypatch.setattr(passwords, "_run", counted)
    for current in ("wrong", BOSS_PASSWORD):
        await house.boss.ask("POST", "/v1/me/password", json={"current": current, "new": "a-quite-new-one"})
    assert done == ["_verify", "_hash"] * 2


@pytest.mark.rule("ORG-8")
async def test_guessing_the_present_password_locks(house: House, real_time: MovingTime) -> None:
    body = {"current": "wrong", "new": "a-quite-new-one"}
    for _ in range(5):
        answer = await house.boss.ask("POST", "/v1/me/password", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "password_wrong")
    right = {**body, "current": BOSS_PASSWORD}
    locked = await house.boss.ask("POST", "/v1/me/password", json=right)
    assert locked.status_code == 429
    assert 870 < int(locked.headers["retry-after"]) <= 900
    real_time.move(minutes=15, seconds=1)
    assert (await house.boss.ask("POST", "/v1/me/password", json=right)).status_code == 204


@pytest.mark.parametrize("value", [None, True, 0, 12345678901234567890123, 1.5, "文字", [], {"columns": ["a", {"b": None}]}])
async def test_a_preference_comes_back_as_it_was_put(house: House, value: Any) -> None:
    path = "/v1/me/preferences/orders.desk:columns"
    assert (await house.boss.ask("GET", path)).status_code == 404
    put = await house.boss.ask("PUT", path, json={"value": value})
    assert put.status_code == 200
    assert (await house.boss.ask("GET", path)).json() == put.json() == {"key": "orders.desk:columns", "value": value}
    assert (await house.boss.ask("DELETE", path)).status_code == 204
    assert (await house.boss.ask("DELETE", path)).status_code == 404


async def test_preferences_are_mine_alone_and_listed_by_key(house: House) -> None:
    for key in ("b", "a", "c"):
        await house.boss.ask("PUT", f"/v1/me/preferences/{key}", json={"value": key})
    first = (await house.boss.ask("GET", "/v1/me/preferences", params={"limit": 2})).json()
    rest = (await house.boss.ask("GET", "/v1/me/preferences", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [row["key"] for row in first["data"] + rest["data"]] == ["a", "b", "c"]
    wang = await house.person("wang")
    assert (await wang.ask("GET", "/v1/me/preferences")).json()["data"] == []


async def test_a_preference_that_cannot_be_kept_is_refused(house: House) -> None:
    path = "/v1/me/preferences/k"
    assert (await house.boss.ask("PUT", path, json={"value": "x" * 65_530})).status_code == 200
    assert (await house.boss.ask("PUT", path, json={"value": "x" * 65_535})).json()["code"] == "preference_too_large"
    headers = {"Authorization": f"Bearer {house.boss.token}", "Content-Type": "application/json"}
    for raw in (
        b'{"value": "\\ud800"}',
        b'{"value": "a\\u0000b"}',
        b'{"value": 1e400}',
        b'{"value": NaN}',
        b'{"value": ' + b"[" * 2000 + b"]" * 2000 + b"}",
        b"{}",
    ):
        answer = await house.client.put(path, content=raw, headers=headers)
        assert 400 <= answer.status_code < 500, raw
    for key in ("%20", "a" * 101, ".x"):
        assert (await house.boss.ask("PUT", f"/v1/me/preferences/{key}", json={"value": 1})).status_code == 422


async def test_there_is_an_end_to_preferences(house: House) -> None:
    for number in range(200):
        assert (await house.boss.ask("PUT", f"/v1/me/preferences/k{number}", json={"value": 1})).status_code == 200
    assert (await house.boss.ask("PUT", "/v1/me/preferences/more", json={"value": 1})).status_code == 409
    assert (await house.boss.ask("PUT", "/v1/me/preferences/k7", json={"value": 2})).status_code == 200


async def test_an_api_client_has_no_me(house: House) -> None:
    assert shown_client(uuid4()).startswith("cli_")
    made = await house.api_client("shop", "orders.*")
    form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    token = (await house.client.post("/v1/oauth/token", data=form)).json()["access_token"]
    for path in ("/v1/me", "/v1/sessions", "/v1/me/preferences"):
        answer = await house.client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (403, "people_only")
