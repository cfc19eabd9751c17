"""JSON as platforms really send it: read exactly, walked tolerantly.

Whole numbers keep every digit (ids above 2^53), decimals are taken from the raw text. A field that is there and cannot be
understood is noted, and the note holds the order.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, DecimalException
from typing import cast
from zoneinfo import ZoneInfo

from channels.domain.draft import Note, NoteCode, PayloadRefused
from channels.domain.values import Unit, amount, clean, moment, whole

MAX_PAYLOAD_BYTES = 5_000_000


def read_json(payload: bytes | str) -> object:
    """Refuses what is no JSON, with one reason whatever the cause."""
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise PayloadRefused("payload_too_large", f"More than {MAX_PAYLOAD_BYTES} bytes.")
    try:
        text = payload if isinstance(payload, str) else _decoded(payload)
        return cast(object, json.loads(text, parse_float=Decimal, parse_constant=_no_constant))
    except (ValueError, DecimalException, RecursionError) as error:
        raise PayloadRefused("not_json", f"The payload is not JSON: {error}"[:200]) from error


def _decoded(payload: bytes) -> str:
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("gb18030")


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no number")


class Fields:
    """One JSON object. `zone` reads its times, `units` its money; what cannot be read goes to `notes`."""

    def __init__(
        self,
        raw: Mapping[str, object],
        *,
        zone: ZoneInfo,
        units: Mapping[str, Unit],
        notes: list[Note] | None = None,
        path: str = "",
        loose: bool = False,
    ) -> None:
        self._raw = {_folded(name): value for name, value in raw.items()} if loose else raw
        self._zone = zone
        self._units = units
        self._path = path
        self._loose = loose
        self.notes: list[Note] = [] if notes is None else notes

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def names(self) -> list[str]:
        return list(self._raw)

    def note(self, code: NoteCode, name: str, detail: str = "") -> None:
        self.notes.append(Note(code, f"{self._path}.{name}" if self._path else name, detail[:64]))

    def get(self, name: str) -> object:
        return self._raw.get(_folded(name) if self._loose else name)

    def text(self, *names: str) -> str:
        """The first of these that says anything, as text. An object or a list where text belongs says nothing."""
        for name in names:
            value = self.get(name)
            if value is None or isinstance(value, dict | list):
                continue
            try:
                if found := clean(value):
                    return found
            except ValueError:
                self._misread(NoteCode.UNREADABLE_PART, name, value)
        return ""

    def money(self, name: str) -> Decimal | None:
        """In the unit that the platform's table gives this very field; a field that is not in the table is our mistake."""
        value = self.get(name)
        try:
            return amount(value, self._units[name])
        except ValueError:
            self._misread(NoteCode.UNREADABLE_AMOUNT, name, value)
            return None

    def count(self, name: str) -> int | None:
        value = self.get(name)
        try:
            return whole(value)
        except ValueError:
            self._misread(NoteCode.UNREADABLE_QUANTITY, name, value)
            return None

    def quantity(self, name: str) -> int:
        """How many pieces were ordered; 0, and a note that holds the order, where that is not told."""
        count = self.count(name)
        if count is None:
            self.note(NoteCode.QUANTITY_NOT_TOLD, name)
        return count or 0

    def code(self, name: str) -> int | None:
        """A small number that stands for a state. One that is not a number stands for none we know: -1."""
        try:
            return whole(self.get(name))
        except ValueError:
            return -1

    def at(self, *names: str) -> datetime | None:
        """The first of these times that was told."""
        for name in names:
            value = self.get(name)
            try:
                if (found := moment(value, self._zone)) is not None:
                    return found
            except (ValueError, OverflowError, OSError):
                self._misread(NoteCode.UNREADABLE_TIME, name, value)
        return None

    def inside(self, *names: str) -> "Fields":
        """The object under the first of these names, also when it is JSON inside text; an empty one where there is none."""
        for name in names:
            value = self._opened(name)
            if isinstance(value, dict):
                return self._child(cast(dict[str, object], value), name)
        return self._child({}, names[0])

    def each(self, *names: str) -> Iterator["Fields"]:
        """The objects of the first list that is there. `names` are tried in turn; "orders.order" goes one level deeper."""
        for name in names:
            first, _, second = name.partition(".")
            found = self._opened(first)
            if second and isinstance(found, dict):
                found = self._child(cast(dict[str, object], found), first)._opened(second)
            elif second:
                continue
            if isinstance(found, dict):
                found = cast(list[object], [found] if found else [])
            if isinstance(found, list):
                yield from self._children(cast(list[object], found), first)
                return

    def _children(self, values: list[object], name: str) -> Iterator["Fields"]:
        for index, value in enumerate(values):
            if isinstance(value, dict):
                yield self._child(cast(dict[str, object], value), f"{name}[{index}]")
            else:
                self._misread(NoteCode.UNREADABLE_PART, f"{name}[{index}]", value)

    def _opened(self, name: str) -> object:
        value = self.get(name)
        if isinstance(value, str) and value.strip()[:1] in ("{", "["):
            try:
                return read_json(value)
            except PayloadRefused:
                self._misread(NoteCode.UNREADABLE_PART, name, value)
                return None
        return value

    def _child(self, raw: Mapping[str, object], name: str) -> "Fields":
        path = f"{self._path}.{name}" if self._path else name
        return Fields(raw, zone=self._zone, units=self._units, notes=self.notes, path=path, loose=self._loose)

    def _misread(self, code: NoteCode, name: str, value: object) -> None:
        # The value itself may be personal data: only its kind is told.
        self.notes.append(Note(code, f"{self._path}.{name}" if self._path else name, type(value).__name__))


def _folded(name: str) -> str:
    """camelCase and snake_case of one name are one name."""
    return name.replace("_", "").lower()
