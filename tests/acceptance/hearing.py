"""What the services tell each other, as another service would hear it."""

import asyncio
from typing import TypeVar

import nats
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from contracts.message import Message
from dianzhang.house import House

BUSY_SECONDS = 30
M = TypeVar("M", bound=Message)


def everything_told(house: House, message: type[M]) -> list[M]:
    """All that were ever told, read from the beginning."""
    return asyncio.run(_read(house, message))


async def _read(house: House, message: type[M]) -> list[M]:
    connection = await nats.connect(house.nats_url)
    reader = await connection.jetstream(timeout=BUSY_SECONDS).pull_subscribe(
        message.subject,
        config=ConsumerConfig(deliver_policy=DeliverPolicy.ALL, ack_policy=AckPolicy.NONE, inactive_threshold=10),
    )
    told: list[M] = []
    try:
        while True:
            told += [message.model_validate_json(one.data) for one in await reader.fetch(100, timeout=0.5)]
    except TimeoutError:  # the library's own, and asyncio's when the machine is busy: nothing came in time
        return told
    finally:
        await connection.close()
