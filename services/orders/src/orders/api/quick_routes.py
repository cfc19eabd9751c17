"""Routes of intake: a request in which all is well is read in Rust in one go and answered without FastAPI's dependency solver.

FastAPI reads a body with Python's json and validates the objects afterwards, and resolves a tree of dependencies for each request; that
takes more than writing the order does. So: signed in, permitted, keyed and readable goes the quick way. Whatever is not goes FastAPI's usual
way, which finds the same fault again and says what it is, in the form that all routes have. Both ways end in the same function.
"""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from chassis.actor import Actor
from chassis.routes import KEY_PATTERN

Read = Callable[[bytes, Request], object | None]
"""The body as an instance of the route's model, or None to let FastAPI read it and say what is wrong. May raise a Refusal."""
Answer = Callable[[Request, Actor, Any], Awaitable[Response]]


def quick_route(*, permission: str, read: Read, answer: Answer) -> type[APIRoute]:
    class QuickRequest(Request):
        """Reads its body once, for whichever way it goes."""

        async def quick(self) -> object | None:
            if not hasattr(self, "_quick"):
                self._quick = read(await self.body(), self)
            return self._quick

        async def json(self) -> Any:
            quick = await self.quick()
            return await super().json() if quick is None else quick

    class QuickRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def quickly(request: Request) -> Response:
                request = QuickRequest(request.scope, request.receive)
                actor: Actor | None = request.scope.get("actor")
                if actor is not None and actor.may(permission) and _is_keyed_json(request):
                    body = await request.quick()
                    if body is not None:
                        return await answer(request, actor, body)
                return await handle(request)

            return quickly

    return QuickRoute


def _is_keyed_json(request: Request) -> bool:
    headers = request.headers
    key = KEY_PATTERN.fullmatch(headers.get("idempotency-key", "").strip())
    return key is not None and headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
