"""Composition: what main.py of each service calls."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from opentelemetry import trace
from starlette.middleware import Middleware

from chassis.auth import Tokens
from chassis.broker import Broker
from chassis.clock import Clock
from chassis.consumers import Consumer, ConsumerRunner, Consumers
from chassis.context import Context
from chassis.database import make_engine
from chassis.dead_letters import dead_letter_router
from chassis.edge import Edge
from chassis.house_routes import audit_router, live_router, probe_router
from chassis.housekeeping import TIDY
from chassis.jobs import Job, schedule
from chassis.live import LiveNotices
from chassis.logs import set_up_logs
from chassis.openapi import document
from chassis.problems import DOCUMENTED, install_problems
from chassis.relay import Relay
from chassis.sealing import Sealer
from chassis.settings import ServiceSettings

log = structlog.get_logger()
LARGEST_BODY = 2 * 1024 * 1024
GARBAGE_THRESHOLD = 50_000
SPAWNED_SECONDS = 2.0
RESTART_SECONDS = 1.0
Start = Callable[[Context], Awaitable[None]]


@dataclass(kw_only=True)
class Service:
    """What a service is made of. `start` makes its own parts (clients, joined writers) and puts them into context.parts."""

    name: str
    title: str
    settings: ServiceSettings
    routers: Sequence[APIRouter]
    consumers: Sequence[Consumers] = ()
    jobs: Sequence[Job] = ()
    inside_edge: Sequence[Middleware] = ()
    start: Start | None = None
    tasks: list[asyncio.Task[Any]] = field(default_factory=list[asyncio.Task[Any]])

    def build(self) -> FastAPI:
        set_up_logs(service=self.name, level=self.settings.log_level)
        set_up_traces(self.name)
        context = self._make_context()
        consumers = [consumer for group in self.consumers for consumer in group.all]

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
            await self._begin(context, consumers)
            # Everything imported and built so far lives as long as the process: the collector need not look at it again.
            gc.collect()
            gc.freeze()
            # A batch makes tens of thousands of objects that die together, by their counts: the default looks at them hundreds of times.
            gc.set_threshold(GARBAGE_THRESHOLD)
            yield
            await self._end(context)

        app = FastAPI(
            title=f"Dianzhang {self.title}",
            version="1.0.0",
            lifespan=lifespan,
            docs_url=None,
            redoc_url=None,
            generate_unique_id_function=operation_id,
            max_body_size=LARGEST_BODY,
            separate_input_output_schemas=True,
        )
        app.state.context = context
        app.openapi = lambda: document(app)
        install_problems(app)
        app.include_router(probe_router())
        for router in [*self.routers, live_router(), audit_router(self.name), dead_letter_router(self.name, consumers)]:
            app.include_router(router, responses=DOCUMENTED)
        for inner in self.inside_edge:
            app.add_middleware(inner.cls, *inner.args, **inner.kwargs)
        app.add_middleware(Edge, service=self.name, settings=self.settings, tokens=context.tokens)
        return app

    def _make_context(self) -> Context:
        settings = self.settings
        broker = Broker(settings.nats_url.get_secret_value(), name=self.name)
        return Context(
            name=self.name,
            settings=settings,
            engine=make_engine(settings.database_url.get_secret_value(), pool=settings.database_pool),
            broker=broker,
            live=LiveNotices(broker),
            tokens=Tokens(people_url=settings.people_url, cache_file=settings.keys_cache_file, broker=broker),
            clock=Clock(company_timezone=settings.company_timezone, offset_file=settings.clock_file),
            sealer=Sealer(settings.data_key.get_secret_value()),
            parts={},
        )

    async def _begin(self, context: Context, consumers: Sequence[Consumer]) -> None:
        await context.tokens.start()
        await context.live.start()
        if self.start is not None:
            await self.start(context)
        relay = Relay(service=self.name, database_url=self.settings.database_url.get_secret_value(), broker=context.broker)
        endless = {"broker": context.broker.run, "ended sessions": context.tokens.follow_ended_sessions, "relay": relay.run} | {
            consumer.name: ConsumerRunner(consumer, service=self.name, broker=context.broker, new_uow=context.new_system_uow).run
            for consumer in consumers
        }
        self.tasks = [asyncio.create_task(keep_running(name, work)) for name, work in endless.items()]
        scheduler = schedule([*self.jobs, TIDY], context=context)
        scheduler.start()
        context.parts["scheduler"] = scheduler

    async def _end(self, context: Context) -> None:
        context.parts["scheduler"].shutdown(wait=False)
        await context.end_spawned(patience_seconds=SPAWNED_SECONDS)
        for task in self.tasks:
            task.cancel()
        await asyncio.wait(self.tasks, timeout=timedelta(seconds=5).total_seconds())
        await context.broker.close()
        await context.engine.dispose()


async def keep_running(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """What a service must not be without: when it breaks, whatever the reason, it is started again."""
    while True:
        try:
            return await work()
        except Exception:
            log.exception("a part broke and is started again", part=name)
            await asyncio.sleep(RESTART_SECONDS)


def operation_id(route: APIRoute) -> str:
    """The function's name, a verb and a noun: it becomes the method's name in generated clients."""
    return route.name


def set_up_traces(service: str) -> None:
    """Spans leave only when OTEL_EXPORTER_OTLP_ENDPOINT says where to."""
    import os

    if "OTEL_EXPORTER_OTLP_ENDPOINT" not in os.environ:
        return
    # Imported late: the exporter takes memory that a service without it need not spend.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"dianzhang-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
