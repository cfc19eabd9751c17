"""What the chassis promises to every service."""

import asyncio

import httpx
import pytest
from sqlalchemy import text

from chassis.context import Context
from chassis.service import keep_running
from chassis.testing import caller
from contracts.people import SessionsEnded

from .conftest import WRITER, Heard, count, eventually


async def test_a_note_is_committed_and_its_event_is_heard_once(client: httpx.AsyncClient, heard: Heard) -> None:
    answer = await client.post("/v1/notes", json={"words": "hello"}, headers=caller(*WRITER))
    assert answer.status_code == 201, answer.text
    assert await count(client) == 1
    await eventually(lambda: heard.words == ["hello"])


async def test_a_sent_event_leaves_nothing_behind_in_the_process(client: httpx.AsyncClient, heard: Heard, context: Context) -> None:
    """A subscription for each message would fill the memory of a service in a day."""
    before = -1
    for round_ in range(3):
        answers = [await client.post("/v1/notes", json={"words": f"{round_} {n}"}, headers=caller(*WRITER)) for n in range(5)]
        assert {answer.status_code for answer in answers} == {201}
        expected = 5 * (round_ + 1)
        await eventually(lambda expected=expected: len(heard.words) == expected)
        held = len(context.broker._client._subs)  # pyright: ignore[reportPrivateUsage] - nothing else tells
        assert before in (-1, held)
        before = held


async def test_nobody_without_a_token(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/notes", json={"words": "x"}, headers={"Idempotency-Key": "a"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


async def test_who_asks_is_settled_before_what_the_request_lacks(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/notes", json={})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_nobody_without_the_permission(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/notes", json={"words": "x"}, headers=caller("scratch.notes.read"))
    assert answer.status_code == 403
    assert "scratch.notes.write" in answer.json()["detail"]
    assert await count(client) == 0


@pytest.mark.parametrize(
    ("body", "status"), [('{"words": 3}', 422), ("{", 400), ('{"words": "a", "more": 1}', 422), ('{"words": "\\u0000"}', 422)]
)
async def test_bad_bodies_name_the_field(client: httpx.AsyncClient, body: str, status: int) -> None:
    answer = await client.post("/v1/notes", content=body, headers={**caller(*WRITER), "Content-Type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await count(client) == 0


async def test_a_large_body_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/notes", content=b'{"words": "' + b"x" * 3_000_000 + b'"}', headers=caller(*WRITER))
    assert answer.status_code == 413
    assert await count(client) == 0


async def test_every_change_is_in_the_audit_trail_which_cannot_be_changed(client: httpx.AsyncClient, context: Context) -> None:
    await client.post("/v1/notes", json={"words": "kept"}, headers=caller(*WRITER, account="acc_1", name="Li"))
    entries = (await client.get("/v1/audit-entries", headers=caller("scratch.audit.read"))).json()["data"]
    assert [(entry["actor_name"], entry["action"], entry["after"]) for entry in entries] == [("Li", "note.written", {"words": "kept"})]
    async with context.engine.connect() as connection:
        with pytest.raises(Exception, match="append-only"):
            await connection.execute(text("DELETE FROM audit_entry"))


async def test_an_ended_session_is_refused_at_once(client: httpx.AsyncClient, context: Context) -> None:
    headers = caller(*WRITER)
    assert (await client.get("/v1/notes/count", headers=headers)).status_code == 200
    actor = await context.tokens.verify(headers["Authorization"][7:])
    context.tokens.end([actor.session_id])
    assert (await client.get("/v1/notes/count", headers=headers)).status_code == 401


async def test_a_token_that_is_forged_or_expired_is_refused(client: httpx.AsyncClient) -> None:
    for headers in (caller(*WRITER, lives_seconds=-1), {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}, {"Authorization": "Bearer x"}):
        assert (await client.get("/v1/notes/count", headers=headers)).status_code == 401


async def test_spawned_work_may_finish_and_is_cancelled_when_it_does_not(context: Context) -> None:
    done: list[str] = []

    async def work(name: str, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
            done.append(name)
        except asyncio.CancelledError:
            done.append(f"{name} cancelled")
            raise

    context.spawn(work("short", 0.01))
    context.spawn(work("endless", 60))
    await context.end_spawned(patience_seconds=0.1)
    assert done == ["short", "endless cancelled"]
    assert context.spawned == set()


async def test_a_part_that_breaks_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.service.RESTART_SECONDS", 0)
    starts: list[int] = []

    async def work() -> None:
        starts.append(len(starts))
        if len(starts) < 3:
            raise KeyError("nobody thought of it")

    await keep_running("work", work)
    assert starts == [0, 1, 2]


async def test_nonsense_among_ended_sessions_hides_none_of_them(client: httpx.AsyncClient, context: Context) -> None:
    await context.broker.jetstream()
    await (await context.broker.publish_durably(SessionsEnded.subject, b"nonsense", {}))
    await context.tokens._catch_up()  # pyright: ignore[reportPrivateUsage] - it is an hour's work of a service to get there otherwise
