"""For tests of a service: its own database on a real PostgreSQL, a real NATS, tokens of any caller, and its app in this process.

`DIANZHANG_TEST_POSTGRES` (a superuser's postgresql+psycopg:// URL) names the database server; the root conftest starts one from the wheel
when it is not set. Each test process has a NATS of its own, emptied before each app starts, so that no test hears another's messages.
"""

import atexit
import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

import httpx
import nats
import psycopg
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI
from jose import jwk, jwt
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from chassis.auth import ALGORITHM, ISSUER
from chassis.context import Context
from chassis.migrations import upgrade

TEST_DATA_KEY = base64.b64encode(b"t" * 32).decode()
ROLE_PASSWORD = "test"  # noqa: S105 - of a database that lives as long as the test run


@dataclass(frozen=True)
class TestDatabase:
    """A migrated database of one service, with its role and schema as in production."""

    __test__ = False
    url: URL
    admin_url: URL

    @property
    def async_url(self) -> str:
        return self.url.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)

    def empty(self) -> None:
        """Takes all rows away. Triggers are off meanwhile: the audit trail refuses it otherwise."""
        with psycopg.connect(_plain(self.admin_url), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            tables = connection.execute(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname = %s AND tablename <> 'alembic_version'",
                [self.url.username],
            ).fetchall()
            if tables:
                connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(",").join(sql.SQL(t[0]) for t in tables)))

    def drop(self) -> None:
        with psycopg.connect(_plain(self.admin_url.set(database="postgres")), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(self.url.database))))


def make_database(service: str, migrations: Path, *, revision: str = "head") -> TestDatabase:
    """`revision`: how far the migrations go, for tests of the next one."""
    admin = make_url(os.environ["DIANZHANG_TEST_POSTGRES"])
    name = f"test_{service}_{uuid4().hex[:12]}"
    role, schema = sql.Identifier(service), sql.Identifier(service)
    with psycopg.connect(_plain(admin), autocommit=True) as connection:
        # Two test processes may make the role at the same moment.
        connection.execute("SELECT pg_advisory_lock(4711)")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [service]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(ROLE_PASSWORD)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
        connection.execute("SELECT pg_advisory_unlock(4711)")
    with psycopg.connect(_plain(admin.set(database=name)), autocommit=True) as connection:
        # As infra/postgres/database.sql makes it.
        connection.execute("CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO PUBLIC")
        connection.execute("CREATE EXTENSION pg_trgm SCHEMA extensions; CREATE EXTENSION btree_gist SCHEMA extensions")
        connection.execute(sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(schema, role))
        path = sql.SQL("ALTER ROLE {} IN DATABASE {} SET search_path = {}, extensions")
        connection.execute(path.format(role, sql.Identifier(name), schema))
    url = admin.set(username=service, password=ROLE_PASSWORD, database=name)
    upgrade(migrations, url.render_as_string(hide_password=False), revision=revision)
    return TestDatabase(url=url, admin_url=admin.set(database=name))


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


class TestKeys:
    """Signs tokens as people does, with a key that lives as long as the test run."""

    __test__ = False

    def __init__(self) -> None:
        private = ec.generate_private_key(ec.SECP256R1())
        pem = serialization.Encoding.PEM
        self._private = private.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
        public = private.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
        self.key_set: dict[str, Any] = {"keys": [{**jwk.construct(public, ALGORITHM).to_dict(), "kid": "test", "alg": ALGORITHM}]}

    def token(
        self, *permissions: str, shops: Iterable[str] | None = None, account: str = "acc_test", name: str = "Test", lives_seconds: int = 600
    ) -> str:
        claims = {
            "iss": ISSUER,
            "sub": account,
            "sid": f"ses_{uuid4().hex}",
            "kind": "person",
            "name": name,
            "permissions": list(permissions),
            "shops": None if shops is None else list(shops),
            "rate": 1_000_000,
            "exp": int(time()) + lives_seconds,
        }
        return jwt.encode(claims, self._private, algorithm=ALGORITHM, headers={"kid": "test"})


KEYS = TestKeys()


@cache
def nats_url() -> str:
    """Starts this process's NATS at the first call; it ends with the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="dianzhang-nats-")
    program = Path(sys.executable).with_name("nats-server")
    arguments = [str(program), "--jetstream", "--store_dir", folder, "--addr", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end() -> None:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return f"nats://127.0.0.1:{port}"


async def empty_broker() -> None:
    """Takes all streams, and with them all consumers, away."""
    connection = await nats.connect(nats_url(), max_reconnect_attempts=-1, reconnect_time_wait=0.05)
    stream = connection.jetstream()
    for info in await stream.streams_info():
        await stream.delete_stream(info.config.name or "")
    await connection.close()


def test_settings(database: TestDatabase) -> dict[str, Any]:
    """The arguments of a service's Settings class in tests."""
    return {
        "database_url": database.async_url,
        "nats_url": nats_url(),
        "people_url": "http://127.0.0.1:9",
        "data_key": TEST_DATA_KEY,
        "log_level": "WARNING",
    }


test_settings.__test__ = False  # type: ignore[attr-defined]  # pytest must not take it for a test


@asynccontextmanager
async def running(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    """The app, started, with a client that has no token: give one with `headers=caller(...)`."""
    context: Context = app.state.context
    await empty_broker()
    context.tokens.learn(KEYS.key_set)  # in place of fetching from people
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


def caller(*permissions: str, shops: Iterable[str] | None = None, language: str = "en-US", **token: Any) -> dict[str, str]:
    """Request headers of somebody with these permissions, with an Idempotency-Key of its own."""
    return {
        "Authorization": f"Bearer {KEYS.token(*permissions, shops=shops, **token)}",
        "Accept-Language": language,
        "Idempotency-Key": f'"{uuid4()}"',
    }
