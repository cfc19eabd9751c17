"""Ids: UUIDv7 inside, opaque text with a prefix outside (`ord_0190…`)."""

import re
from typing import Any
from uuid import UUID

import uuid_utils
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema


def new_id() -> UUID:
    """A UUIDv7: later ids sort after earlier ones, so indexes grow at one end."""
    return UUID(int=uuid_utils.uuid7().int)


def show_id(prefix: str, value: UUID) -> str:
    return f"{prefix}_{value.hex}"


def read_id(prefix: str, text: str) -> UUID:
    """Raises ValueError when the text is not an id with this prefix."""
    match = re.fullmatch(rf"{prefix}_([0-9a-f]{{32}})", text)
    if match is None:
        raise ValueError(f"must be an id that starts with {prefix}_")
    return UUID(match[1])


def prefixed(prefix: str) -> tuple[Any, ...]:
    """Annotations for a UUID that travels with a prefix: `OrderId = Annotated[UUID, *prefixed("ord")]`."""

    def parse(value: object) -> object:
        return read_id(prefix, value) if isinstance(value, str) else value

    return (
        BeforeValidator(parse),
        PlainSerializer(lambda value: show_id(prefix, value), return_type=str, when_used="json"),
        WithJsonSchema({"type": "string", "pattern": f"^{prefix}_[0-9a-f]{{32}}$"}),
    )
