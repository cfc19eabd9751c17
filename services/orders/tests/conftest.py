"""Orders on a real PostgreSQL, with the callers that its tests need. The relay is kept from sending, so tests see what was left to send."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from chassis.relay import Relay
from chassis.testing import TestDatabase, caller, make_database, running, test_settings
from orders.main import build
from orders.settings import Settings

# So that every test of this service finds order_making.py, and none of another service's.
sys.path.insert(0, str(Path(__file__).parent))

from order_making import other_key, teach

EVERYTHING = "orders.*"


@pytest.fixture(scope="session")
def database() -> Iterator[TestDatabase]:
    made = make_database("orders", Path(__file__).parents[1] / "migrations")
    yield made
    made.drop()


@pytest.fixture
async def app(database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    async def rest(_: Relay) -> None:
        return

    monkeypatch.setattr(Relay, "run", rest)
    database.empty()
    app = build(Settings(**test_settings(database)))
    yield app
    # Tests that only tell messages never start the app, so nobody else closes its connections.
    await app.state.context.engine.dispose()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    # A mistake of ours shows its traceback here, where in production it is an answer of 500.
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
    async with running(app), httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        await teach(app)
        yield client


@pytest.fixture
def clerk() -> dict[str, str]:
    """May do everything in orders, in all shops."""
    return caller(EVERYTHING)


Place = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def place(client: httpx.AsyncClient, clerk: dict[str, str]) -> Place:
    async def place(body: dict[str, Any], *, status: int = 201, headers: dict[str, str] = clerk) -> dict[str, Any]:
        answer = await client.post("/v1/orders", json=body, headers=other_key(headers))
        assert answer.status_code == status, answer.text
        return answer.json()

    return place


@pytest.fixture
def show(client: httpx.AsyncClient, clerk: dict[str, str]) -> Callable[[str], Awaitable[dict[str, Any]]]:
    async def show(order_id: str) -> dict[str, Any]:
        answer = await client.get(f"/v1/orders/{order_id}", headers=clerk)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return show


@pytest.fixture
def act(client: httpx.AsyncClient, clerk: dict[str, str]) -> Callable[..., Awaitable[dict[str, Any]]]:
    """`await act("cancel", order_id, reason="…")`: the result of the one order."""

    async def act(action: str, order_id: str, **body: Any) -> dict[str, Any]:
        answer = await client.post(f"/v1/orders/{action}", json={"ids": [order_id], **body}, headers=other_key(clerk))
        assert answer.status_code == 200, answer.text
        return answer.json()["results"][0]

    return act


@pytest.fixture
def do(client: httpx.AsyncClient, clerk: dict[str, str]) -> Callable[..., Awaitable[dict[str, Any]]]:
    """`await do("/merge", {"groups": […]})`: the whole answer of an action on orders."""

    async def do(path: str, body: dict[str, Any], *, status: int = 200) -> dict[str, Any]:
        answer = await client.post(f"/v1/orders{path}", json=body, headers=other_key(clerk))
        assert answer.status_code == status, answer.text
        return answer.json()

    return do
