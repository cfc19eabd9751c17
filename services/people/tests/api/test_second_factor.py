from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from people.domain.second_factor import STEP_SECONDS, code_at
from services.people.tests.house import BOSS, BOSS_PASSWORD, House, MovingTime, Signed, cookies_of


def code(secret: str, at: datetime, *, steps: int = 0) -> str:
    return code_at(secret, int(at.timestamp()) // STEP_SECONDS + steps)


async def enter(client: httpx.AsyncClient, login: str, password: str, typed: str | None = None) -> httpx.Response:
    body = {"login": login, "password": password, **({"code": typed} if typed else {})}
    return await client.post("/v1/sessions", json=body, headers={"Accept-Language": "en", "User-Agent": "tests"})


async def enrol(someone: Signed, password: str, real_time: MovingTime) -> tuple[str, list[str]]:
    """The secret, and the recovery codes."""
    started = await someone.ask("POST", "/v1/me/second-factor", json={"password": password})
    assert started.status_code == 201, started.text
    secret = started.json()["secret"]
    done = await someone.ask("POST", "/v1/me/second-factor/confirm", json={"code": code(secret, real_time())})
    assert done.status_code == 200, done.text
    # The code that confirmed it is used up.
    real_time.move(seconds=STEP_SECONDS)
    return secret, done.json()["recovery_codes"]


@pytest.mark.rule("ORG-8")
async def test_a_second_factor_is_asked_for_once_it_is_confirmed(house: House, real_time: MovingTime) -> None:
    started = (await house.boss.ask("POST", "/v1/me/second-factor", json={"password": BOSS_PASSWORD})).json()
    assert started["address"].startswith("otpauth://totp/")
    assert f"secret={started['secret']}" in started["address"]
    assert started["picture"].startswith("data:image/svg+xml")
    assert (await enter(house.client, BOSS, BOSS_PASSWORD)).status_code == 201, "started is not on"
    wrong = await house.boss.ask("POST", "/v1/me/second-factor/confirm", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "second_factor_code_wrong")
    done = await house.boss.ask("POST", "/v1/me/second-factor/confirm", json={"code": code(started["secret"], real_time())})
    assert len(set(done.json()["recovery_codes"])) == 10
    mine = (await house.boss.ask("GET", "/v1/me/second-factor")).json()
    assert (mine["state"], mine["recovery_codes_left"]) == ("on", 10)
    refused = await enter(house.client, BOSS, BOSS_PASSWORD)
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (401, "second_factor_needed", "ORG-8")
    assert cookies_of(refused) == {}
    real_time.move(seconds=STEP_SECONDS)
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, code(started["secret"], real_time()))).status_code == 201


@pytest.mark.rule("ORG-8")
@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 201), (0, 201), (1, 201), (2, 401)])
async def test_a_clock_may_be_off_by_one_step(house: House, real_time: MovingTime, steps: int, status: int) -> None:
    secret, _ = await enrol(house.boss, BOSS_PASSWORD, real_time)
    real_time.move(seconds=3 * STEP_SECONDS)
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, code(secret, real_time(), steps=steps))).status_code == status


@pytest.mark.rule("ORG-8")
async def test_a_code_is_taken_once_and_no_older_one_after_it(house: House, real_time: MovingTime) -> None:
    secret, _ = await enrol(house.boss, BOSS_PASSWORD, real_time)
    typed = code(secret, real_time())
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, f" {typed[:3]} {typed[3:]} ")).status_code == 201
    again = await enter(house.client, BOSS, BOSS_PASSWORD, typed)
    assert (again.status_code, again.json()["code"]) == (401, "second_factor_refused")
    older = await enter(house.client, BOSS, BOSS_PASSWORD, code(secret, real_time(), steps=-1))
    assert older.status_code == 401


@pytest.mark.rule("ORG-8")
async def test_a_recovery_code_signs_in_once(house: House, real_time: MovingTime) -> None:
    _, codes = await enrol(house.boss, BOSS_PASSWORD, real_time)
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, codes[3].upper())).status_code == 201
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, codes[3])).status_code == 401
    boss = Signed.of(house.client, await enter(house.client, BOSS, BOSS_PASSWORD, codes[4]))
    assert (await boss.ask("GET", "/v1/me/second-factor")).json()["recovery_codes_left"] == 8


@pytest.mark.rule("ORG-8")
async def test_wrong_codes_lock_as_wrong_passwords_do_and_a_right_password_alone_forgets_nothing(
    house: House, real_time: MovingTime
) -> None:
    secret, _ = await enrol(house.boss, BOSS_PASSWORD, real_time)
    for _ in range(4):
        assert (await enter(house.client, BOSS, BOSS_PASSWORD, "000000")).status_code == 401
        assert (await enter(house.client, BOSS, BOSS_PASSWORD)).json()["code"] == "second_factor_needed"
    assert (await enter(house.client, BOSS, "wrong")).status_code == 401
    locked = await enter(house.client, BOSS, BOSS_PASSWORD, code(secret, real_time()))
    assert (locked.status_code, locked.json()["code"]) == (429, "sign_in_locked")


@pytest.mark.rule("ORG-8")
async def test_a_wrong_password_is_told_before_any_code_is_looked_at(house: House, real_time: MovingTime) -> None:
    secret, _ = await enrol(house.boss, BOSS_PASSWORD, real_time)
    typed = code(secret, real_time())
    assert (await enter(house.client, BOSS, "wrong", typed)).json()["code"] == "sign_in_refused"
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, typed)).status_code == 201, "the code was not used up"


async def test_starting_needs_the_password_and_confirming_ends_other_sessions(house: House, real_time: MovingTime) -> None:
    elsewhere = await house.sign_in(BOSS, BOSS_PASSWORD)
    assert (await house.boss.ask("POST", "/v1/me/second-factor", json={"password": "wrong"})).status_code in (401, 403, 422)
    off = await house.boss.ask("POST", "/v1/me/second-factor/confirm", json={"code": "123456"})
    assert (off.status_code, off.json()["code"]) == (409, "second_factor_off")
    await enrol(house.boss, BOSS_PASSWORD, real_time)
    assert (await elsewhere.ask("GET", "/v1/me")).status_code == 401
    assert (await house.boss.ask("GET", "/v1/me")).status_code == 200
    twice = await house.boss.ask("POST", "/v1/me/second-factor", json={"password": BOSS_PASSWORD})
    assert (twice.status_code, twice.json()["code"]) == (409, "second_factor_on")


async def test_new_recovery_codes_replace_the_old_and_it_can_be_switched_off(house: House, real_time: MovingTime) -> None:
    secret, old = await enrol(house.boss, BOSS_PASSWORD, real_time)
    new = (await house.boss.ask("POST", "/v1/me/second-factor/recovery-codes", json={"code": code(secret, real_time())})).json()
    assert set(new["recovery_codes"]).isdisjoint(old)
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, old[0])).status_code == 401
    assert (await enter(house.client, BOSS, BOSS_PASSWORD, new["recovery_codes"][0])).status_code == 201
    real_time.move(seconds=STEP_SECONDS)
    assert (await house.boss.ask("POST", "/v1/me/second-factor/remove", json={"code": code(secret, real_time())})).status_code == 204
    assert (await enter(house.client, BOSS, BOSS_PASSWORD)).status_code == 201


@pytest.mark.rule("ORG-8")
async def test_an_administrator_resets_a_lost_one_with_a_reason(house: House, real_time: MovingTime) -> None:
    made = await house.account("wang", "orders.orders.read")
    wang = await house.sign_in("wang", made["initial_password"])
    await enrol(wang, made["initial_password"], real_time)
    path = f"/v1/accounts/{made['account']['id']}/reset-second-factor"
    clerk = await house.person("clerk", "people.accounts.manage")
    weaker = await clerk.ask("POST", path, json={"reason": "手机丢失"})
    assert (weaker.status_code, weaker.json()["code"]) == (403, "grants_more_than_held")
    assert (await house.boss.ask("POST", path, json={"reason": ""})).status_code == 422
    assert (await house.boss.ask("POST", path, json={"reason": "手机丢失"})).status_code == 204
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    assert (await enter(house.client, "wang", made["initial_password"])).status_code == 201
    entry = (await house.boss.ask("GET", "/v1/audit-entries", params={"noun": "account", "noun_id": made["account"]["id"]})).json()["data"]
    assert any(one["action"] == "second_factor.reset" and one["reason"] == "手机丢失" for one in entry)


async def policy(house: House, *role_ids: str, **more: Any) -> httpx.Response:
    body = {"second_factor_role_ids": list(role_ids), "longest_grant_days": 366, "reason": "安全检查", **more}
    return await house.boss.ask("POST", "/v1/policies/access", json=body)


@pytest.mark.rule("ORG-8")
async def test_the_policy_withholds_everything_until_the_second_factor_is_there(house: House, real_time: MovingTime) -> None:
    made = await house.account("wang", "orders.orders.read")
    wang = await house.sign_in("wang", made["initial_password"])
    role = made["account"]["role_ids"][0]
    assert (await policy(house, role)).status_code == 201
    assert (await wang.ask("GET", "/v1/me")).status_code == 401, "who has none is signed out at once"
    wang = await house.sign_in("wang", made["initial_password"])
    assert (wang.account["second_factor"], wang.account["permissions"]) == ("required", [])
    assert (await wang.ask("GET", "/v1/me")).json()["permissions"] == []
    secret, _ = await enrol(wang, made["initial_password"], real_time)
    newer = Signed.of(house.client, await wang.refresh())
    assert (newer.account["second_factor"], newer.account["permissions"]) == ("on", ["orders.orders.read"])
    kept = await newer.ask("POST", "/v1/me/second-factor/remove", json={"code": code(secret, real_time())})
    assert (kept.status_code, kept.json()["code"]) == (409, "second_factor_required")


async def test_nobody_locks_themselves_out_by_the_policy_and_versions_are_kept(house: House) -> None:
    roles = (await house.boss.ask("GET", "/v1/roles")).json()["data"]
    locked = await policy(house, roles[0]["id"])
    assert (locked.status_code, locked.json()["code"]) == (409, "would_lock_you_out")
    assert (await policy(house, "rol_" + "0" * 32)).status_code == 422
    past = await policy(house, roles[3]["id"], effective_from=(datetime.now(UTC) - timedelta(days=1)).isoformat())
    assert (past.status_code, past.json()["rule"]) == (422, "SYS-6")
    assert (await policy(house, roles[3]["id"])).json()["version"] == 2
    versions = (await house.boss.ask("GET", "/v1/policies/access")).json()["data"]
    assert [one["version"] for one in versions] == [2, 1]
