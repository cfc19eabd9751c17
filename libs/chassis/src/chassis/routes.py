"""Routes that change something: one transaction a request, committed before the answer leaves, and Idempotency-Key.

A `yield` dependency of the usual scope finishes after the answer was sent, so that a failed commit would still say 200. Here the route
class owns the transaction: the handler's answer exists, the commit follows, and only then the answer leaves (docs/adr/0006).
"""

import hashlib
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.auth import CurrentActor
from chassis.context import Context, context_of_request
from chassis.problems import refusal_problem
from chassis.refusals import Conflict, FieldError, Invalid, Kind, Refusal
from chassis.uow import Frame, UnitOfWork

ANONYMOUS = Actor(kind="anonymous", id="anonymous", name="", permissions=frozenset(), shops=frozenset(), session_id="")
NUL_IN_JSON = b"\\u0000"
OCTETS = "application/octet-stream"
"""Plain bytes of a file: whatever stands in them is meant."""
MORE = re.compile(rb'"has_more":true,"next_cursor":"([\w-]+)"}$')
"""How a page ends that is not the last (chassis.pages.Page)."""
LONGEST_END = 1100
KEY_PATTERN = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?')


class Body(BaseModel):
    """Base of request bodies: a field we do not know is a mistake of the caller, not something to ignore."""

    model_config = ConfigDict(extra="forbid")


class KeyMissing(Invalid):
    status = 400
    code = "idempotency_key_missing"
    rule = "SYS-1"
    zh = "缺少 Idempotency-Key 请求头：为每次操作给出一个不重复的值，重发时保持不变。"
    en = "The Idempotency-Key header is missing: give each action a value of its own and keep it when you send again."


class KeyReused(Invalid):
    code = "idempotency_key_reused"
    rule = "SYS-1"
    zh = "该 Idempotency-Key 已用于内容不同的请求。"
    en = "This Idempotency-Key was used for a different request."


class KeyInUse(Conflict):
    code = "idempotency_key_in_use"
    rule = "SYS-1"
    zh = "同一 Idempotency-Key 的请求正在处理，请稍后再查。"
    en = "A request with this Idempotency-Key is still being carried out."


class ForbiddenCharacter(Invalid):
    code = "forbidden_character"
    zh = "内容含有不允许的空字符（U+0000）。"
    en = "The content holds a NUL character (U+0000), which is not allowed."


def read_key(header: str | None) -> str:
    """Quoted (structured field) or bare. Raises KeyMissing."""
    match = KEY_PATTERN.fullmatch((header or "").strip())
    if match is None:
        raise KeyMissing(errors=[FieldError(pointer="Idempotency-Key", code="missing", zh="缺失或格式不正确", en="missing or malformed")])
    return match[1]


async def idempotency_key(_: CurrentActor, idempotency_key: Annotated[str | None, Header(max_length=300)] = None) -> str:
    """Put into a route's dependencies to require the header; the route class does the rest. Who asks comes first: keys are kept by caller."""
    return read_key(idempotency_key)


ONCE = Depends(idempotency_key)
"""`@router.post(…, dependencies=[ONCE])`: the same request twice has one effect and one answer (kept for 72 hours)."""

LOCK_KEY = text("SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' ' || :client || ' ' || :key, 0))")
FIND_KEY = text("SELECT fingerprint, status, body, media_type, etag FROM idempotency_key WHERE client = :client AND key = :key")
KEEP_KEY = text("""
    INSERT INTO idempotency_key (client, key, fingerprint, status, body, media_type, etag, created_at)
    VALUES (:client, :key, :fingerprint, :status, :body, :media_type, :etag, :now)
    ON CONFLICT DO NOTHING RETURNING 1
""")
NOT_KEPT = (Kind.UNAVAILABLE, Kind.FORBIDDEN)
"""Refusals that end when something else does: a part comes back, a permission is granted."""


def fingerprint(request: Request, body: bytes) -> bytes:
    asked = request.scope
    if body.startswith(b"--") and request.headers.get("content-type", "").startswith("multipart/"):
        # Each attempt at the same form puts another random line between its parts.
        body = body.replace(body.partition(b"\r\n")[0], b"--")
    # From the scope: building request.url takes longer than the digest.
    return hashlib.sha256(b"%s %s?%s\n" % (asked["method"].encode(), asked["path"].encode(), asked["query_string"]) + body).digest()


class TransactionalRoute(APIRoute):
    """Opens the unit of work, runs the handler, keeps the answer under its Idempotency-Key, commits, and lets the answer leave."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if (self.methods or set()) <= {"GET", "HEAD"}:
            return _reading(handle)
        once = any(dependency.call is idempotency_key for dependency in self.dependant.dependencies)

        async def change(request: Request) -> Response:
            context = context_of_request(request)
            actor: Actor = request.scope.get("actor") or ANONYMOUS
            body = await request.body()
            if NUL_IN_JSON in body and request.headers.get("content-type") != OCTETS:
                return refusal_problem(request, ForbiddenCharacter())
            async with context.new_uow(actor) as uow:
                request.state.uow = uow
                try:
                    return await (_once(request, handle, uow) if once and actor is not ANONYMOUS else _plainly(request, handle, uow))
                except Refusal as refusal:
                    return refusal_problem(request, refusal)

        return change


def _reading(handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def read(request: Request) -> Response:
        answer = await handle(request)
        tag = answer.headers.get("etag")
        if tag is not None and request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        _link_next_page(request, answer)
        return answer

    return read


def _link_next_page(request: Request, answer: Response) -> None:
    # A stream has no body yet.
    more = MORE.search(bytes(getattr(answer, "body", b"")[-LONGEST_END:]))
    if more is not None:
        # Relative to what was asked for (RFC 8288), which the gateway knows by another path.
        asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        answer.headers["Link"] = f'<?{urlencode([*asked, ("cursor", more[1].decode())])}>; rel="next"'


async def _plainly(request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]], uow: UnitOfWork) -> Response:
    answer = await handle(request)
    if answer.status_code < 400:
        await uow.commit()
    return answer


async def _once(request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]], uow: UnitOfWork) -> Response:
    key = {"client": uow.actor.id, "key": read_key(request.headers.get("idempotency-key"))}
    print_now = fingerprint(request, await request.body())
    if not await uow.session.scalar(LOCK_KEY, key):
        raise KeyInUse(retry_after=1)
    kept = (await uow.session.execute(FIND_KEY, key)).one_or_none()
    if kept is not None:
        if kept.fingerprint != print_now:
            raise KeyReused
        headers = {"Idempotency-Replayed": "true"} | ({} if kept.etag is None else {"ETag": kept.etag})
        return Response(uow.sealer.open_bytes(kept.body), status_code=kept.status, media_type=kept.media_type, headers=headers)
    try:
        answer = await handle(request)
    except Refusal as refusal:
        if refusal.kind in NOT_KEPT:
            raise
        # Nothing was changed, and the same request gets the same refusal: it is kept in a transaction of its own.
        await uow.rollback()
        answer = refusal_problem(request, refusal)
    # Sealed: an answer may hold a secret that is shown once, or a receiver in full (rule ORD-5).
    row = {**key, "fingerprint": print_now, "status": answer.status_code, "body": uow.sealer.seal_bytes(bytes(answer.body)), "now": uow.now}
    row |= {"media_type": answer.headers.get("content-type", "application/json"), "etag": answer.headers.get("etag")}
    if not await uow.session.scalar(KEEP_KEY, row):
        # Another request with this key came first: while a refusal was rolled back, or on a route with a way of its own (joined intake).
        raise KeyInUse(retry_after=1)
    await uow.commit()
    answer.headers["Idempotency-Key"] = f'"{key["key"]}"'
    return answer


def transactional_router(prefix: str, *, tag: str) -> APIRouter:
    """The router of one noun; `tag` becomes the class of generated clients."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=TransactionalRoute)


async def _uow(request: Request) -> UnitOfWork:
    return request.state.uow


Uow = Annotated[UnitOfWork, Depends(_uow)]
"""The request's transaction, in routes that change something."""


async def _reader(request: Request) -> AsyncIterator[AsyncSession]:
    async with AsyncSession(context_of_request(request).engine) as session:
        yield session


Reader = Annotated[AsyncSession, Depends(_reader, scope="function")]
"""A session for queries, in routes that only read."""


async def _context(request: Request) -> Context:
    return context_of_request(request)


Here = Annotated[Context, Depends(_context)]
"""The service's context: settings, sealer, clock."""


async def _now(request: Request) -> datetime:
    return context_of_request(request).clock.now()


Now = Annotated[datetime, Depends(_now)]

__all__ = ["ONCE", "Body", "Frame", "Here", "Now", "Reader", "TransactionalRoute", "Uow", "transactional_router"]
