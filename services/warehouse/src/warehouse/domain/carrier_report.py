"""What carriers' tracking services push to us, turned into our words: KuaiDi100 and AfterShip."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

import orjson

from warehouse.domain.parcel import ParcelState, Sighting
from warehouse.domain.redaction import redacted

MOST_SIGHTINGS = 500
LONGEST_TEXT = 500

KUAIDI100_STATES = {
    "0": ParcelState.IN_TRANSIT,
    "1": ParcelState.COLLECTED,
    "2": ParcelState.EXCEPTION,
    "3": ParcelState.DELIVERED,
    "4": ParcelState.RETURNED,
    "5": ParcelState.OUT_FOR_DELIVERY,
    "6": ParcelState.RETURNING,
    "7": ParcelState.IN_TRANSIT,
    "10": ParcelState.IN_TRANSIT,
    "11": ParcelState.IN_TRANSIT,
    "12": ParcelState.IN_TRANSIT,
    "13": ParcelState.EXCEPTION,
    "14": ParcelState.EXCEPTION,
}
"""0 in transit, 1 collected, 2 trouble, 3 signed, 4 returned and signed, 5 delivering, 6 returning, 7 handed over, 10-12 customs,
13 held by customs, 14 refused by the receiver."""

# What the single lines of KuaiDi100 say, most telling first: older ones carry no state of their own.
CHINESE_WORDS = (
    (re.compile("退回.{0,8}签收|退件.{0,4}签收|已退回"), ParcelState.RETURNED),
    (re.compile("退回|退件|返回寄件"), ParcelState.RETURNING),
    (re.compile("拒收|拒签|异常|问题件|滞留|无法派送|联系不上"), ParcelState.EXCEPTION),
    (re.compile("(?<!未)签收|已送达|妥投|本人已?取"), ParcelState.DELIVERED),
    (re.compile("派送|派件|投递中|待取件|驿站|快递柜|代收"), ParcelState.OUT_FOR_DELIVERY),
    (re.compile("揽收|揽件|收件|已收取|收寄"), ParcelState.COLLECTED),
)

AFTERSHIP_TAGS = {
    "Pending": ParcelState.CREATED,
    "InfoReceived": ParcelState.CREATED,
    "InTransit": ParcelState.IN_TRANSIT,
    "OutForDelivery": ParcelState.OUT_FOR_DELIVERY,
    "AttemptFail": ParcelState.EXCEPTION,
    "Delivered": ParcelState.DELIVERED,
    "AvailableForPickup": ParcelState.OUT_FOR_DELIVERY,
    "Exception": ParcelState.EXCEPTION,
    "Expired": ParcelState.EXCEPTION,
}
AFTERSHIP_SUBTAGS = {
    "InTransit_002": ParcelState.COLLECTED,
    "Exception_010": ParcelState.RETURNING,
    "Exception_011": ParcelState.RETURNED,
    "Exception_013": ParcelState.LOST,
}


class ReportUnreadable(Exception):
    """It is signed rightly, but we do not understand it. It is kept, for a person to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`carrier` is the sender's code of it. `sightings` oldest first; empty when nothing has happened yet."""

    carrier: str
    tracking_number: str
    sightings: list[Sighting]


def read_kuaidi100(param: bytes, *, zone: tzinfo) -> Report:
    """`param` of the push form. Times are told without a zone: they are those of `zone`. Raises ReportUnreadable."""
    last = _object(_object(_json(param)).get("lastResult"))
    overall = KUAIDI100_STATES.get(str(last.get("state", "")))
    sightings = [_kuaidi100_sighting(_object(entry), zone=zone) for entry in _entries(last.get("data"))]
    sightings.sort(key=lambda sighting: sighting.at)
    if sightings and overall is not None:
        newest = sightings[-1]
        sightings[-1] = Sighting(at=newest.at, text=newest.text, state=overall, overall=True)
    return Report(carrier=_words(last, "com"), tracking_number=_words(last, "nu"), sightings=sightings)


def _kuaidi100_sighting(entry: dict[str, Any], *, zone: tzinfo) -> Sighting:
    said = str(entry.get("context") or "")
    return Sighting(at=_moment(entry.get("ftime") or entry.get("time"), zone), text=kept_text(said), state=state_in_words(said))


def state_in_words(text: str) -> ParcelState:
    """What a line in Chinese says; in transit when it says nothing we know."""
    return next((state for words, state in CHINESE_WORDS if words.search(text)), ParcelState.IN_TRANSIT)


def read_aftership(body: bytes, *, zone: tzinfo) -> Report:
    """The raw body of the webhook. Raises ReportUnreadable."""
    tracking = _object(_object(_json(body)).get("msg"))
    sightings: list[Sighting] = []
    for checkpoint in map(_object, _entries(tracking.get("checkpoints"))):
        state = _aftership_state(checkpoint) or ParcelState.IN_TRANSIT
        place = checkpoint.get("location") or checkpoint.get("city")
        text = " ".join(str(part) for part in (checkpoint.get("message"), place and f"({place})") if part)
        sightings.append(Sighting(at=_moment(checkpoint.get("checkpoint_time"), zone), text=kept_text(text), state=state))
    sightings.sort(key=lambda sighting: sighting.at)
    overall = _aftership_state(tracking)
    if sightings and overall is not None:
        newest = sightings[-1]
        sightings[-1] = Sighting(at=newest.at, text=newest.text, state=overall, overall=True)
    return Report(carrier=_words(tracking, "slug"), tracking_number=_words(tracking, "tracking_number"), sightings=sightings)


def _aftership_state(said: dict[str, Any]) -> ParcelState | None:
    return AFTERSHIP_SUBTAGS.get(str(said.get("subtag"))) or AFTERSHIP_TAGS.get(str(said.get("tag")))


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except ValueError as error:
        raise ReportUnreadable("not JSON") from error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ReportUnreadable("an object is missing")
    return value


def _entries(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST_SIGHTINGS:
        raise ReportUnreadable("the list of events is missing or too long")
    return value


def _words(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 64 or "\0" in value:
        raise ReportUnreadable(f"{name} is missing")
    return value.strip()


def kept_text(said: str) -> str:
    """What is kept and told of a carrier's words."""
    # PostgreSQL keeps no NUL, and nobody can read one.
    return redacted(said.replace("\0", "")[:LONGEST_TEXT])


def _moment(text: object, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ReportUnreadable("a time is none") from error
