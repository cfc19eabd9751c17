"""What one running service has: made once at start, reached from routes, consumers and jobs."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.actor import Actor, system_actor
from chassis.auth import Tokens
from chassis.broker import Broker
from chassis.clock import Clock
from chassis.live import LiveNotices
from chassis.sealing import Sealer
from chassis.settings import ServiceSettings
from chassis.uow import Frame, UnitOfWork


@dataclass(kw_only=True)
class Context:
    """`settings` is the service's own class; `parts` holds what the service itself made at start (clients, joined writers) by name."""

    name: str
    settings: ServiceSettings
    engine: AsyncEngine
    broker: Broker
    live: LiveNotices
    tokens: Tokens
    clock: Clock
    sealer: Sealer
    parts: dict[str, Any]
    spawned: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Work that a job starts and does not wait for. At the service's end it gets a moment to finish, then it is cancelled."""
        task = asyncio.create_task(work)
        self.spawned.add(task)
        task.add_done_callback(self.spawned.discard)
        return task

    async def end_spawned(self, *, patience_seconds: float) -> None:
        if self.spawned:
            await asyncio.wait(list(self.spawned), timeout=patience_seconds)
        for task in list(self.spawned):
            task.cancel()
        if self.spawned:
            await asyncio.wait(list(self.spawned), timeout=patience_seconds)

    def new_uow(self, actor: Actor) -> UnitOfWork:
        frame = Frame(now=self.clock.now(), actor=actor, zone=self.clock.zone)
        return UnitOfWork(engine=self.engine, live=self.live, frame=frame, sealer=self.sealer)

    def new_system_uow(self, name: str) -> UnitOfWork:
        """For a consumer or a job called `name`."""
        return self.new_uow(system_actor(name))


def context_of_request(request: Request) -> Context:
    return request.app.state.context
