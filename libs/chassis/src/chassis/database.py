"""The service's own database: engine, metadata with named constraints, and which failures mean what."""

from typing import Any

from sqlalchemy import MetaData, event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """Each service has metadata of its own, so two can live in one test process."""
    return MetaData(naming_convention=NAMES)


def make_engine(url: str, *, pool: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=10,
        # Errors get into logs and dead letters; the values of a statement must not.
        hide_parameters=True,
        connect_args={"timeout": 5, "server_settings": {"timezone": "UTC"}},
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: Any, *_: object) -> None:
    """A connection that PostgreSQL closed while it lay in the pool (a restart) is replaced, not handed to a request.

    The event loop has noticed the closing already, so looking costs nothing; SQLAlchemy's pre-ping asks the server, three round trips for
    each transaction.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError("closed by the server")


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's five-character code behind an error, where there is one."""
    if isinstance(error, DBAPIError):
        return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    return getattr(error, "sqlstate", None)


def is_down(error: BaseException) -> bool:
    """The database cannot take it now, whatever the request was: connection lost, all in use, shutting down, disk or memory full."""
    code = sqlstate(error)
    if code is not None:
        return code[:2] in ("08", "53", "57", "58") or code in ("25006", "40001", "40P01")
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, DBAPIError) and error.orig is not None:
        return is_down(error.orig) or "connection" in str(error.orig).lower()
    return isinstance(error, PoolTimeout | OSError)


def is_crossed(error: BaseException) -> bool:
    """Each of two transactions waited for what the other had locked, and PostgreSQL ended this one."""
    return sqlstate(error) in ("40001", "40P01")


def is_bad_value(error: BaseException) -> bool:
    """A value that PostgreSQL cannot store (a NUL character, a number out of range): the caller's to mend."""
    code = sqlstate(error)
    return code is not None and code.startswith("22")


def constraint_of(error: DBAPIError) -> str | None:
    """The constraint an IntegrityError names."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return getattr(cause, "constraint_name", None)
