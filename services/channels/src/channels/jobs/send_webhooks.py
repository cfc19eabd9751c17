"""Sends webhooks. A slow receiver holds its own messages, and at most MOST_EACH of the ways out."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

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
UNDERWAY = "webhooks underway"
MOST_UNDERWAY, MOST_EACH = 100, 30
MOMENT_SECONDS = 0.05


async def _run(context: Context) -> None:
    """On and on while receivers are quick: the next ones leave as soon as there is room."""
    underway: Counter[UUID] = context.parts.setdefault(UNDERWAY, Counter())
    while parcels := await _claimed(context, underway):
        for parcel in parcels:
            underway[parcel.endpoint_id] += 1
            carrier = context.spawn(_carry(context, parcel))
            carrier.add_done_callback(lambda done, endpoint_id=parcel.endpoint_id: _forget(underway, endpoint_id, done))
        await asyncio.sleep(MOMENT_SECONDS)


async def _claimed(context: Context, underway: Counter[UUID]) -> list[Parcel]:
    async with context.new_system_uow(NAME) as uow:
        parcels = await claim_webhook_deliveries(uow, underway=underway, most_each=MOST_EACH, most=MOST_UNDERWAY)
        await uow.commit()
    return parcels


def _forget(underway: Counter[UUID], endpoint_id: UUID, done: asyncio.Task[None]) -> None:
    underway[endpoint_id] -= 1
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
