"""The relay: takes what commits left in the outbox to JetStream. At least once; JetStream and the inbox drop the doubles.

It wakes on NOTIFY (polling alone costs 260 ms at the median) and sends up to 500 messages in flight. One process of a service relays at a
time (a session advisory lock), so that messages of a noun keep their order.
"""

import asyncio
import contextlib

import asyncpg
import orjson
import structlog
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError
from sqlalchemy.engine import make_url

from chassis.broker import Broker, NoStreamResponseError, cloud_event_headers
from chassis.metrics import DEAD_LETTERS, OUTBOX_PENDING

log = structlog.get_logger()
MOST_IN_FLIGHT = 500
POLL_SECONDS = 1.0
RESTART_SECONDS = 0.5
ACK_SECONDS = 10.0

TAKE = """
    SELECT id, message_id::text, subject, payload, headers, created_at FROM outbox ORDER BY id LIMIT $1
"""

SET_ASIDE = """
    WITH gone AS (DELETE FROM outbox WHERE id = ANY($1::bigint[]) RETURNING *)
    INSERT INTO dead_letter AS letter (id, consumer, subject, message_id, payload, headers, error, attempts, state, created_at)
    SELECT gen_random_uuid(), $2, subject, message_id, CAST(payload AS jsonb), CAST(headers AS jsonb), $3, 1, 'waiting', created_at FROM gone
    ON CONFLICT (consumer, message_id) DO UPDATE
        SET state = 'waiting', attempts = letter.attempts + 1, decided_at = NULL, decided_by = NULL
"""


def relay_name(service: str) -> str:
    """In whose name the relay sets messages aside."""
    return f"{service}.relay"


class Relay:
    def __init__(self, *, service: str, database_url: str, broker: Broker) -> None:
        self._service = service
        self._url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._broker = broker
        self._wake = asyncio.Event()

    async def run(self) -> None:
        while True:
            try:
                await self._run_connected()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, NatsError, TimeoutError) as error:
                log.warning("relay interrupted", error=str(error) or type(error).__name__)
            await asyncio.sleep(RESTART_SECONDS)

    async def _run_connected(self) -> None:
        await self._broker.jetstream()
        connection = await asyncpg.connect(self._url, timeout=5)
        try:
            if not await connection.fetchval("SELECT pg_try_advisory_lock(hashtext('relay:' || current_schema()))"):
                # Another process of this service relays; this one takes over when it is gone.
                return
            schema = await connection.fetchval("SELECT current_schema()")
            await connection.add_listener(f"outbox_{schema}", self._note)
            while True:
                self._wake.clear()
                # A full set may have left some behind; what is written after a set was taken wakes us by its own NOTIFY.
                if await self._send(connection) < MOST_IN_FLIGHT:
                    # Not wait_for: Python 3.11's loses a cancellation that comes together with the wake.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(POLL_SECONDS):
                            await self._wake.wait()
        finally:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await connection.close(timeout=2)

    def _note(self, *_: object) -> None:
        self._wake.set()

    async def _send(self, connection: asyncpg.Connection) -> int:
        """Sends one set and forgets what was acknowledged; returns how many. Raises when nothing at all could be sent."""
        rows = await connection.fetch(TAKE, MOST_IN_FLIGHT)
        OUTBOX_PENDING.labels(self._service).set(len(rows))
        if not rows or not self._broker.is_up:
            # While the broker is down nothing is handed to its client, which would only keep it in memory.
            return 0
        answers = await self._publish(rows)
        sent = [row["id"] for row, answer in zip(rows, answers, strict=True) if not isinstance(answer, BaseException)]
        too_long = [row["id"] for row, answer in zip(rows, answers, strict=True) if isinstance(answer, MaxPayloadError)]
        failures = [answer for answer in answers if isinstance(answer, BaseException) and not isinstance(answer, MaxPayloadError)]
        if sent:
            await connection.execute("DELETE FROM outbox WHERE id = ANY($1::bigint[])", sent)
        if too_long:
            # They would stand at the head of the line for ever.
            log.error("messages longer than the broker takes are set aside", count=len(too_long))
            await connection.execute(SET_ASIDE, too_long, relay_name(self._service), "MaxPayloadError: longer than the broker takes")
            DEAD_LETTERS.labels(self._service, relay_name(self._service)).inc(len(too_long))
        if failures:
            if any(isinstance(failure, NoStreamResponseError) for failure in failures):
                self._broker.forget_streams()
            log.warning("messages not acknowledged, they will be sent again", count=len(failures), error=repr(failures[0]))
            await asyncio.sleep(0.5)
        return len(sent)

    async def _publish(self, rows: list[asyncpg.Record]) -> list[object]:
        """The acknowledgement of each, or the exception in its place. Raises when the broker went away in the middle."""
        acknowledgements: list[asyncio.Future[object]] = []
        try:
            for row in rows:
                headers = cloud_event_headers(
                    message_id=row["message_id"],
                    subject=row["subject"],
                    source=self._service,
                    time=row["created_at"].isoformat(),
                    extra=orjson.loads(row["headers"]),
                )
                acknowledgements.append(await self._broker.publish_durably(row["subject"], row["payload"].encode(), headers))
            async with asyncio.timeout(ACK_SECONDS):
                return await asyncio.gather(*acknowledgements, return_exceptions=True)
        finally:
            # nats-py lets so many wait at a time: what nobody waits for any more must not keep its place.
            for acknowledgement in acknowledgements:
                acknowledgement.cancel()
