"""Joining requests: whatever happens to the writer, nobody waits for ever."""

import asyncio
from collections.abc import Sequence

import pytest

from chassis.joined import JoinedWriter, OutcomeUnknown, WriterBusy


async def test_concurrent_items_share_a_set_and_each_gets_its_own_answer() -> None:
    sets: list[list[int]] = []

    async def write(items: Sequence[int]) -> list[int]:
        sets.append(list(items))
        await asyncio.sleep(0.01)
        return [item * 10 for item in items]

    writer = JoinedWriter[int, int](write)
    assert await asyncio.gather(*(writer.submit(item) for item in range(20))) == [item * 10 for item in range(20)]
    assert len(sets) < 5


async def test_a_set_that_fails_fails_for_all_of_it_and_the_next_is_written() -> None:
    async def write(items: Sequence[int]) -> list[int]:
        if 13 in items:
            raise ValueError("thirteen")
        return list(items)

    writer = JoinedWriter[int, int](write)
    answers = await asyncio.gather(writer.submit(1), writer.submit(13), return_exceptions=True)
    assert all(isinstance(answer, ValueError) for answer in answers)
    assert await writer.submit(2) == 2


async def test_too_few_answers_leave_nobody_waiting() -> None:
    async def write(items: Sequence[int]) -> list[int]:
        return []

    with pytest.raises(ValueError, match="shorter"):
        async with asyncio.timeout(1):
            await JoinedWriter[int, int](write).submit(1)


@pytest.mark.parametrize("turns", [1, 2, 4])
async def test_a_writer_that_is_stopped_answers_all_who_wait(turns: int) -> None:
    async def write(items: Sequence[int]) -> list[int]:
        await asyncio.sleep(60)
        return list(items)

    writer = JoinedWriter[int, int](write, largest_set=2)
    waiting = [asyncio.create_task(writer.submit(item)) for item in range(5)]
    for _ in range(turns):
        await asyncio.sleep(0)
    [writing] = asyncio.all_tasks() - {asyncio.current_task(), *waiting}
    writing.cancel()
    async with asyncio.timeout(1):
        answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(answer) for answer in answers} <= {OutcomeUnknown, WriterBusy}
