"""The pusher: tells shops what was shipped. Each shop has a teller of its own, so that a slow shop keeps nobody else waiting."""

import asyncio
import random
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from channels.queries.write_backs import list_due_shops
from channels.use_cases.claim_write_back import claim_write_back
from channels.use_cases.note_attempt import note_attempt
from channels.use_cases.tell_shop import tell_shop
from chassis.clock import real_time
from chassis.context import Context
from chassis.jobs import Job

log = structlog.get_logger()
NAME = "channels.push-write-backs"
TELLERS = "tellers"
MOST_TELLERS = 50
MOST_IN_A_ROW = 200


async def _run(context: Context) -> None:
    tellers: dict[str, asyncio.Task[None]] = context.parts.setdefault(TELLERS, {})
    async with AsyncSession(context.engine) as reader:
        due = await list_due_shops(reader, now=context.clock.now())
    for shop_id in due:
        if shop_id not in tellers and len(tellers) < MOST_TELLERS:
            teller = context.spawn(_tell_all(context, shop_id))
            tellers[shop_id] = teller
            teller.add_done_callback(lambda done, shop_id=shop_id: _forget(tellers, shop_id, done))


def _forget(tellers: dict[str, asyncio.Task[None]], shop_id: str, done: asyncio.Task[None]) -> None:
    tellers.pop(shop_id, None)
    if not done.cancelled() and (error := done.exception()) is not None:
        log.warning("teller stopped", shop_id=shop_id, error=repr(error))


async def _tell_all(context: Context, shop_id: str) -> None:
    for _ in range(MOST_IN_A_ROW):
        async with context.new_system_uow(NAME) as uow:
            errand = await claim_write_back(uow, shop_id=shop_id)
            await uow.commit()
        if errand is None:
            return
        # The platforms check the time of a request against the real clock, not against our business clock.
        attempt = await tell_shop(
            context.parts["outside"], notice=errand.notice, access=errand.access, unsure=errand.unsure, now=real_time()
        )
        async with context.new_system_uow(NAME) as uow:
            await note_attempt(
                uow,
                write_back_id=errand.write_back_id,
                claimed_at=errand.claimed_at,
                outcome=attempt.outcome,
                unsure=attempt.unsure,
                pause_factor=random.uniform(1.0, 1.2),  # noqa: S311 - spreads retries, protects nothing
            )
            await uow.commit()
        await asyncio.sleep(attempt.rest or context.parts["write_back_pause"])


PUSH_WRITE_BACKS = Job(name="push-write-backs", every=timedelta(milliseconds=500), run=_run)
