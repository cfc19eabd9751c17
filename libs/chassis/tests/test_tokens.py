"""Keys of access tokens: asked for once, whoever waits, and not again and again while people does not answer."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chassis import auth
from chassis.auth import KeysUnavailable, NotSignedIn, Tokens
from chassis.broker import Broker
from chassis.testing import KEYS, TestKeys


class DumbPeople:
    """Takes each question, lets it wait, and hangs up."""

    def __init__(self) -> None:
        self.asked = 0
        self.url = ""

    async def answer(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await asyncio.sleep(0.05)
        writer.close()


@pytest.fixture
async def people() -> AsyncIterator[DumbPeople]:
    dumb = DumbPeople()
    server = await asyncio.start_server(dumb.answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    dumb.url = f"http://{host}:{port}"
    async with server:
        yield dumb


def tokens_of(people: DumbPeople) -> Tokens:
    return Tokens(people_url=people.url, cache_file=None, broker=Broker("nats://127.0.0.1:1", name="test"))


async def verify(tokens: Tokens, token: str) -> str:
    try:
        return (await tokens.verify(token)).id
    except (KeysUnavailable, NotSignedIn) as refusal:
        return refusal.code


async def test_many_with_an_unknown_key_ask_once_while_people_does_not_answer(people: DumbPeople) -> None:
    tokens = tokens_of(people)
    tokens.learn({"keys": [{**TestKeys().key_set["keys"][0], "kid": "older"}]})
    token = KEYS.token(account="acc_1")
    assert set(await asyncio.gather(*(verify(tokens, token) for _ in range(20)))) == {"not_signed_in"}
    assert [await verify(tokens, token) for _ in range(5)] == ["not_signed_in"] * 5
    assert people.asked == 1
    # Who holds a known key never waited.
    tokens.learn(KEYS.key_set)
    assert await verify(tokens, token) == "acc_1"
    assert people.asked == 1


async def test_a_service_without_any_key_asks_again_soon(people: DumbPeople, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = tokens_of(people)
    token = KEYS.token(account="acc_1")
    assert set(await asyncio.gather(*(verify(tokens, token) for _ in range(20)))) == {"keys_unavailable"}
    assert people.asked == 1
    monkeypatch.setattr(auth, "FIRST_KEYS_SECONDS", 0)
    assert await verify(tokens, token) == "keys_unavailable"
    assert people.asked == 2


async def test_whose_request_is_given_up_leaves_the_question_to_the_next(people: DumbPeople) -> None:
    tokens = tokens_of(people)
    first = asyncio.create_task(tokens.verify(KEYS.token(account="acc_1")))
    while not people.asked:
        await asyncio.sleep(0.001)
    first.cancel()
    assert await verify(tokens, KEYS.token(account="acc_2")) == "keys_unavailable"
    assert people.asked == 2
