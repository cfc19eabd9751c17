"""Every permission code that some service of the house checks (rule ORG-11).

People reads no other service's code: `dianzhang openapi` writes the codes of all services into the file beside this one, as it writes
their OpenAPI documents, and a stale file fails the same test.
"""

import json
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("permission_codes.json")


@cache
def known_permissions() -> tuple[str, ...]:
    return tuple(json.loads(FILE.read_text(encoding="utf-8")))
