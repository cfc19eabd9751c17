"""Channels under test: a database of its own, a fake shop that notes every request, and a fake orders service."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from channels.clients.orders import OrdersClient
from channels.main import build
from channels.settings import Settings
from chassis.context import Context
from chassis.testing import TestDatabase, make_database, running, test_settings
from services.channels.tests.fakes import Desk, FakeOrders, FakeShop, NearOutside


@pytest.fixture(scope="session")
def database() -> Iterator[TestDatabase]:
    made = make_database("channels", Path(__file__).parents[1] / "migrations")
    yield made
    made.drop()


@pytest.fixture
def fake_shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def fake_orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def app(database: TestDatabase) -> FastAPI:
    database.empty()
    return build(Settings(**test_settings(database), allow_private_addresses=True, write_back_pause=0.0))


@pytest.fixture
def context(app: FastAPI) -> Context:
    return app.state.context


@pytest.fixture
async def client(app: FastAPI, context: Context, fake_shop: FakeShop, fake_orders: FakeOrders) -> AsyncIterator[httpx.AsyncClient]:
    async with running(app) as started:
        context.parts["outside"] = NearOutside(
            allow_private=True, client=httpx.AsyncClient(transport=httpx.MockTransport(fake_shop.answer))
        )
        context.parts["orders"] = OrdersClient(
            "http://orders", client=httpx.AsyncClient(base_url="http://orders", transport=httpx.MockTransport(fake_orders.answer))
        )
        yield started


@pytest.fixture
def desk(client: httpx.AsyncClient, context: Context) -> Desk:
    return Desk(client=client, context=context)
