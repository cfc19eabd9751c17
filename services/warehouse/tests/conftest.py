"""The warehouse on a real PostgreSQL and a real NATS, and a small company to work in: two warehouses, a few SKUs."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from chassis.context import Context
from chassis.testing import TestDatabase, make_database, running, test_settings
from warehouse.main import build
from warehouse.settings import Settings

from .floor import Floor

MIGRATIONS = Path(__file__).parents[1] / "migrations"


@pytest.fixture(scope="session")
def database() -> Iterator[TestDatabase]:
    made = make_database("warehouse", MIGRATIONS)
    yield made
    made.drop()


@pytest.fixture
def extra_settings() -> dict[str, Any]:
    return {"kuaidi100_salt": "salt", "aftership_secret": "secret"}


@pytest.fixture
def app(database: TestDatabase, extra_settings: dict[str, Any]) -> FastAPI:
    database.empty()
    return build(Settings(**test_settings(database), **extra_settings))


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with running(app) as started:
        yield started


@pytest.fixture
def context(app: FastAPI, client: httpx.AsyncClient) -> Context:
    return app.state.context


@pytest.fixture
async def floor(client: httpx.AsyncClient, context: Context) -> Floor:
    made = Floor(client, context)
    await made.furnish()
    return made
