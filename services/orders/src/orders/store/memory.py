"""What one process keeps in memory of its database: what review knows, and a block of order numbers. One for each engine."""

from collections.abc import Sequence
from datetime import datetime
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.numbers import NumberSeries
from chassis.uow import UnitOfWork
from orders.domain.knowledge import Knowledge

NUMBER_PREFIX = "SO"
# A block costs a commit of its own; what a restart leaves of it is a gap in the numbers and nothing else.
NUMBERS_AT_ONCE = 2_000
DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


class Memory:
    def __init__(self, engine: AsyncEngine) -> None:
        self.zone = DEFAULT_ZONE
        self.knowledge: Knowledge | None = None
        self._series = NumberSeries(engine=engine, prefix=NUMBER_PREFIX, block=NUMBERS_AT_ONCE)

    async def numbers(self, count: int, *, now: datetime) -> Sequence[str]:
        return await self._series.take(count, on=now.astimezone(self.zone).date())


_memories: WeakKeyDictionary[AsyncEngine, Memory] = WeakKeyDictionary()


def memory_of(engine: AsyncEngine) -> Memory:
    memory = _memories.get(engine)
    if memory is None:
        memory = _memories[engine] = Memory(engine)
    return memory


def memory_behind(uow: UnitOfWork) -> Memory:
    engine = uow.session.bind
    assert isinstance(engine, AsyncEngine)
    return memory_of(engine)
