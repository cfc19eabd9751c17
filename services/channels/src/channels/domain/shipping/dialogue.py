"""What it takes to tell a shop about a shipment or a refund, as pure data: the pusher sends the requests and knows no platform.

None of the four Chinese platforms offers a key for repeated writes, so a telling that timed out is *unknown*: the order is read
back, and told again only when the shop does not have our tracking number yet.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from channels.domain.draft import PayloadRefused
from channels.domain.fields import Fields, read_json
from channels.domain.values import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    platform_line_no: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentNotice:
    """`notice_id` stays the same over all retries: a receiver that can, tells repeats apart by it."""

    notice_id: str
    order_number: str
    platform_order_no: str
    shipment_number: str
    carrier_code: str
    tracking_number: str
    lines: tuple[NoticeLine, ...]
    shipped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopAccess:
    """Where and as whom we speak. `carrier_codes` are the shop's own words for carriers, before the platform's table."""

    platform: str
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)
    carrier_codes: Mapping[str, str] = field(default_factory=dict[str, str])

    def need(self, name: str) -> str:
        found = self.credentials.get(name, "")
        if not found:
            raise CannotTell("credentials_missing", f"The shop has no {name}.")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> int | None:
        """In seconds only: a date would need the other side's clock."""
        told = self.headers.get("retry-after", "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else None


SHOP_BUSY = "shop_busy"


class Verdict(StrEnum):
    TOLD = "told"
    ALREADY = "already"
    """The shop knew: somebody, perhaps we before a crash, told it."""
    LATER = "later"
    """Surely not told; trying again may help."""
    REFUSED = "refused"
    """Surely not told; trying again cannot help."""
    UNKNOWN = "unknown"
    """It may have been told: read back before anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    verdict: Verdict
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What reading back showed. `told` None means that the answer does not say; `context` is what telling needs of it."""

    told: bool | None
    context: Mapping[str, object] = field(default_factory=dict[str, object])
    outcome: Outcome | None = None


class CannotTell(Exception):
    """Telling cannot even begin: a credential or the carrier's code is missing."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class Notice(Protocol):
    """Whatever a shop is told: of a shipment or of a refund."""

    @property
    def notice_id(self) -> str: ...


N = TypeVar("N", bound=Notice)


@dataclass(frozen=True, kw_only=True)
class Dialogue(Generic[N]):
    """`look` None means that repeating is harmless: the receiver takes one notice id once. `looks_first` reads before telling.

    `already` is our word for a shop that knew.
    """

    tell: Callable[[N, ShopAccess, datetime, Mapping[str, object]], Request]
    judge: Callable[[N, Answer], Outcome]
    look: Callable[[N, ShopAccess, datetime], Request] | None = None
    see: Callable[[N, Answer], Look] | None = None
    looks_first: bool = False
    already: str = "already_shipped"


FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_BEIJING = ZoneInfo("Asia/Shanghai")
_ERRORS = {
    # Which parcel the shop knows is not said: reading back decides whether it is ours.
    "already_shipped": Verdict.UNKNOWN,
    "platform_error": Verdict.UNKNOWN,
    "credentials_refused": Verdict.LATER,
    SHOP_BUSY: Verdict.LATER,
    # Trying on would make it worse: a person must look.
    "blocked_by_platform": Verdict.REFUSED,
    "shop_refused": Verdict.REFUSED,
}


def beijing_time(at: datetime) -> str:
    return at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def post_form(url: str, form: Mapping[str, str]) -> Request:
    return Request(method="POST", url=url, headers=FORM, body=urlencode(form).encode())


def error(code: str, *, detail: str) -> Outcome:
    """What an error that a platform named means for us; `code` is our word for it."""
    return Outcome(verdict=_ERRORS[code], code=code, detail=detail)


def parcels_seen(notice: ShipmentNotice, numbers: Iterable[str]) -> Look:
    """By the tracking numbers that the shop has: ours, only others, or none."""
    seen = set(numbers) - {""}
    if notice.tracking_number in seen:
        return Look(told=True)
    if seen:
        other = Outcome(verdict=Verdict.REFUSED, code="shipped_with_other_number", detail=", ".join(sorted(seen)))
        return Look(told=False, outcome=other)
    return Look(told=False)


def by_status(answer: Answer) -> Outcome | None:
    """What the HTTP status alone decides; None where the body must be read."""
    status = answer.status
    if 200 <= status < 300:
        return None
    if status in (401, 403):
        return Outcome(verdict=Verdict.LATER, code="credentials_refused", detail=f"HTTP {status}")
    if status in (408, 425, 429, 503):
        return Outcome(verdict=Verdict.LATER, code=SHOP_BUSY, detail=f"HTTP {status}")
    if status >= 500:
        return Outcome(verdict=Verdict.UNKNOWN, code="shop_failed", detail=f"HTTP {status}")
    return Outcome(verdict=Verdict.REFUSED, code="shop_refused", detail=f"HTTP {status}")


def opened(answer: Answer, *, loose: bool = False) -> Fields:
    """The answer's JSON object; an empty one where it is none, so that no success can be read out of it."""
    try:
        root = read_json(answer.body)
    except PayloadRefused:
        root = {}
    raw = cast(dict[str, object], root) if isinstance(root, dict) else {}
    return Fields(raw, zone=_BEIJING, units=_NO_MONEY, loose=loose)


_NO_MONEY: Mapping[str, Unit] = {}


def unclear(answer: Answer) -> Outcome:
    """A success status over a body that does not say so: nobody knows whether it took effect."""
    return Outcome(verdict=Verdict.UNKNOWN, code="answer_not_understood", detail=f"HTTP {answer.status}")


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def mentions(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
