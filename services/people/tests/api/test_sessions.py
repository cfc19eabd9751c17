import asyncio
from uuid import uuid4

import pytest
from fastapi import FastAPI

from chassis.testing import KEYS
from contracts.people import SessionsEnded
from services.people.tests.house import BOSS, BOSS_PASSWORD, House, MovingTime, Signed, cookies_of, refresh


async def is_signed_in(someone: Signed) -> bool:
    return (await someone.ask("GET", "/v1/me")).status_code == 200


async def heard_to_end(app: FastAPI, count: int) -> list[str]:
    """The sessions that `people.sessions.ended.v1` named on the broker, once they are `count`, or after two seconds."""
    stream = await app.state.context.broker.jetstream()
    ended: list[str] = []
    for _ in range(100):
        sequence = (await stream.stream_info("PEOPLE")).state.last_seq
        messages = [await stream.get_msg("PEOPLE", seq=number) for number in range(1, sequence + 1)]
        told = [message for message in messages if message.subject == SessionsEnded.subject]
        ended = [session for message in told for session in SessionsEnded.model_validate_json(message.data or b"").session_ids]
        if len(ended) >= count:
            break
        await asyncio.sleep(0.02)
    return ended


async def test_a_refresh_gives_a_new_token_and_a_new_cookie(house: House) -> None:
    answer = await house.boss.refresh()
    assert answer.status_code == 200
    assert answer.json()["account"]["login"] == BOSS
    newer = Signed.of(house.client, answer)
    assert newer.cookie != house.boss.cookie
    assert await is_signed_in(newer)
    assert (await newer.refresh()).status_code == 200


@pytest.mark.rule("ORG-8")
@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "XMLHttpRequest"}])
async def test_a_refresh_from_another_site_is_refused(house: House, headers: dict[str, str]) -> None:
    answer = await refresh(house.client, house.boss.cookie, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "not_from_our_pages"
    assert (await house.boss.refresh()).status_code == 200, "and the token was not used up"


@pytest.mark.rule("ORG-8")
async def test_two_tabs_that_race_get_the_same_successor(house: House) -> None:
    first, second = await asyncio.gather(house.boss.refresh(), house.boss.refresh())
    assert first.status_code == second.status_code == 200
    assert cookies_of(first)["dz_refresh"] == cookies_of(second)["dz_refresh"]
    assert (await refresh(house.client, cookies_of(first)["dz_refresh"])).status_code == 200


@pytest.mark.rule("ORG-8")
async def test_a_used_refresh_token_that_comes_back_ends_the_session(house: House, app: FastAPI, real_time: MovingTime) -> None:
    newer = Signed.of(house.client, await house.boss.refresh())
    real_time.move(seconds=11)
    reused = await house.boss.refresh()
    assert reused.status_code == 401
    assert reused.json()["code"] == "refresh_reused"
    assert cookies_of(reused)["dz_refresh"] == '""'
    assert (await newer.refresh()).status_code == 401
    assert not await is_signed_in(newer)
    assert len(await heard_to_end(app, 1)) == 1


@pytest.mark.rule("ORG-8")
async def test_a_token_older_than_the_one_before_is_no_race(house: House) -> None:
    newer = Signed.of(house.client, await house.boss.refresh())
    assert (await newer.refresh()).status_code == 200
    assert (await house.boss.refresh()).json()["code"] == "refresh_reused"


async def test_a_forged_refresh_token_is_refused_and_ends_nothing(house: House) -> None:
    session, generation, mac = house.boss.cookie.split(".")
    for forged in (
        f"{session}.{generation}.{'0' * 64}",
        f"{session}.2.{mac}",
        f"{uuid4().hex}.1.{mac}",
        "",
        "x",
        f"{session}.{generation}",
    ):
        answer = await refresh(house.client, forged)
        assert answer.status_code == 401
        assert answer.json()["code"] == "refresh_refused"
    assert (await house.boss.refresh()).status_code == 200


async def test_a_session_ends_when_idle_and_at_last_in_any_case(house: House, real_time: MovingTime) -> None:
    real_time.move(days=6, hours=23)
    newer = Signed.of(house.client, await house.boss.refresh())
    real_time.move(days=7, minutes=1)
    assert (await newer.refresh()).status_code == 401
    someone = await house.sign_in(BOSS, BOSS_PASSWORD)
    for _ in range(4):
        real_time.move(days=6)
        someone = Signed.of(house.client, await someone.refresh())
    real_time.move(days=6, minutes=1)
    assert (await someone.refresh()).status_code == 401


async def test_signing_out_ends_the_session_everywhere(house: House, app: FastAPI) -> None:
    other = await house.sign_in(BOSS, BOSS_PASSWORD)
    answer = await other.ask("DELETE", "/v1/sessions/current")
    assert answer.status_code == 204
    assert set(cookies_of(answer)) == {"dz_refresh", "dz_access"}
    assert not await is_signed_in(other)
    assert (await other.refresh()).status_code == 401
    assert await is_signed_in(house.boss)
    assert len(await heard_to_end(app, 1)) == 1
    again = await house.client.delete("/v1/sessions/current", headers={"Cookie": f"dz_refresh={other.cookie}"})
    assert again.status_code == 204


async def test_signing_out_works_with_the_cookie_alone(house: House) -> None:
    answer = await house.client.delete("/v1/sessions/current", headers={"Cookie": f"dz_refresh={house.boss.cookie}"})
    assert answer.status_code == 204
    assert not await is_signed_in(house.boss)
    assert (await house.client.delete("/v1/sessions/current")).status_code == 204


@pytest.mark.rule("ORG-8")
async def test_my_sessions_are_listed_and_ended_from_afar(house: House) -> None:
    other = await house.sign_in(BOSS, BOSS_PASSWORD)
    page = (await house.boss.ask("GET", "/v1/sessions")).json()
    assert [entry["current"] for entry in page["data"]] == [False, True]
    assert page["data"][0]["user_agent"] == "tests"
    assert page["data"][0]["ip"] == "127.0.0.1"
    first = (await house.boss.ask("GET", "/v1/sessions", params={"limit": 1})).json()
    rest = (await house.boss.ask("GET", "/v1/sessions", params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert [*first["data"], *rest["data"]] == page["data"]
    assert rest["has_more"] is False
    assert (await house.boss.ask("DELETE", f"/v1/sessions/{page['data'][0]['id']}")).status_code == 204
    assert not await is_signed_in(other)
    assert len((await house.boss.ask("GET", "/v1/sessions")).json()["data"]) == 1


async def test_nobody_ends_the_session_of_somebody_else_by_its_id(house: House) -> None:
    someone = await house.person("wang")
    mine = (await house.boss.ask("GET", "/v1/sessions")).json()["data"][0]["id"]
    assert (await someone.ask("DELETE", f"/v1/sessions/{mine}")).status_code == 404
    assert await is_signed_in(house.boss)


@pytest.mark.rule("ORG-8")
async def test_signing_out_everywhere_ends_all_my_sessions(house: House, app: FastAPI) -> None:
    other = await house.sign_in(BOSS, BOSS_PASSWORD)
    wang = await house.person("wang")
    assert (await house.boss.ask("POST", "/v1/sessions/end-all")).status_code == 204
    assert not await is_signed_in(other)
    assert not await is_signed_in(house.boss)
    assert await is_signed_in(wang)
    assert len(await heard_to_end(app, 2)) == 2


async def test_another_process_learns_of_ended_sessions_by_the_event(house: House, app: FastAPI) -> None:
    """The people process itself refuses at once; the event must come back to it, as to all others, within a second."""
    tokens = app.state.context.tokens
    other = await house.sign_in(BOSS, BOSS_PASSWORD)
    await is_signed_in(other)
    heard: list[str] = []
    whole, tokens.end = tokens.end, lambda ids: heard.extend(ids)
    await other.ask("DELETE", "/v1/sessions/current")
    direct = len(heard)
    for _ in range(100):
        if len(heard) > direct:
            break
        await asyncio.sleep(0.02)
    tokens.end = whole
    # Once at once, and again by the event (perhaps twice: the catching up at the start may find it as well).
    assert len(heard) >= 2
    assert len(set(heard)) == 1


async def test_a_token_of_another_key_is_refused(house: House) -> None:
    headers = {"Authorization": f"Bearer {KEYS.token('*')}"}
    answer = await house.client.get("/v1/me", headers=headers)
    assert answer.status_code == 401
