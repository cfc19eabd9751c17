"""A raw payload inside a sealed text: its bytes exactly as they came."""

import base64
from collections.abc import Callable, Mapping


def sealed_payload(seal: Callable[[object], str], body: bytes) -> str:
    return seal({"body": base64.b64encode(body).decode()})


def opened_payload(unseal: Callable[[str], Mapping[str, str]], sealed: str) -> bytes:
    return base64.b64decode(unseal(sealed)["body"])
