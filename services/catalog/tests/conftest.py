"""The catalog on a real PostgreSQL, and somebody who manages it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from nats.js.errors import NotFoundError

from catalog.main import build
from catalog.settings import Settings
from chassis.context import Context
from chassis.testing import TestDatabase, caller, make_database, running, test_settings
from contracts.catalog import SkusChanged

MANAGER = ("catalog.skus.read", "catalog.skus.manage", "catalog.audit.read")


@pytest.fixture(scope="session")
def database() -> Iterator[TestDatabase]:
    made = make_database("catalog", Path(__file__).parents[1] / "migrations")
    yield made
    made.drop()


@pytest.fixture
def app(database: TestDatabase) -> FastAPI:
    database.empty()
    return build(Settings(**test_settings(database)))


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with running(app) as started:
        yield started


@pytest.fixture
def manager() -> dict[str, str]:
    return caller(*MANAGER)


class Catalog:
    """Short ways to what many tests need first."""

    def __init__(self, client: httpx.AsyncClient, context: Context) -> None:
        self.client = client
        self.context = context

    async def product(self, number: str = "P-1") -> str:
        answer = await self.client.post("/v1/products", json={"number": number, "name_zh": "杯子"}, headers=caller(*MANAGER))
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def ask(self, method: str, path: str, *, version: int | None = None, **more: Any) -> httpx.Response:
        headers = caller(*MANAGER) if version is None else {**caller(*MANAGER), "If-Match": f'"{version}"'}
        return await self.client.request(method, path, headers=headers, **more)

    async def by_number(self, sku: str) -> dict[str, Any]:
        (found,) = (await self.ask("POST", "/v1/skus/lookup", json={"skus": [sku]})).json()["data"]
        return found

    async def told(self, count: int) -> list[SkusChanged]:
        """The messages on the broker, once there are `count`, or after two seconds."""
        messages: list[SkusChanged] = []
        for _ in range(100):
            stream = await self.context.broker.jetstream()
            try:
                last = (await stream.stream_info("CATALOG")).state.last_seq
                raw = [await stream.get_msg("CATALOG", seq=number) for number in range(1, last + 1)]
                messages = [SkusChanged.model_validate_json(message.data or b"") for message in raw]
            except NotFoundError:
                pass
            if len(messages) >= count:
                break
            await asyncio.sleep(0.02)
        return messages

    async def sku(self, sku: str = "A-1", **fields: Any) -> httpx.Response:
        product_id = fields.pop("product_id", None) or await self.product(f"P-{sku}")
        body = {"sku": sku, "product_id": product_id, "name_zh": "白杯", **fields}
        return await self.client.post("/v1/skus", json=body, headers=caller(*MANAGER))


@pytest.fixture
def catalog(app: FastAPI, client: httpx.AsyncClient) -> Catalog:
    return Catalog(client, app.state.context)
