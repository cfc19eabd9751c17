"""AsyncAPI 3 from the contracts: what each service tells and may be told, and one document of all (`make openapi` writes them).

An operation is seen from its owner: `send` for events, `receive` for commands. Payload schemas are the same that the golden files hold.
"""

import inspect
from typing import Any

from dianzhang.published import Kind, Published, published_messages, schemas_of

ASYNCAPI_VERSION = "3.1.0"
DOCUMENT_VERSION = "1.0.0"
MERGED = "dianzhang"
"""Name of the document that holds all services."""

CLOUD_EVENT_HEADERS: dict[str, dict[str, Any]] = {
    "ce-id": {"type": "string", "format": "uuid", "description": "The same over all deliveries: readers drop what they have already."},
    "ce-source": {"type": "string", "pattern": "^/dianzhang/[a-z]+$", "description": "The service whose outbox it left."},
    "ce-specversion": {"type": "string", "const": "1.0"},
    "ce-type": {"type": "string", "description": "The subject."},
    "ce-time": {"type": "string", "format": "date-time", "description": "When the message was committed."},
    "content-type": {"type": "string", "const": "application/json"},
    "Nats-Msg-Id": {"type": "string", "description": "Equals ce-id, for JetStream's own window of duplicates."},
    "request-id": {"type": "string", "description": "The request that everything began with."},
    "traceparent": {"type": "string", "description": "W3C trace context, when traces are on."},
}
ALWAYS_THERE = ["ce-id", "ce-source", "ce-specversion", "ce-type", "ce-time", "content-type", "Nats-Msg-Id"]


def documents() -> dict[str, dict[str, Any]]:
    """AsyncAPI documents by name: one for each owner, and the merged one."""
    messages = published_messages()
    owners = sorted({published.owner for published in messages})
    each = {owner: _document(owner, [message for message in messages if message.owner == owner]) for owner in owners}
    return {**each, MERGED: _document(MERGED, messages)}


def _document(name: str, messages: list[Published]) -> dict[str, Any]:
    return {
        "asyncapi": ASYNCAPI_VERSION,
        "info": {
            "title": f"Dianzhang 店长 · {name}",
            "version": DOCUMENT_VERSION,
            "description": "CloudEvents 1.0 in binary mode on NATS JetStream. Messages only ever gain fields; readers ignore those they do not know. "
            "A message may arrive more than once, and messages about different things in any order.",
        },
        "defaultContentType": "application/json",
        "servers": {
            "jetstream": {
                "host": "{host}",
                "protocol": "nats",
                "description": "One stream for each owner, all subjects `<owner>.>`.",
                "variables": {"host": {"default": "127.0.0.1:4222", "description": "As in DIANZHANG_NATS_URL."}},
            }
        },
        "channels": {published.subject: _channel(published) for published in messages},
        "operations": {_operation_id(published): _operation(published) for published in messages},
        "components": {
            "messages": {published.subject: _message(published) for published in messages},
            "messageTraits": {"cloudEvent": _cloud_event()},
            "schemas": _schemas(messages),
        },
    }


def _operation_id(published: Published) -> str:
    return f"{'send' if published.kind is Kind.EVENT else 'receive'}{published.message.__name__}"


def _channel(published: Published) -> dict[str, Any]:
    return {
        "address": published.subject,
        "messages": {published.message.__name__: {"$ref": f"#/components/messages/{published.subject}"}},
        "tags": [{"name": published.owner}],
    }


def _operation(published: Published) -> dict[str, Any]:
    return {
        "action": "send" if published.kind is Kind.EVENT else "receive",
        "channel": {"$ref": f"#/channels/{published.subject}"},
        "messages": [{"$ref": f"#/channels/{published.subject}/messages/{published.message.__name__}"}],
        "tags": [{"name": published.owner}, {"name": published.kind.value}],
    }


def _message(published: Published) -> dict[str, Any]:
    text = inspect.cleandoc(published.message.__dict__.get("__doc__") or "")
    message: dict[str, Any] = {
        "name": published.subject,
        "title": published.message.__name__,
        "contentType": "application/json",
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "payload": {"$ref": f"#/components/schemas/{published.owner}.{published.message.__name__}"},
    }
    return {**message, "description": text} if text else message


def _cloud_event() -> dict[str, Any]:
    return {"headers": {"type": "object", "required": ALWAYS_THERE, "properties": CLOUD_EVENT_HEADERS}}


def _schemas(messages: list[Published]) -> dict[str, Any]:
    """Names carry the owner: two owners may each have a part of the same name (`orders.ShippedLine`)."""
    schemas: dict[str, Any] = {}
    for owner in sorted({published.owner for published in messages}):
        own = [published for published in messages if published.owner == owner]
        found = schemas_of(own, ref_template=f"#/components/schemas/{owner}.{{model}}")
        schemas.update({f"{owner}.{model}": schema for model, schema in sorted(found.items())})
    return schemas
