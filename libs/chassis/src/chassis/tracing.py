"""One request id and one trace from the gateway to the last consumer."""

from contextvars import ContextVar

from opentelemetry import propagate, trace
from opentelemetry.context import Context

request_id_var: ContextVar[str] = ContextVar("request_id", default="")
tracer = trace.get_tracer("dianzhang")


def trace_headers() -> dict[str, str]:
    """What a message carries so that its consumer goes on in the same request and trace."""
    headers = {"request-id": request_id_var.get()}
    propagate.inject(headers)
    return headers


def context_of(headers: dict[str, str]) -> Context:
    return propagate.extract(headers)
