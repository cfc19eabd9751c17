"""Routes every service has: health, readiness, metrics, the live stream, the audit trail."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text

from chassis.auth import CurrentActor, no_permission_needed, requires_for_all_shops
from chassis.context import context_of_request
from chassis.ids import prefixed
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import Here, Reader, transactional_router

AuditEntryId = Annotated[UUID, *prefixed("aud")]

FIND_AUDIT = text("""
    SELECT id, at, actor_kind, actor_id, actor_name, action, noun, noun_id, before, after, reason, request_id
    FROM audit_entry
    WHERE (CAST(:noun AS text) IS NULL OR noun = :noun) AND (CAST(:noun_id AS text) IS NULL OR noun_id = :noun_id)
      AND (CAST(:at AS timestamptz) IS NULL OR (at, id) < (:at, CAST(:id AS uuid)))
    ORDER BY at DESC, id DESC LIMIT :limit
""")


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
    async def follow_changes(_: CurrentActor, request: Request, context: Here) -> StreamingResponse:
        """Notices `{"noun": …, "ids": […]}` of all services, as server-sent events named `changed`; no ids stand for all of the noun."""
        stream = context.live.stream(partial(context.tokens.stand, request.scope["token"]))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    return router


def audit_router(service: str) -> APIRouter:
    router = transactional_router("/v1/audit-entries", tag="audit_entries")

    @router.get("", dependencies=[Depends(requires_for_all_shops(f"{service}.audit.read"))])
    async def list_audit_entries(
        reader: Reader,
        paging: Paging,
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
