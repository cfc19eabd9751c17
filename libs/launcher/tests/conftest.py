import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from dianzhang import checkout
from dianzhang.house import House

SMALL_SERVICE = """
import os
import time

import psycopg


def build():
    url = os.environ["DIANZHANG_DATABASE_URL"].replace("+asyncpg", "")

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                await send({"type": message["type"] + ".complete"})
                if message["type"] == "lifespan.shutdown":
                    return
        if scope["path"] == "/hang":
            time.sleep(600)
        with psycopg.connect(url) as connection:
            body = str(connection.execute("select count(*) from visit").fetchone()[0]).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return app
"""
SMALL_MIGRATION = """
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.execute("create table visit (id int primary key)")
"""
SMALL_ENV = """
from sqlalchemy import MetaData

from chassis.migrations import run_env

run_env(MetaData())
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "my data"


@pytest.fixture
def small_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """A checkout with the real infra and documents, and one small service, `insights`."""
    root = tmp_path / "my shop 店长"
    service = root / "services" / "insights"
    (service / "src" / "insights").mkdir(parents=True)
    (service / "src" / "insights" / "__init__.py").touch()
    (service / "src" / "insights" / "main.py").write_text(SMALL_SERVICE)
    (service / "migrations" / "versions").mkdir(parents=True)
    (service / "migrations" / "env.py").write_text(SMALL_ENV)
    (service / "migrations" / "versions" / "0001.py").write_text(SMALL_MIGRATION)
    shutil.copytree(checkout.checkout() / "infra", root / "infra")
    shutil.copytree(checkout.checkout() / "docs" / "openapi", root / "docs" / "openapi")
    monkeypatch.setenv("DIANZHANG_HOME", str(root))
    monkeypatch.setenv("PYTHONPATH", str(service / "src"))
    checkout.checkout.cache_clear()
    yield root
    checkout.checkout.cache_clear()


@pytest.fixture
def small_house(small_checkout: Path, data: Path) -> Generator[House]:
    with House(data, base_port=0) as house:
        yield house


@pytest.fixture
def new_stores(data: Path) -> Generator[Callable[[], House]]:
    """Starts database and broker on the data folder, as often as it is called."""
    houses: list[House] = []

    def start() -> House:
        houses.append(House(data, base_port=0, services=["people", "orders"]))
        return houses[-1].start(stores_only=True, migrating=False)

    yield start
    for house in houses:
        house.stop()
