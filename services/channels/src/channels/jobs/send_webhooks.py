"""Sends webhooks. A slow receiver holds its own messages only."""

import asyncio
import random
from datetime import timedelta

import structlog

from channels.domain.parcel import Parcel
from channels.use_cases.claim_webhook_deliveries import claim_webhook_deliveries
from channels.use_cases.note_webhook_attempt import note_webhook_attempt
from channels.use_cases.send_webhook import send_webhook
from chassis.clock import real_time
from chassis.context import Context
from chassis.jobs import Job

log = structlog.get_logger()
NAME = "channels.send-webhooks"
CARRIERS = "carriers"
MOST_UNDERWAY = 100


async def _run(context: Context) -> None:
    carriers: set[asyncio.Task[None]] = context.parts.setdefault(CARRIERS, set())
    room = MOST_UNDERWAY - len(carriers)
    if room <= 0:
        return
    async with context.new_system_uow(NAME) as uow:
        parcels = await claim_webhook_deliveries(uow, limit=room)
        await uow.commit()
    for parcel in parcels:
        carrier = context.spawn(_carry(context, parcel))
        carriers.add(carrier)
        carrier.add_done_callback(lambda done: _forget(carriers, done))


def _forget(carriers: set[asyncio.Task[None]], done: asyncio.Task[None]) -> None:
    carriers.discard(done)
    if not done.cancelled() and (error := done.exception()) is not None:
        log.warning("webhook not settled", error=repr(error))


async def _carry(context: Context, parcel: Parcel) -> None:
    sent = await send_webhook(context.parts["outside"], parcel=parcel, real_now=real_time())
    async with context.new_system_uow(NAME) as uow:
        await note_webhook_attempt(
            uow,
            endpoint_id=parcel.endpoint_id,
            delivery_id=parcel.delivery_id,
            status=sent.status,
            error=sent.error,
            retry_after=sent.retry_after,
            pause_factor=random.uniform(1.0, 1.2),  # noqa: S311 - spreads retries, protects nothing
        )
        await uow.commit()


SEND_WEBHOOKS = Job(name="send-webhooks", every=timedelta(milliseconds=500), run=_run)
