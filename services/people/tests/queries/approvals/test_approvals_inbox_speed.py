"""The inbox with 100,000 requests: the questions of its pages stay within 30 ms (issue 3), and read no table from end to end."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from chassis.testing import TestDatabase, make_database
from people.domain.approvals.default_routes import FROM_THE_BEGINNING
from people.queries.approvals.inbox import COUNT, LISTS, View, Wanted, count_inbox, list_approval_rows
from people.queries.approvals.request_page import Looking, find_request_page

REQUESTS, PEOPLE = 100_000, 500
LIMIT_SECONDS = 0.030
NOW = FROM_THE_BEGINNING.replace(year=2026, month=11, day=22)
SEED = (
    """
    INSERT INTO account (id, login, name, locale, password_hash, password_changed_at, created_at, version)
    SELECT CAST(lpad(to_hex(n), 32, '0') AS uuid), 'p' || n, 'Person ' || n, 'en-US', '', now(), now(), 1 FROM generate_series(1, :people) n
    """,
    """
    INSERT INTO approval_route (id, kind, number, name_zh, name_en, steps, reason, effective_from, created_at, created_by, published_at, version)
    VALUES (CAST(lpad('1', 32, '0') AS uuid), 'leave', 1, '请假', 'Leave', '[{}]', '', now(), now(), 's', now(), 1)
    """,
    # One in ten still waits; the busiest decider has a thousand of those, the others share the rest.
    """
    INSERT INTO approval (id, number, kind, reference, requester_id, title_zh, title_en, evidence, content_digest, link, route_id, route_number,
                          steps, step, state, filed_at, remind_at, due_at, decided_at, takes_effect_at, deciders, comment, version)
    SELECT CAST('0190' || lpad(to_hex(n), 28, '0') AS uuid), 'AP-' || n, 'leave', 'r' || n,
           CAST(lpad(to_hex(1 + n % :people), 32, '0') AS uuid), '请假', 'Leave', '[{"label_zh": "天", "label_en": "Days", "value": "1"}]', 'd', '',
           CAST(lpad('1', 32, '0') AS uuid), 1, '[{}]', 0, CASE WHEN n % 10 = 0 THEN 'waiting' ELSE 'approved' END, now(),
           CASE WHEN n % 10 = 0 THEN now() END, CASE WHEN n % 10 = 0 THEN now() END, CASE WHEN n % 10 > 0 THEN now() END,
           CASE WHEN n % 10 > 0 THEN now() END, '{}', '', 1
    FROM generate_series(1, :requests) n
    """,
    """
    INSERT INTO approval_seat (approval_id, step, seat, state, opened_at, decided_at, decided_by, comment)
    SELECT id, 0, 0, CASE WHEN state = 'waiting' THEN 'waiting' ELSE 'agreed' END, now(), decided_at,
           CASE WHEN state <> 'waiting' THEN CAST(lpad(to_hex(1 + abs(hashtext(number)) % :people), 32, '0') AS uuid) END, '' FROM approval
    """,
    """
    INSERT INTO approval_candidate (approval_id, step, seat, account_id, why, since, open)
    SELECT a.id, 0, 0, CASE WHEN a.state = 'waiting' AND right(a.number, 2) = '00' THEN CAST(lpad('1', 32, '0') AS uuid)
                            ELSE coalesce(s.decided_by, CAST(lpad(to_hex(2 + abs(hashtext(a.number)) % (:people - 1)), 32, '0') AS uuid)) END,
           'superior', now(), a.state = 'waiting'
    FROM approval a JOIN approval_seat s ON s.approval_id = a.id
    """,
    "ANALYZE",
)
BUSIEST = UUID(int=1)


@pytest.fixture(scope="module")
def seeded() -> Iterator[TestDatabase]:
    made = make_database("people", Path(__file__).parents[3] / "migrations")
    yield made
    made.drop()


@pytest.fixture
async def engine(seeded: TestDatabase) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(seeded.async_url)
    async with engine.begin() as connection:
        if not await connection.scalar(text("SELECT EXISTS (SELECT FROM approval)")):
            for statement in SEED:
                named = {name: value for name, value in {"people": PEOPLE, "requests": REQUESTS}.items() if f":{name}" in statement}
                await connection.execute(text(statement), named)
    yield engine
    await engine.dispose()


async def timed(ask: Callable[[], Awaitable[Any]], *, rounds: int = 100) -> tuple[float, float]:
    """Median and 99th of a hundred, in seconds, after a few to warm up."""
    spent: list[float] = []
    for turn in range(rounds + 5):
        begun = time.perf_counter()
        await ask()
        if turn >= 5:
            spent.append(time.perf_counter() - begun)
    return median(spent), quantiles(spent, n=100)[98]


async def test_the_pages_of_the_inbox_answer_at_once(engine: AsyncEngine, capsys: pytest.CaptureFixture[str]) -> None:
    day = NOW.date()
    found: dict[str, tuple[float, float]] = {}
    async with AsyncSession(engine) as session:
        for view in View:
            wanted = Wanted(view=view, kind=None, state=None, shops=None)

            async def ask(wanted: Wanted = wanted) -> None:
                assert len(await list_approval_rows(session, me=BUSIEST, today=day, wanted=wanted, after=None, limit=51)) == 51

            found[view] = await timed(ask)
        found["counts"] = await timed(lambda: count_inbox(session, me=BUSIEST, today=day, now=NOW))
        (row,) = await list_approval_rows(
            session, me=BUSIEST, today=day, wanted=Wanted(view=View.MINE, kind=None, state=None, shops=None), after=None, limit=1
        )
        looking = Looking(me=BUSIEST, sees_all=False, shops=None)
        found["page"] = await timed(lambda: find_request_page(session, row.id, looking=looking, today=day))
    with capsys.disabled():
        print("\n" + "\n".join(f"{name}: median {m * 1000:.1f} ms, p99 {p * 1000:.1f} ms" for name, (m, p) in found.items()))
    # The median: a neighbour that takes the processor for a moment is not the inbox's fault. `p99` is what the report tells.
    assert {name: m for name, (m, _) in found.items() if m > LIMIT_SECONDS} == {}


@pytest.mark.parametrize("view", list(View))
async def test_no_list_reads_all_requests(engine: AsyncEngine, view: View) -> None:
    asked: dict[str, Any] = {"me": BUSIEST, "today": NOW.date(), "kind": None, "state": None, "after": None, "limit": 51, "shops": None}
    statement = LISTS[view]
    named = {name: value for name, value in asked.items() if f":{name}" in statement.text}
    async with AsyncSession(engine) as session:
        plan = "\n".join((await session.scalars(text(f"EXPLAIN {statement.text}"), named)).all())
    assert "Seq Scan on approval " not in plan, plan
    assert "Seq Scan on approval_candidate" not in plan, plan
    assert "Seq Scan on approval_seat" not in plan, plan


async def test_the_badge_reads_not_all_requests(engine: AsyncEngine) -> None:
    async with AsyncSession(engine) as session:
        named = {"me": BUSIEST, "today": NOW.date(), "now": NOW, "most": 1000}
        plan = "\n".join((await session.scalars(text(f"EXPLAIN {COUNT.text}"), named)).all())
    assert "Seq Scan on approval_candidate" not in plan, plan
