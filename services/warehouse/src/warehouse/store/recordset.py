"""A set of rows as one parameter: JSON for jsonb_to_recordset, the cheapest way to carry hundreds of rows in one statement."""

from collections.abc import Sequence

import orjson


def recordset(rows: Sequence[object]) -> str:
    # asyncpg's ids are of a class of its own, which orjson does not know.
    return orjson.dumps(rows, default=str).decode()
