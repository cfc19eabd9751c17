"""People under test: a database of its own, a house with one administrator, and a real clock that tests move."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI

from chassis.testing import TestDatabase, make_database, running, test_settings
from people.api.parts import real_now
from people.main import build
from people.settings import Settings
from services.people.tests.firm import Firm
from services.people.tests.house import BOSS, BOSS_PASSWORD, House, MovingTime


def make_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


@pytest.fixture(scope="session")
def database() -> Iterator[TestDatabase]:
    made = make_database("people", Path(__file__).parents[1] / "migrations")
    yield made
    made.drop()


@pytest.fixture(scope="session")
def signing_key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("keys") / "signing.pem"
    file.write_bytes(make_pem())
    return file


@pytest.fixture
def settings(database: TestDatabase, signing_key_file: Path) -> Settings:
    """The cheapest Argon2 there is: these tests are about what is checked, not about how long it takes."""
    return Settings(
        **test_settings(database),
        signing_key_file=signing_key_file,
        bootstrap_login=BOSS,
        bootstrap_password=BOSS_PASSWORD,
        password_memory_kib=8,
        password_passes=1,
    )


@pytest.fixture
def real_time() -> MovingTime:
    return MovingTime()


@pytest.fixture
def app(database: TestDatabase, settings: Settings, real_time: MovingTime) -> FastAPI:
    database.empty()
    app = build(settings)
    app.dependency_overrides[real_now] = lambda: real_time()
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with running(app) as started:
        yield started


@pytest.fixture
async def house(client: httpx.AsyncClient) -> House:
    """Signed in as the administrator."""
    return await House(client).open()


@pytest.fixture
def firm(house: House) -> Firm:
    return Firm(house)
