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


async def test_all_that_are_due_in_one_moment_leave_the_pool_to_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, done = 0, 0, set[str]()

    async def work(job: Job, context: Context) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        done.add(job.name)

    monkeypatch.setattr(jobs, "run_alone", work)
    many = [Job(name=f"job-{number}", every=timedelta(seconds=0.1), run=lambda _: asyncio.sleep(0)) for number in range(30)]
    scheduler = schedule(many, context=cast(Context, None))
    scheduler.start()
    async with asyncio.timeout(10):
        while len(done) < len(many):
            await asyncio.sleep(0.02)
    scheduler.shutdown(wait=False)
    assert most == jobs.AT_ONCE
