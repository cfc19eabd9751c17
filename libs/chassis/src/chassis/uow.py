"""The unit of work: one transaction, with what must leave it (messages, audit, live notices) written or sent with it.

Only the edge (a route, a consumer, a job) opens one and commits it. Use cases get it, and never commit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from types import TracebackType
from typing import Self
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from chassis.actor import Actor
from chassis.envelopes import in_parts
from chassis.ids import new_id
from chassis.live import LiveNotices
from chassis.sealing import Sealer
from chassis.tracing import request_id_var, trace_headers
from contracts.message import Message

# One statement for all that leaves, for each costs a round trip. One NOTIFY a commit: it takes a lock that all commits of the database share.
WRITE_LEAVING = text("""
    WITH audited AS (
        INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, noun, noun_id, before, after, reason, request_id)
        SELECT id, :now, actor_kind, actor_id, actor_name, action, noun, noun_id, before, after, reason, request_id
        FROM jsonb_to_recordset(CAST(:audit AS jsonb)) AS r(
            id uuid, actor_kind text, actor_id text, actor_name text, action text, noun text, noun_id text, before jsonb, after jsonb,
            reason text, request_id text)
    ), sent AS (
        INSERT INTO outbox (message_id, subject, payload, headers, created_at)
        SELECT message_id, subject, payload, headers, :now
        FROM unnest(CAST(:ids AS uuid[]), CAST(:subjects AS text[]), CAST(:payloads AS text[]), CAST(:headers AS text[]))
            AS m(message_id, subject, payload, headers)
        RETURNING 1
    )
    SELECT pg_notify('outbox_' || current_schema(), '') WHERE EXISTS (SELECT FROM sent)
""")


@dataclass(kw_only=True)
class Frame:
    """Who does it, and when; days are those of the company's `zone`."""

    now: datetime
    actor: Actor
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """`payload` and `headers` are JSON texts: nothing between here and the broker looks into them."""

    message_id: UUID
    subject: str
    payload: str
    headers: str


@dataclass(kw_only=True)
class Leaving:
    """What leaves with the commit."""

    messages: list[OutboxRow] = field(default_factory=list[OutboxRow])
    audit: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    changed: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    at_commit: dict[str, Callable[[], None]] = field(default_factory=dict[str, Callable[[], None]])


class UnitOfWork:
    """`session` for the store; `publish`, `audit` and `changed` for what leaves with the commit."""

    def __init__(self, *, engine: AsyncEngine, live: LiveNotices, frame: Frame, sealer: Sealer) -> None:
        self.session = AsyncSession(engine, expire_on_commit=False)
        self.frame = frame
        self.sealer = sealer
        self._live = live
        self._leaving = Leaving()

    @property
    def now(self) -> datetime:
        return self.frame.now

    @property
    def today(self) -> date:
        """The company's day."""
        return self.now.astimezone(self.frame.zone).date()

    @property
    def actor(self) -> Actor:
        return self.frame.actor

    def publish(self, *messages: Message) -> None:
        """Events and commands. They are sent after the commit, at least once, and never when it fails."""
        for message in messages:
            self._send(type(message), message.model_dump_json())

    def publish_plain(self, message: type[Message], payload: dict[str, object]) -> None:
        """For the hot path: `payload` is the message's JSON form already. A test of the caller holds it to `message`.

        An envelope of 500 parts built and dumped as models costs more than the rows of its orders.
        """
        self._send(message, orjson.dumps(payload).decode())

    def _send(self, message: type[Message], payload: str) -> None:
        headers = orjson.dumps(trace_headers()).decode()
        self._leaving.messages += [
            OutboxRow(message_id=new_id(), subject=message.subject, payload=part, headers=headers) for part in in_parts(message, payload)
        ]

    def audit(
        self,
        action: str,
        *,
        noun: str,
        noun_id: UUID | str,
        before: dict[str, object] | None = None,
        after: dict[str, object] | None = None,
        reason: str | None = None,
        actor: Actor | None = None,
        request_id: str | None = None,
    ) -> None:
        """Rule SYS-2. `before` and `after` hold the fields that changed; never personal data in the clear.

        `actor` and `request_id` are for a unit of work that carries requests of several; else they are its own.
        """
        actor = actor or self.actor
        who = {"actor_kind": actor.kind, "actor_id": actor.id, "actor_name": actor.name, "request_id": request_id or request_id_var.get()}
        what = {"action": action, "noun": noun, "noun_id": str(noun_id), "before": before, "after": after, "reason": reason}
        self._leaving.audit.append({"id": str(new_id()), **what, **who})

    def changed(self, noun: str, *ids: str) -> None:
        """Tell open screens, after the commit, that these may have changed."""
        self._leaving.changed.setdefault(noun, set()).update(ids)

    def at_commit(self, what: str, publish: Callable[[], None]) -> None:
        """Calls `publish` right before the commit, once for each `what`: for news that each message of a set would make older."""
        self._leaving.at_commit[what] = publish

    async def commit(self) -> None:
        await self.session.flush()
        for publish in self._leaving.at_commit.values():
            publish()
        await write_leaving(self.session, self._leaving, now=self.now)
        await self.session.commit()
        leaving, self._leaving = self._leaving, Leaving()
        for noun, ids in leaving.changed.items():
            await self._live.tell(noun, ids)

    async def rollback(self) -> None:
        self._leaving = Leaving()
        await self.session.rollback()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.session.close()


async def write_leaving(session: AsyncSession, leaving: Leaving, *, now: datetime) -> None:
    if not leaving.audit and not leaving.messages:
        return
    await session.execute(
        WRITE_LEAVING,
        {
            "audit": orjson.dumps(leaving.audit, default=str).decode(),
            "ids": [message.message_id for message in leaving.messages],
            "subjects": [message.subject for message in leaving.messages],
            "payloads": [message.payload for message in leaving.messages],
            "headers": [message.headers for message in leaving.messages],
            "now": now,
        },
    )
