"""An envelope that the broker would not take leaves as several."""

import orjson

from contracts.message import Message

LARGEST_MESSAGE_BYTES = 900_000
"""NATS takes 1 MB unless it is told otherwise, the headers with it."""
LONGEST_CHARACTER_BYTES = 4


def in_parts(message: type[Message], payload: str) -> list[str]:
    """`payload` as it is where it is short enough or cannot be cut; else the same JSON with fewer items in each, in order."""
    if len(payload) * LONGEST_CHARACTER_BYTES <= LARGEST_MESSAGE_BYTES or len(payload.encode()) <= LARGEST_MESSAGE_BYTES:
        return [payload]
    whole = orjson.loads(payload)
    items = whole.get(message.envelope_of, [])
    if len(items) < 2:
        return [payload]
    half = len(items) // 2
    halves = ({**whole, message.envelope_of: some} for some in (items[:half], items[half:]))
    return [part for one in halves for part in in_parts(message, orjson.dumps(one).decode())]
