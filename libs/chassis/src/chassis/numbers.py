"""Numbers people see: `SO-20261122-000123`. Taken in blocks, so that the hot path does not wait for a shared row.

A restart leaves a gap; nothing is numbered twice.
"""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

TAKE_BLOCK = text("""
    INSERT INTO number_series (prefix, on_date, last) VALUES (:prefix, :on_date, :size)
    ON CONFLICT (prefix, on_date) DO UPDATE SET last = number_series.last + :size
    RETURNING last
""")


class NumberSeries:
    def __init__(self, *, engine: AsyncEngine, prefix: str, block: int = 200) -> None:
        self._engine = engine
        self._prefix = prefix
        self._block = block
        self._on: date | None = None
        self._next = 0
        self._last = -1

    async def take(self, count: int, *, on: date) -> list[str]:
        """`count` numbers of the day `on` (company time zone)."""
        while self._on != on or self._last - self._next + 1 < count:
            await self._fill(max(self._block, count), on)
        first, self._next = self._next, self._next + count
        return [f"{self._prefix}-{on:%Y%m%d}-{number:06d}" for number in range(first, first + count)]

    async def _fill(self, size: int, on: date) -> None:
        async with self._engine.begin() as connection:
            last = (await connection.execute(TAKE_BLOCK, {"prefix": self._prefix, "on_date": on, "size": size})).scalar_one()
        # Between the statement and here another request may have filled too; its rest is a gap.
        self._on, self._next, self._last = on, last - size + 1, last
