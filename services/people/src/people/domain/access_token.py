"""What an access token says (read by chassis.auth in every service)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

ISSUER = "dianzhang"
LIFE = timedelta(minutes=10)


def claims_of(
    *, subject: str, session: str, kind: str, name: str, permissions: Sequence[str], shop_ids: Sequence[str] | None, rate: int | None,
    now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """`kind` is person or client; `now` is real time, because whoever checks the token asks the real clock."""
    return {
        "iss": ISSUER,
        "sub": subject,
        "sid": session,
        "kind": kind,
        "name": name,
        "permissions": sorted(permissions),
        "shops": None if shop_ids is None else sorted(shop_ids),
        "rate": rate,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFE).timestamp()),
    }
