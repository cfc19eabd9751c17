"""Routes of intake: a request in which all is well is read in Rust in one go and answered without FastAPI's layers.

FastAPI reads a body with Python's json and validates the objects afterwards, resolves a tree of dependencies for each request, and passes
it through six layers; that takes several times what writing the order does. So: signed in, permitted, keyed and readable goes the quick
lane, past all that. Whatever is not goes the usual way, which finds the same fault again and says what it is, in the form that all routes
have. Both ways end in the same function.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.actor import Actor
from chassis.refusals import Refusal
from chassis.routes import KEY_PATTERN

Read = Callable[[bytes, Request], object | None]
"""The body as an instance of the route's model, or None to let FastAPI read it and say what is wrong. May raise a Refusal."""
Answer = Callable[[Request, Actor, Any], Awaitable[Response]]
READ = "read body"


@dataclass(frozen=True, kw_only=True)
class Lane:
    """For POST to `path`. `largest_body` in bytes: a larger one goes the usual way, which refuses it."""

    path: str
    permission: str
    read: Read
    answer: Answer
    largest_body: int


class QuickLanes:
    """ASGI middleware. Stands inside the edge, which has said who is asking."""

    def __init__(self, app: ASGIApp, *, lanes: Sequence[Lane]) -> None:
        self._app = app
        self._lanes = {lane.path: lane for lane in lanes}
        self._limited = {
            lane.path: RequestBodyLimitMiddleware(partial(self._through, lane), max_body_size=lane.largest_body) for lane in lanes
        }
        self._quick: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lane = self._lanes.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        way = self._app if lane is None or not _is_well(Request(scope), lane) else self._limited[lane.path]
        await way(scope, receive, send)

    async def _through(self, lane: Lane, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole_body(receive)
        if body is None:
            return
        try:
            scope[READ] = lane.read(body, Request(scope))
        except Refusal as refusal:
            scope[READ] = refusal
        if self._quick is None:
            # What is raised becomes the same problems as everywhere.
            self._quick = ExceptionMiddleware(self._answer, handlers=scope["app"].exception_handlers)
        await (self._app if scope[READ] is None else self._quick)(scope, _again(body), send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        lane = self._lanes[scope["path"]]
        scope["route"] = lane
        if isinstance(scope[READ], Refusal):
            raise scope[READ]
        answer = await lane.answer(Request(scope, receive), scope["actor"], scope[READ])
        await answer(scope, receive, send)


def _is_well(request: Request, lane: Lane) -> bool:
    """As far as the headers tell."""
    actor: Actor | None = request.scope.get("actor")
    headers = request.headers
    length = headers.get("content-length", "")
    return (
        actor is not None
        and actor.may(lane.permission)
        and KEY_PATTERN.fullmatch(headers.get("idempotency-key", "").strip()) is not None
        and headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
        and length.isdecimal()
        and int(length) <= lane.largest_body
    )


async def _whole_body(receive: Receive) -> bytes | None:
    """None when the client went away."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def reading_route(read: Read) -> type[APIRoute]:
    """A route whose body, on the usual way too, is read by `read` first."""

    class ReadingRequest(Request):
        async def json(self) -> Any:
            body = read(await self.body(), self)
            return await super().json() if body is None else body

    class ReadingRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def reading(request: Request) -> Response:
                return await handle(ReadingRequest(request.scope, request.receive))

            return reading

    return ReadingRoute
