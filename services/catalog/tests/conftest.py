"""The catalog on a real PostgreSQL, and somebody who manages it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from catalog.main import build
from catalog.settings import Settings
from chassis.testing import TestDatabase, caller, make_database, running, test_settings

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

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def product(self, number: str = "P-1") -> str:
        answer = await self.client.post("/v1/products", json={"number": number, "name_zh": "杯子"}, headers=caller(*MANAGER))
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def sku(self, sku: str = "A-1", **fields: Any) -> httpx.Response:
        product_id = fields.pop("product_id", None) or await self.product(f"P-{sku}")
        body = {"sku": sku, "product_id": product_id, "name_zh": "白杯", **fields}
        return await self.client.post("/v1/skus", json=body, headers=caller(*MANAGER))


@pytest.fixture
def catalog(client: httpx.AsyncClient) -> Catalog:
    return Catalog(client)
