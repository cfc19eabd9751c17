import asyncio
from datetime import timedelta
from typing import cast

import pytest

from chassis import jobs
from chassis.context import Context
from chassis.jobs import Job, schedule


async def test_a_turn_that_is_left_out_makes_no_noise(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    begun: list[str] = []

    async def take_long(job: Job, context: Context) -> None:
        begun.append(job.name)
        await asyncio.sleep(0.3)

    monkeypatch.setattr(jobs, "run_alone", take_long)
    scheduler = schedule([Job(name="slow", every=timedelta(seconds=0.05), run=lambda _: asyncio.sleep(0))], context=cast(Context, None))
    scheduler.start()
    await asyncio.sleep(0.25)
    scheduler.shutdown(wait=False)
    assert begun == ["slow"]
    assert caplog.messages == []
