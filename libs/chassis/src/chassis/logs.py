"""Structured logs: one JSON object a line, with the service and the request id."""

import logging
import sys
from typing import TextIO, cast

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.types import EventDict, WrappedLogger

from chassis.tracing import request_id_var


class Heedless:
    """Standard output, on whose full disk no request fails: the line is lost and the work goes on."""

    def write(self, text: str) -> int:
        try:
            return sys.stdout.write(text)
        except OSError:
            return 0

    def flush(self) -> None:
        try:
            sys.stdout.flush()
        except OSError:
            return


def set_up_logs(*, service: str, level: str) -> None:
    def add_origin(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        request_id = request_id_var.get()
        if request_id:
            event["request_id"] = request_id
        return event

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            add_origin,
            # Without local variables, which structlog shows by itself: they hold names, phones and tokens.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, Heedless())),
        cache_logger_on_first_use=True,
    )
