"""kill -9 on each part in turn while orders come in and parcels leave: nothing accepted is lost, nothing is done twice."""

import asyncio

import pytest

from tests.faults.patience import stretched
from tests.faults.scene import Scene

PARTS = ("orders", "warehouse", "channels", "catalog", "people", "nats", "postgres", "gateway")
DOWN_SECONDS = 1.5
SEEN_BY_CALLERS = ("orders", "warehouse", "postgres", "gateway")
"""Without these some callers must have been told to come again; without the others intake and the desk work on."""


@pytest.mark.timeout(stretched(150))
@pytest.mark.parametrize("part", PARTS)
async def test_a_killed_part_loses_nothing_and_repeats_nothing(scene: Scene, part: str) -> None:
    async with scene.at_work(part) as work:
        await work.until_accepted(12)
        await work.until_shipped(3)
        scene.house.kill(part)
        await asyncio.sleep(DOWN_SECONDS)
        await asyncio.to_thread(scene.house.restart, part)
        await work.until_accepted(12)
        await work.until_shipped(3)
    assert work.wrong() == []
    assert scene.wrong() == []
    assert part not in SEEN_BY_CALLERS or work.troubles > 0, "nobody noticed: was anything killed?"


@pytest.mark.timeout(stretched(200))
async def test_all_parts_killed_one_after_the_other(scene: Scene) -> None:
    async with scene.at_work("all") as work:
        await work.until_accepted(10)
        for part in PARTS:
            scene.house.kill(part)
            await asyncio.sleep(DOWN_SECONDS / 2)
            await asyncio.to_thread(scene.house.restart, part)
            await work.until_accepted(5)
    assert work.wrong() == []
    assert scene.wrong() == []
