"""Live screens: who hears what, and for how long."""

import asyncio
import time

import httpx
import pytest

from chassis import live
from chassis.context import Context
from chassis.testing import caller

from .conftest import WRITER, eventually


async def still_signed_in() -> bool:
    return True


async def test_open_screens_hear_of_changes(client: httpx.AsyncClient, context: Context) -> None:
    stream = context.live.stream(still_signed_in)
    assert "hello" in await anext(stream)
    await client.post("/v1/notes", json={"words": "seen"}, headers=caller(*WRITER))
    assert '"noun":"note"' in await asyncio.wait_for(anext(stream), 5)
    await stream.aclose()  # type: ignore[attr-defined]  # it is a generator


async def test_everyone_hears_that_parcels_changed_and_nobody_their_numbers(client: httpx.AsyncClient, context: Context) -> None:
    await context.broker.jetstream()
    stream = context.live.stream(still_signed_in)
    await anext(stream)
    order = "ord_" + "0" * 32
    await context.live.tell("parcel", ["SF1234567890"])
    await context.live.tell("order", [order])
    heard = [await asyncio.wait_for(anext(stream), 5) for _ in range(2)]
    assert heard == [
        'event: changed\ndata: {"noun":"parcel","ids":[]}\n\n',
        f'event: changed\ndata: {{"noun":"order","ids":["{order}"]}}\n\n',
    ]
    await stream.aclose()  # type: ignore[attr-defined]  # it is a generator


async def test_a_stream_ends_with_its_session(client: httpx.AsyncClient, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    headers = caller()
    following = asyncio.create_task(client.get("/v1/live", headers=headers))
    await eventually(lambda: bool(context.live._screens))  # pyright: ignore[reportPrivateUsage] - nothing else tells
    context.tokens.end([(await context.tokens.verify(headers["Authorization"][7:])).session_id])
    answer = await asyncio.wait_for(following, 5)
    assert (answer.status_code, "event: hello" in answer.text) == (200, True)


async def test_a_stream_ends_with_its_token(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    ends_at = int(time.time()) + 2
    answer = await asyncio.wait_for(client.get("/v1/live", headers=caller(lives_seconds=2)), 5)
    assert answer.status_code == 200
    assert time.time() >= ends_at
