"""Which failures of the database mean what, and what they may tell."""

import asyncio

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.context import Context
from chassis.database import is_crossed, is_down


def test_a_database_whose_connections_are_all_in_use_is_down() -> None:
    assert is_down(PoolTimeout("QueuePool limit of size 5 overflow 5 reached"))
    assert is_down(ConnectionRefusedError())
    assert not is_down(ValueError("a mistake of ours"))


async def test_an_error_does_not_tell_the_values_of_its_statement(client: httpx.AsyncClient, context: Context) -> None:
    async with context.engine.connect() as connection:
        with pytest.raises(DBAPIError) as caught:
            await connection.execute(text("SELECT 1 / CAST(:zero AS integer), CAST(:phone AS text)"), {"zero": 0, "phone": "13812345678"})
    assert "division by zero" in str(caught.value)
    assert "13812345678" not in str(caught.value)


async def test_of_two_transactions_that_wait_for_each_other_one_is_told_that_they_crossed(
    client: httpx.AsyncClient, context: Context
) -> None:
    async def lock(connection: AsyncConnection, key: int) -> None:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

    async with context.engine.begin() as one, context.engine.begin() as other:
        await lock(one, 1)
        await lock(other, 2)
        ends = await asyncio.gather(lock(one, 2), lock(other, 1), return_exceptions=True)
        (failed,) = [end for end in ends if end is not None]
        assert is_crossed(failed)
        await one.rollback()
        await other.rollback()
