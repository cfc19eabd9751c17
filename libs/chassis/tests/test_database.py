"""Which failures of the database mean what, and what they may tell."""

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.context import Context
from chassis.database import is_down


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
