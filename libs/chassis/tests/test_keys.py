"""Idempotency-Key (rule SYS-1): the same request twice has one effect and one answer."""

import asyncio

import httpx
from sqlalchemy import text

from chassis.context import Context
from chassis.testing import caller

from .conftest import WRITER, count


async def test_the_same_key_has_one_effect_and_the_same_answer(client: httpx.AsyncClient) -> None:
    headers = caller(*WRITER)
    first = await client.post("/v1/notes", json={"words": "once"}, headers=headers)
    second = await client.post("/v1/notes", json={"words": "once"}, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert first.headers["etag"] == second.headers["etag"] == '"1"'
    assert await count(client) == 1


async def test_what_is_kept_of_an_answer_is_sealed(client: httpx.AsyncClient, context: Context) -> None:
    headers = caller(*WRITER)
    answer = await client.post("/v1/notes", json={"words": "shown once"}, headers=headers)
    async with context.engine.connect() as connection:
        kept = (await connection.execute(text("SELECT body FROM idempotency_key"))).scalar_one()
    assert b"words" not in kept
    assert (await client.post("/v1/notes", json={"words": "shown once"}, headers=headers)).content == answer.content


async def test_the_same_key_for_other_words_is_refused(client: httpx.AsyncClient) -> None:
    headers = caller(*WRITER)
    await client.post("/v1/notes", json={"words": "one"}, headers=headers)
    answer = await client.post("/v1/notes", json={"words": "two"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert await count(client) == 1


async def test_twenty_at_once_with_one_key_write_one_note(client: httpx.AsyncClient) -> None:
    headers = caller(*WRITER)
    answers = await asyncio.gather(*(client.post("/v1/notes", json={"words": "race"}, headers=headers) for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await count(client) == 1


async def test_a_missing_key_is_a_clear_error(client: httpx.AsyncClient) -> None:
    headers = {name: value for name, value in caller(*WRITER, language="zh-CN").items() if name != "Idempotency-Key"}
    answer = await client.post("/v1/notes", json={"words": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert "Idempotency-Key" in answer.json()["detail"]


async def test_a_refusal_changes_nothing_cites_its_rule_and_is_replayed(client: httpx.AsyncClient) -> None:
    headers = caller(*WRITER, language="zh-CN")
    first = await client.post("/v1/notes", json={"words": "forbidden"}, headers=headers)
    assert first.status_code == 409
    assert first.json()["rule"] == "SYS-1"
    assert first.json()["detail"] == "不能写“forbidden”。"
    second = await client.post("/v1/notes", json={"words": "forbidden"}, headers=headers)
    assert second.json() == first.json()
    assert await count(client) == 0


async def test_many_refused_at_once_with_one_key_all_hear_of_it(client: httpx.AsyncClient) -> None:
    headers = caller(*WRITER)
    answers = await asyncio.gather(*(client.post("/v1/notes", json={"words": "forbidden"}, headers=headers) for _ in range(20)))
    assert {answer.json()["code"] for answer in answers} <= {"word_forbidden", "idempotency_key_in_use"}
    waiting = [answer for answer in answers if answer.json()["code"] == "idempotency_key_in_use"]
    assert {(answer.status_code, answer.json()["retryable"], answer.headers["retry-after"]) for answer in waiting} <= {(409, True, "1")}


async def test_a_key_that_another_way_kept_meanwhile_has_no_second_effect(client: httpx.AsyncClient, context: Context) -> None:
    headers = caller(*WRITER, account="acc_1")
    async with context.engine.begin() as other:
        key = {"key": headers["Idempotency-Key"].strip('"')}
        await other.execute(text("INSERT INTO idempotency_key VALUES ('acc_1', :key, '', 201, '', '', NULL, now())"), key)
        asked = asyncio.create_task(client.post("/v1/notes", json={"words": "twice"}, headers=headers))
        await asyncio.sleep(0.2)
    answer = await asked
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_in_use")
    assert await count(client) == 0


async def test_a_permission_that_was_granted_meanwhile_counts(client: httpx.AsyncClient) -> None:
    headers = caller("scratch.notes.read", account="acc_1")
    granted = {**caller(*WRITER, account="acc_1"), "Idempotency-Key": headers["Idempotency-Key"]}
    assert (await client.post("/v1/notes", json={"words": "may I"}, headers=headers)).status_code == 403
    assert (await client.post("/v1/notes", json={"words": "may I"}, headers=granted)).status_code == 201


async def test_a_file_that_is_sent_again_is_the_same_file(client: httpx.AsyncClient) -> None:
    headers = caller(*WRITER)
    first = await client.post("/v1/notes/from-file", files={"file": b"what it says"}, headers=headers)
    again = await client.post("/v1/notes/from-file", files={"file": b"what it says"}, headers=headers)
    other = await client.post("/v1/notes/from-file", files={"file": b"something else"}, headers=headers)
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json() == first.json()
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert await count(client) == 1
