"""When nothing is on its way any more: no message waits to be sent or taken in, and no job is about to go on with a case."""

import asyncio
from time import monotonic, sleep

import nats

from dianzhang.house import House
from tests.faults.books import rows

PATIENCE_SECONDS = 60.0
PAUSE = 0.05
QUIET_LOOKS = 2
"""A consumer that has just answered may not have written its own answer into the outbox yet, so one look is not enough."""


def become_quiet(house: House) -> None:
    """Raises AssertionError that says what is still on its way."""
    until, quiet = monotonic() + PATIENCE_SECONDS, 0
    while quiet < QUIET_LOOKS:
        waits = _unsent(house) or asyncio.run(_untaken(house)) or _stopped(house)
        quiet = 0 if waits else quiet + 1
        assert monotonic() < until, f"not quiet after {PATIENCE_SECONDS} s: {waits}"
        sleep(PAUSE)


def _unsent(house: House) -> list[str]:
    counts = " UNION ALL ".join(f"SELECT '{service}', count(*) FROM {service}.outbox" for service in house.services)
    return [f"{count} messages in the outbox of {service}" for service, count in rows(house, counts) if count]


def _stopped(house: House) -> list[str]:
    """Cases whose order the warehouse no longer has: a job pays them, or takes their pieces out, within two seconds."""
    found = rows(
        house,
        """
        SELECT c.number FROM orders.aftersales_case c JOIN orders.sales_order o ON o.id = c.order_id
        WHERE c.state = 'stopping' AND o.status NOT IN ('allocated', 'picked', 'packed') AND coalesce(o.pending, 'adjusting') = 'adjusting'
        """,
    )
    return [f"case {number} waits for its job" for (number,) in found]


async def _untaken(house: House) -> list[str]:
    connection = await nats.connect(house.nats_url)
    try:
        stream = connection.jetstream(timeout=PATIENCE_SECONDS)
        there = [
            one for found in await stream.streams_info() if found.config.name for one in await stream.consumers_info(found.config.name)
        ]
        return [
            f"{one.name}: {(one.num_pending or 0) + (one.num_ack_pending or 0)}" for one in there if one.num_pending or one.num_ack_pending
        ]
    finally:
        await connection.close()
