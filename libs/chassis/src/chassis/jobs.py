"""Timed jobs, by APScheduler. A job runs in one process of a service at a time (an advisory lock), and is safe to run twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.context import Context
from chassis.database import is_down
from chassis.metrics import JOB_RUNS

log = structlog.get_logger()
LOCK = text("SELECT pg_try_advisory_lock(hashtext('job:' || :name || current_schema()))")
UNLOCK = text("SELECT pg_advisory_unlock(hashtext('job:' || :name || current_schema()))")
AT_ONCE = 8
"""A job holds two connections, one for its lock and one for its work, of a pool of twenty. Once a minute all jobs are due in one second: if each
took its lock's first, none would be left for the work, and requests would wait with them until the pool gives up."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """`run` gets the context; it opens a unit of work for each thing it does. `every` counts from the end of the last start."""

    name: str
    every: timedelta
    run: Callable[[Context], Awaitable[None]]


def schedule(jobs: list[Job], *, context: Context) -> AsyncIOScheduler:
    # A job that takes longer than its interval leaves a turn out, as it should: no word of it each time. Failures are told by run_alone.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(job: Job) -> None:
        async with turns:
            await run_alone(job, context)

    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in jobs:
        scheduler.add_job(  # pyright: ignore[reportUnknownMemberType] - APScheduler 3 has no types
            in_turn,
            "interval",
            seconds=job.every.total_seconds(),
            args=[job],
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    return scheduler


async def run_alone(job: Job, context: Context) -> None:
    try:
        await _run_locked(job, context=context, engine=context.engine)
    except Exception as error:
        JOB_RUNS.labels(context.name, job.name, "failed").inc()
        if is_down(error):
            log.warning("job waits for the database", job=job.name, error=str(error))
        else:
            log.exception("job failed", job=job.name)


async def _run_locked(job: Job, *, context: Context, engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        if not await connection.scalar(LOCK, {"name": job.name}):
            return
        try:
            await job.run(context)
            JOB_RUNS.labels(context.name, job.name, "ran").inc()
        finally:
            await connection.execute(UNLOCK, {"name": job.name})
