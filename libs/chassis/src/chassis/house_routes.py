"""Routes every service has: health, readiness, metrics, the live stream, the audit trail, dead letters."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text

from chassis.actor import Actor
from chassis.auth import CurrentActor, no_permission_needed, requires
from chassis.consumers import Consumer, note_in_inbox, run_handler
from chassis.context import context_of_request
from chassis.ids import prefixed
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.refusals import Conflict, NotFound
from chassis.routes import Here, Reader, Uow, transactional_router

DeadLetterId = Annotated[UUID, *prefixed("dlt")]
AuditEntryId = Annotated[UUID, *prefixed("aud")]

FIND_AUDIT = text("""
    SELECT id, at, actor_kind, actor_id, actor_name, action, noun, noun_id, before, after, reason, request_id
    FROM audit_entry
    WHERE (CAST(:noun AS text) IS NULL OR noun = :noun) AND (CAST(:noun_id AS text) IS NULL OR noun_id = :noun_id)
      AND (CAST(:at AS timestamptz) IS NULL OR (at, id) < (:at, CAST(:id AS uuid)))
    ORDER BY at DESC, id DESC LIMIT :limit
""")
FIND_LETTERS = text("""
    SELECT id, consumer, subject, payload, error, attempts, state, created_at, decided_at, decided_by
    FROM dead_letter
    WHERE state = :state AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, CAST(:id AS uuid)))
    ORDER BY created_at DESC, id DESC LIMIT :limit
""")
LOCK_LETTER = text("SELECT id, consumer, message_id, payload::text AS payload, headers, state FROM dead_letter WHERE id = :id FOR UPDATE")
DECIDE_LETTER = text("UPDATE dead_letter SET state = :state, decided_at = :now, decided_by = :by WHERE id = :id")


class AuditEntryOut(BaseModel):
    id: AuditEntryId
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    noun: str
    noun_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    request_id: str


class DeadLetterOut(BaseModel):
    id: DeadLetterId
    consumer: str
    subject: str
    payload: dict[str, Any]
    error: str
    attempts: int
    state: str
    created_at: datetime
    decided_at: datetime | None
    decided_by: str | None


class DeadLetterDecided(Conflict):
    code = "dead_letter_decided"
    zh = "该消息已处理过（{state}）。"
    en = "This message was dealt with already ({state})."


def probe_router() -> APIRouter:
    """Health, readiness, metrics: for the machine around us, not part of the published API."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health", dependencies=[Depends(no_permission_needed)])
    async def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @router.get("/ready", dependencies=[Depends(no_permission_needed)])
    async def ready(request: Request) -> Response:
        context = context_of_request(request)
        async with context.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return PlainTextResponse("ready" if context.broker.is_up else "ready, events wait: NATS is not reachable")

    @router.get("/metrics", dependencies=[Depends(no_permission_needed)])
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


def live_router() -> APIRouter:
    router = APIRouter(prefix="/v1/live", tags=["live"])

    @router.get("", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}})
    async def follow_changes(_: CurrentActor, context: Here) -> StreamingResponse:
        """Notices `{"noun": …, "ids": […]}` of all services, as server-sent events named `changed`."""
        return StreamingResponse(context.live.stream(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    return router


def audit_router(service: str) -> APIRouter:
    router = transactional_router("/v1/audit-entries", tag="audit_entries")

    @router.get("")
    async def list_audit_entries(
        reader: Reader,
        paging: Paging,
        _: Annotated[Actor, Depends(requires(f"{service}.audit.read"))],
        noun: Annotated[str | None, Query(max_length=60)] = None,
        noun_id: Annotated[str | None, Query(max_length=100)] = None,
    ) -> Page[AuditEntryOut]:
        """Who changed what, when, and why; newest first."""
        at, entry_id = paging.after(datetime, UUID) or (None, None)
        rows = (
            await reader.execute(FIND_AUDIT, {"noun": noun, "noun_id": noun_id, "at": at, "id": entry_id, "limit": paging.limit + 1})
        ).mappings()
        entries = [AuditEntryOut.model_validate(dict(row)) for row in rows]
        last = entries[min(len(entries), paging.limit) - 1] if entries else None
        return page_of(entries, limit=paging.limit, next_cursor=make_cursor(last.at, last.id) if last else None)

    return router


def dead_letter_router(service: str, consumers: list[Consumer]) -> APIRouter:
    router = transactional_router("/v1/dead-letters", tag="dead_letters")
    by_name = {consumer.name: consumer for consumer in consumers}
    permission = f"{service}.dead_letters.handle"

    @router.get("")
    async def list_dead_letters(
        reader: Reader,
        paging: Paging,
        _: Annotated[Actor, Depends(requires(permission))],
        state: Annotated[str, Query(pattern="^(waiting|replayed|dropped)$")] = "waiting",
    ) -> Page[DeadLetterOut]:
        """Messages that could not be handled, newest first."""
        at, letter_id = paging.after(datetime, UUID) or (None, None)
        rows = (await reader.execute(FIND_LETTERS, {"state": state, "at": at, "id": letter_id, "limit": paging.limit + 1})).mappings()
        letters = [DeadLetterOut.model_validate(dict(row)) for row in rows]
        last = letters[min(len(letters), paging.limit) - 1] if letters else None
        return page_of(letters, limit=paging.limit, next_cursor=make_cursor(last.created_at, last.id) if last else None)

    async def lock_waiting(uow: Uow, letter_id: UUID) -> Any:
        letter = (await uow.session.execute(LOCK_LETTER, {"id": letter_id})).one_or_none()
        if letter is None:
            raise NotFound
        if letter.state != "waiting":
            raise DeadLetterDecided(state=letter.state)
        return letter

    async def decide(uow: Uow, letter_id: UUID, state: str) -> None:
        await uow.session.execute(DECIDE_LETTER, {"id": letter_id, "state": state, "now": uow.now, "by": uow.actor.name})
        uow.audit(f"dead_letter.{state}", noun="dead_letter", noun_id=letter_id)
        uow.changed("dead_letter", str(letter_id))

    @router.post("/{letter_id}/replay", status_code=204)
    async def replay_dead_letter(letter_id: DeadLetterId, uow: Uow, _: Annotated[Actor, Depends(requires(permission))]) -> None:
        """Hand the message to its consumer again, now."""
        letter = await lock_waiting(uow, letter_id)
        consumer = by_name.get(letter.consumer)
        if consumer is None:
            raise NotFound
        if letter.message_id in await note_in_inbox(uow, consumer=consumer.name, ids=[letter.message_id]):
            await run_handler(consumer, uow, payload=letter.payload.encode(), headers=letter.headers)
        await decide(uow, letter_id, "replayed")

    @router.post("/{letter_id}/drop", status_code=204)
    async def drop_dead_letter(letter_id: DeadLetterId, uow: Uow, _: Annotated[Actor, Depends(requires(permission))]) -> None:
        """It will not be handled. The message is kept and shown as dropped."""
        await lock_waiting(uow, letter_id)
        await decide(uow, letter_id, "dropped")

    return router
