"""Consumers: message to use case, with the inbox row in the same transaction, so that a message takes effect once.

What has gathered is handled as one set in one transaction. When that fails, each message is tried alone: a transient failure is tried
again for as long as it takes, a poison message is set aside in the dead letters after MOST_ATTEMPTS, and never blocks the rest.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import httpx
import orjson
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import Error as JetStreamError
from opentelemetry import context as trace_context
from pydantic import ValidationError
from sqlalchemy import text

from chassis.broker import Broker
from chassis.database import is_bad_value, is_down, sqlstate
from chassis.ids import new_id, show_id
from chassis.metrics import DEAD_LETTERS, MESSAGE_LAG, MESSAGE_SECONDS, MESSAGES
from chassis.refusals import Unavailable
from chassis.tracing import context_of, request_id_var, tracer
from chassis.uow import UnitOfWork
from contracts.message import Message

log = structlog.get_logger()
MOST_ATTEMPTS = 6
LARGEST_SET = 64
ACK_WAIT_SECONDS = 20
LONGEST_PAUSE_SECONDS = 15.0
LONGEST_REASON = 500

NOTE_IN_INBOX = text("""
    INSERT INTO inbox (consumer, message_id, handled_at)
    SELECT :consumer, unnest(CAST(:ids AS uuid[])), :now
    ON CONFLICT DO NOTHING
    RETURNING message_id
""")
SET_ASIDE = text("""
    INSERT INTO dead_letter (id, consumer, subject, message_id, payload, headers, error, attempts, state, created_at)
    VALUES (:id, :consumer, :subject, :message_id, CAST(:payload AS jsonb), CAST(:headers AS jsonb), :error, :attempts, 'waiting', :now)
    ON CONFLICT (consumer, message_id) DO NOTHING
""")

M = TypeVar("M", bound=Message)
Handler = Callable[[UnitOfWork, Any], Awaitable[None]]
NewUnitOfWork = Callable[[str], UnitOfWork]


@dataclass(frozen=True, kw_only=True)
class Consumer:
    name: str
    message: type[Message]
    handle: Handler
    gather_seconds: float = 0.0
    lock: Callable[[UnitOfWork, Sequence[Any]], Awaitable[None]] | None = None
    one_by_one: bool = False


@dataclass(frozen=True, kw_only=True)
class Received:
    """A message off the broker, opened."""

    raw: Msg
    id: UUID
    headers: dict[str, str]

    @classmethod
    def of(cls, raw: Msg) -> "Received":
        headers = raw.headers or {}
        return cls(raw=raw, id=UUID(headers["ce-id"]), headers=headers)


class Consumers:
    """The consumers of one module: `@consumers.on(StockReserved, name="orders.note-reserved")`."""

    def __init__(self) -> None:
        self.all: list[Consumer] = []

    def on(
        self,
        message: type[M],
        *,
        name: str,
        gather_seconds: float = 0.0,
        lock: Callable[[UnitOfWork, Sequence[M]], Awaitable[None]] | None = None,
        one_by_one: bool = False,
    ) -> Callable[[Callable[[UnitOfWork, M], Awaitable[None]]], Callable[..., Awaitable[None]]]:
        """`name` is durable: renaming a consumer makes it read the whole stream again.

        `gather_seconds` is for news that nobody waits for: under load they then cost one transaction for many instead of one each.
        Many messages are handled in one transaction. `lock` is called before the first of several: it locks the rows of all, in the order in
        which everybody locks them, so that nobody waits for ever. `one_by_one` is for those that come seldom: a transaction for each.
        """

        def register(handle: Callable[[UnitOfWork, M], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
            self.all.append(
                Consumer(name=name, message=message, handle=handle, gather_seconds=gather_seconds, lock=lock, one_by_one=one_by_one)
            )
            return handle

        return register


class ConsumerRunner:
    """Runs one consumer. Replicas of a service share its durable consumer, each message goes to one of them."""

    def __init__(self, consumer: Consumer, *, service: str, broker: Broker, new_uow: NewUnitOfWork) -> None:
        self._consumer = consumer
        self._service = service
        self._broker = broker
        self._new_uow = new_uow
        self._arrived: asyncio.Queue[Msg] = asyncio.Queue()
        # How often each message failed by itself. Not the broker's count of deliveries, which an outage raises too.
        self._failures: dict[UUID, int] = {}

    async def run(self) -> None:
        await self._subscribe()
        while True:
            batch = [await self._arrived.get()]
            if self._consumer.gather_seconds:
                await asyncio.sleep(self._consumer.gather_seconds)
            while not self._consumer.one_by_one and len(batch) < LARGEST_SET and not self._arrived.empty():
                batch.append(self._arrived.get_nowait())
            with MESSAGE_SECONDS.labels(self._service, self._consumer.name).time():
                try:
                    waiting = batch[-1].metadata.num_pending + self._arrived.qsize()
                    MESSAGE_LAG.labels(self._service, self._consumer.name).set(waiting)
                    await self._take(batch)
                except Exception:  # the broker went away in the middle: it delivers again what was not acknowledged
                    log.exception("messages not settled", consumer=self._consumer.name)

    async def _subscribe(self) -> None:
        subject = self._consumer.message.subject
        durable = self._consumer.name.replace(".", "-")
        while True:
            try:
                stream_name = await self._broker.ensure_stream(subject)
                stream = await self._broker.jetstream()
                await stream.subscribe(
                    subject,
                    queue=durable,
                    durable=durable,
                    stream=stream_name,
                    manual_ack=True,
                    cb=self._arrived.put,
                    pending_msgs_limit=-1,
                    pending_bytes_limit=-1,
                    config=ConsumerConfig(
                        ack_policy=AckPolicy.EXPLICIT,
                        deliver_policy=DeliverPolicy.ALL,
                        ack_wait=ACK_WAIT_SECONDS,
                        max_deliver=-1,
                        max_ack_pending=LARGEST_SET * 2,
                    ),
                )
                return
            except (NatsError, JetStreamError, OSError, TimeoutError) as error:
                log.warning("consumer not subscribed yet", consumer=self._consumer.name, error=str(error))
                await asyncio.sleep(1)

    async def _take(self, batch: Sequence[Msg]) -> None:
        received: list[Received] = []
        for raw in batch:
            try:
                received.append(Received.of(raw))
            except (KeyError, ValueError):
                log.exception("message without a CloudEvents id dropped", consumer=self._consumer.name, subject=raw.subject)
                await raw.term()
        if not received:
            return
        try:
            await self.handle_set(received)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises must not end the consumer
            if len(received) == 1:
                await self._note_failure(received[0], error)
                return
            for message in received:
                await self._take([message.raw])
            return
        for message in received:
            self._failures.pop(message.id, None)
            await message.raw.ack()
        MESSAGES.labels(self._service, self._consumer.name, "handled").inc(len(received))

    async def handle_set(self, received: Sequence[Received]) -> None:
        """In one transaction: all of them, or none."""
        async with self._new_uow(self._consumer.name) as uow:
            fresh = await note_in_inbox(uow, consumer=self._consumer.name, ids=[message.id for message in received])
            if self._consumer.lock is not None and len(fresh) > 1:
                told = [message.raw.data for message in received if message.id in fresh]
                await self._consumer.lock(uow, [self._consumer.message.model_validate_json(one) for one in told])
            for message in received:
                if message.id not in fresh:
                    continue
                fresh.discard(message.id)
                await run_handler(self._consumer, uow, payload=message.raw.data, headers=message.headers)
            await uow.commit()

    async def _note_failure(self, message: Received, error: Exception) -> None:
        transient = is_down(error) or isinstance(error, Unavailable | httpx.TransportError | NatsError)
        failures = self._failures.pop(message.id, 0) + (not transient)
        log.warning("message failed", consumer=self._consumer.name, id=str(message.id), failures=failures, error=reason_of(error))
        if isinstance(error, ValidationError) or failures >= MOST_ATTEMPTS:
            try:
                await self._set_aside(message, error=error, attempts=failures)
            except Exception:
                log.exception("dead letter not written", consumer=self._consumer.name, id=str(message.id))
            else:
                await message.raw.ack()
                return
        if failures:
            self._failures[message.id] = failures
        MESSAGES.labels(self._service, self._consumer.name, "failed").inc()
        await message.raw.nak(delay=pause_after(message.raw.metadata.num_delivered))

    async def _set_aside(self, message: Received, *, error: Exception, attempts: int) -> None:
        async with self._new_uow(self._consumer.name) as uow:
            letter_id = new_id()
            await uow.session.execute(
                SET_ASIDE,
                {
                    "id": letter_id,
                    "consumer": self._consumer.name,
                    "subject": message.raw.subject,
                    "message_id": message.id,
                    "payload": message.raw.data.decode(),
                    "headers": orjson.dumps(message.headers).decode(),
                    "error": reason_of(error),
                    "attempts": attempts,
                    "now": uow.now,
                },
            )
            uow.changed("dead_letter", show_id("dlt", letter_id))
            await uow.commit()
        DEAD_LETTERS.labels(self._service, self._consumer.name).inc()


def pause_after(deliveries: int) -> float:
    """In seconds, and never an overflow: a message may be delivered for days."""
    return min(0.1 * 2 ** min(deliveries, 10), LONGEST_PAUSE_SECONDS)


def reason_of(error: Exception) -> str:
    """What went wrong, for a person who looks into it; without the values of the message, which may be somebody's name."""
    if isinstance(error, ValidationError):
        told = ", ".join(f"{'.'.join(map(str, entry['loc']))} {entry['type']}" for entry in error.errors(include_input=False))
    elif is_bad_value(error):
        told = f"SQLSTATE {sqlstate(error)}"
    else:
        # Of what PostgreSQL says the first line names the constraint, the second cites the values.
        told = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {told}"[:LONGEST_REASON]


async def note_in_inbox(uow: UnitOfWork, *, consumer: str, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that this consumer has not handled yet."""
    # Sorted, so that two replicas that got the same messages wait for each other in one order.
    rows = await uow.session.execute(NOTE_IN_INBOX, {"consumer": consumer, "ids": sorted(ids), "now": uow.now})
    return set(rows.scalars())


async def run_handler(consumer: Consumer, uow: UnitOfWork, *, payload: bytes, headers: dict[str, str]) -> None:
    """Goes on in the request and trace that the message came from. Raises ValidationError for a message that is not one."""
    token = request_id_var.set(headers.get("request-id", ""))
    attached = trace_context.attach(context_of(headers))
    try:
        with tracer.start_as_current_span(consumer.name):
            await consumer.handle(uow, consumer.message.model_validate_json(payload))
    finally:
        trace_context.detach(attached)
        request_id_var.reset(token)
