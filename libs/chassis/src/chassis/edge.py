"""The outermost layer of each service: request id, who is asking, rate limit, metrics, log line. Plain ASGI, for the hot path's sake."""

import re
import time
from collections.abc import Mapping
from urllib.parse import unquote

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.actor import Actor
from chassis.auth import ACCESS_COOKIE, Tokens
from chassis.ids import new_id
from chassis.metrics import REQUEST_SECONDS, REQUESTS
from chassis.problems import problem
from chassis.rate import MinuteQuota
from chassis.refusals import Refusal
from chassis.settings import ServiceSettings
from chassis.tracing import context_of, request_id_var, tracer

log = structlog.get_logger()
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,100}")
UNLIMITED_PATHS = frozenset({"/health", "/ready", "/metrics"})
LIVE_PATH = "/v1/live"
BROKEN = "系统出错，请凭 request_id 联系管理员。 Something broke here; give the administrator the request_id."
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
]


class Edge:
    def __init__(self, app: ASGIApp, *, service: str, settings: ServiceSettings, tokens: Tokens) -> None:
        self._app = app
        self._service = service
        self._settings = settings
        self._tokens = tokens
        self._quota = MinuteQuota()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        given = headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else new_id().hex
        token = request_id_var.set(request_id)
        try:
            with tracer.start_as_current_span(f"{scope['method']} {scope['path']}", context=context_of(headers)):
                await self._answer(scope, receive, send, headers=headers, request_id=request_id)
        finally:
            request_id_var.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, headers: Mapping[str, str], request_id: str) -> None:
        started = time.perf_counter()
        answered = {"status": 0}
        extra = [(b"x-request-id", request_id.encode())]

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered["status"] = message["status"]
                message["headers"] = [*message.get("headers", ()), *extra, *SECURITY_HEADERS]
            await send(message)

        try:
            await self._identify(scope, headers)
            refused = self._spend(scope, headers, extra)
            if refused is not None:
                await self._refuse(scope, receive, pass_on, wait_seconds=refused)
            else:
                await self._app(scope, receive, pass_on)
        except Exception:
            log.exception("request broke", method=scope["method"], path=scope["path"])
            if answered["status"]:
                # Half an answer must not look like a whole one: the server closes the connection.
                raise
            broken = problem(Request(scope), status=500, code="internal_error", detail=BROKEN)
            await broken(scope, receive, pass_on)
        finally:
            self._note(scope, answered["status"] or 500, time.perf_counter() - started)

    async def _identify(self, scope: Scope, headers: Mapping[str, str]) -> None:
        authorization = headers.get("authorization", "")
        token = authorization[7:] if authorization[:7].lower() == "bearer " else None
        if token is None and scope["path"].endswith(LIVE_PATH) and scope["method"] == "GET":
            # EventSource sends no header. The cookie counts nowhere else, so no other site can act with it.
            token = _cookie(headers.get("cookie", ""), ACCESS_COOKIE)
        if token is None:
            return
        try:
            scope["actor"], scope["token"] = await self._tokens.verify(token), token
        except Refusal as refusal:
            scope["actor_refusal"] = refusal

    def _spend(self, scope: Scope, headers: Mapping[str, str], extra: list[tuple[bytes, bytes]]) -> int | None:
        """None when within the limit; else the seconds to wait."""
        if scope["path"] in UNLIMITED_PATHS:
            return None
        actor: Actor | None = scope.get("actor")
        if actor is None:
            quota, who = self._settings.anonymous_rate_limit_per_minute, headers.get("x-forwarded-for", "").split(",")[0].strip()
            who = who or (scope["client"][0] if scope.get("client") else "unknown")
        else:
            quota, who = actor.rate_limit_per_minute or self._settings.rate_limit_per_minute, actor.id
        spent = self._quota.spend(who, quota=quota, now=time.monotonic())
        extra.append((b"ratelimit-policy", f'"default";q={quota};w=60'.encode()))
        extra.append((b"ratelimit", f'"default";r={spent.left};t={spent.reset_seconds}'.encode()))
        return None if spent.within else spent.reset_seconds

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, *, wait_seconds: int) -> None:
        detail = f"请求过于频繁，请 {wait_seconds} 秒后再试。 Too many requests; try again in {wait_seconds} s."
        answer = problem(Request(scope), status=429, code="quota-exceeded", detail=detail, retry_after=wait_seconds)
        await answer(scope, receive, send)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        REQUESTS.labels(self._service, scope["method"], route, status).inc()
        REQUEST_SECONDS.labels(self._service, route).observe(seconds)
        if status >= 500:
            log.warning("request failed", method=scope["method"], path=scope["path"], status=status, ms=round(seconds * 1000, 1))
        else:
            log.debug("request", method=scope["method"], path=scope["path"], status=status, ms=round(seconds * 1000, 1))


def _cookie(header: str, name: str) -> str | None:
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return unquote(value)
    return None
