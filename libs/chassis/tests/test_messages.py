"""Messages that cannot be handled: tried again, set aside, seen, handed over again."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import httpx
import pytest
from nats.aio.client import Client as NatsClient
from nats.aio.msg import Msg
from pydantic import BaseModel, ValidationError
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.consumers import LONGEST_PAUSE_SECONDS, Consumer, ConsumerRunner, Received, pause_after, reason_of
from chassis.context import Context
from chassis.testing import caller
from chassis.uow import UnitOfWork

from .conftest import WRITER, Heard, NoteWritten, eventually

HANDLER = "scratch.dead_letters.handle"
NOT_NOW = RuntimeError("not now")
Letter = dict[str, Any]


async def write(client: httpx.AsyncClient, words: str) -> None:
    answer = await client.post("/v1/notes", json={"words": words}, headers=caller(*WRITER))
    assert answer.status_code == 201, answer.text


async def letters(client: httpx.AsyncClient) -> list[Letter]:
    return (await client.get("/v1/dead-letters", headers=caller(HANDLER))).json()["data"]


async def first_letter(client: httpx.AsyncClient) -> Letter:
    for _ in range(400):
        if found := await letters(client):
            return found[0]
        await asyncio.sleep(0.02)
    raise AssertionError("nothing was set aside")


async def replay(client: httpx.AsyncClient, letter: Letter, **who: Any) -> httpx.Response:
    return await client.post(f"/v1/dead-letters/{letter['id']}/replay", headers=caller(HANDLER, **who))


@pytest.fixture
def two_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.consumers.MOST_ATTEMPTS", 2)


async def test_a_failing_message_is_tried_again_and_does_not_block_the_rest(client: httpx.AsyncClient, heard: Heard) -> None:
    heard.fail["stubborn"] = [NOT_NOW] * 2
    for words in ("before", "stubborn", "after"):
        await write(client, words)
    await eventually(lambda: sorted(heard.words) == ["after", "before", "stubborn"])


async def test_an_outage_does_not_count_against_a_message(
    client: httpx.AsyncClient, heard: Heard, two_attempts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.consumers.LONGEST_PAUSE_SECONDS", 0.02)
    heard.fail["patient"] = [*[PoolTimeout("all in use")] * 4, NOT_NOW]
    await write(client, "patient")
    await eventually(lambda: heard.words == ["patient"])
    assert await letters(client) == []


async def test_what_a_set_is_about_is_locked_before_its_first_message(client: httpx.AsyncClient, context: Context) -> None:
    done: list[str] = []

    async def handle(uow: UnitOfWork, message: NoteWritten) -> None:
        done.append(message.words)

    async def lock(uow: UnitOfWork, messages: Sequence[NoteWritten]) -> None:
        done.append("locked " + ", ".join(message.words for message in messages))

    consumer = Consumer(name=f"scratch.{uuid4().hex}", message=NoteWritten, handle=handle, lock=lock)
    runner = ConsumerRunner(consumer, service="scratch", broker=context.broker, new_uow=context.new_system_uow)
    first, second, third = told("b"), told("a"), told("c")
    await runner.handle_set([first, second])
    assert done == ["locked b, a", "b", "a"]
    # What came before is not locked again, and one by itself locks what it needs.
    await runner.handle_set([second, third])
    assert done[3:] == ["c"]


def told(words: str) -> Received:
    raw = Msg(_client=NatsClient(), data=NoteWritten(note_id=uuid4(), words=words).model_dump_json().encode())
    return Received(raw=raw, id=uuid4(), headers={})


def test_a_message_may_be_delivered_for_days() -> None:
    assert pause_after(1) == 0.2
    assert pause_after(100_000) == LONGEST_PAUSE_SECONDS


async def test_a_poison_message_becomes_a_dead_letter_that_can_be_replayed_once(
    client: httpx.AsyncClient, heard: Heard, context: Context, two_attempts: None
) -> None:
    heard.fail["poison"] = [NOT_NOW] * 2
    await write(client, "poison")
    letter = await first_letter(client)
    assert (letter["subject"], letter["error"], letter["attempts"]) == ("scratch.note.written.v1", "RuntimeError: not now", 2)
    assert (await replay(client, letter, account="acc_li", name="Li")).status_code == 204
    assert (heard.words, heard.actors) == (["poison"], ["system"])
    again = await replay(client, letter)
    assert (again.status_code, again.json()["code"]) == (409, "dead_letter_decided")
    assert heard.words == ["poison"]
    async with context.engine.connect() as connection:
        trail = await connection.execute(text("SELECT actor_id, action FROM audit_entry WHERE noun = 'dead_letter'"))
        assert trail.all() == [("acc_li", "dead_letter.replayed")]


async def test_a_letter_that_still_fails_says_why_and_is_kept(client: httpx.AsyncClient, heard: Heard, two_attempts: None) -> None:
    heard.fail["poison"] = [*[NOT_NOW] * 2, KeyError("what")]
    await write(client, "poison")
    letter = await first_letter(client)
    answer = await replay(client, letter)
    assert (answer.status_code, answer.json()["code"]) == (409, "dead_letter_fails_again")
    assert "KeyError" in answer.json()["detail"]
    [kept] = await letters(client)
    assert (kept["id"], kept["attempts"], kept["error"]) == (letter["id"], 3, "KeyError: 'what'")
    assert (await replay(client, letter)).status_code == 204
    assert heard.words == ["poison"]


async def test_a_letter_whose_replay_met_an_outage_is_as_it_was(client: httpx.AsyncClient, heard: Heard, two_attempts: None) -> None:
    heard.fail["poison"] = [*[NOT_NOW] * 2, PoolTimeout("all in use")]
    await write(client, "poison")
    letter = await first_letter(client)
    assert (await replay(client, letter)).status_code == 503
    assert await letters(client) == [letter]


async def test_a_message_that_the_broker_does_not_take_stands_in_nobodys_way(client: httpx.AsyncClient, heard: Heard) -> None:
    await write(client, "long" * 300_000)
    await write(client, "after")
    await eventually(lambda: heard.words == ["after"])
    letter = await first_letter(client)
    assert (letter["consumer"], letter["subject"], letter["attempts"]) == ("scratch.relay", "scratch.note.written.v1", 1)
    assert (await replay(client, letter)).status_code == 204
    again = await first_letter(client)
    assert (again["id"], again["attempts"]) == (letter["id"], 2)


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "/v1/audit-entries", "scratch.audit.read"),
        ("GET", "/v1/dead-letters", HANDLER),
        ("POST", "/v1/dead-letters/dlt_00000000000000000000000000000001/replay", HANDLER),
        ("POST", "/v1/dead-letters/dlt_00000000000000000000000000000001/drop", HANDLER),
    ],
)
async def test_what_is_about_all_shops_is_for_those_who_see_all_shops(
    client: httpx.AsyncClient, method: str, path: str, permission: str
) -> None:
    limited = await client.request(method, path, headers=caller(permission, shops=["shp_1"]))
    assert (limited.status_code, limited.json()["code"], limited.json()["rule"]) == (403, "shop_limited", "SYS-2")
    assert (await client.request(method, path, headers=caller(permission))).status_code in (200, 404)
    assert (await client.request(method, path, headers=caller("scratch.notes.read"))).json()["code"] == "forbidden"


def test_a_reason_tells_the_place_and_not_the_value() -> None:
    class Receiver(BaseModel):
        phone: int

    def fails(work: Callable[[], object]) -> str:
        try:
            work()
        except ValidationError as error:
            return reason_of(error)
        raise AssertionError

    assert fails(lambda: Receiver.model_validate({"phone": "138-1234-5678"})) == "ValidationError: phone int_parsing"
    assert reason_of(RuntimeError("first\nKey (phone)=(13812345678)")) == "RuntimeError: first"
