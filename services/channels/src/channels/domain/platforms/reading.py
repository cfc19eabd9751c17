"""What all platforms share: finding the orders inside a payload's wrappers, and reading each one on its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from channels.domain.draft import ParsedOrder, PayloadRefused, ShopTerms, Told, Unreadable, plainly
from channels.domain.fields import Fields, read_json
from channels.domain.finish import finish
from channels.domain.platforms.refunds import RefundKind, read_refunds
from channels.domain.values import Unit
from contracts.orders import PlatformRefund

_DEEPEST_WRAPPER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a payload held: orders, or in their place the requests of buyers (`refunds`). `told_total` is the sender's own count, `has_more` whether it announced another page."""

    results: tuple[ParsedOrder | Unreadable, ...]
    refunds: tuple[PlatformRefund, ...] = ()
    told_total: int | None = None
    has_more: bool | None = None

    @property
    def orders(self) -> list[ParsedOrder]:
        return [result for result in self.results if isinstance(result, ParsedOrder)]

    @property
    def unreadable(self) -> list[Unreadable]:
        return [result for result in self.results if isinstance(result, Unreadable)]

    @property
    def complete(self) -> bool:
        """False when the sender counted more than it sent: a watermark must not move past such a page."""
        return not self.has_more and (self.told_total is None or self.told_total <= len(self.results) + len(self.refunds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one platform wraps its orders. `lists` and `singles` are the names orders stand under, `identity` marks a bare one."""

    name: str
    lists: tuple[str, ...]
    singles: tuple[str, ...]
    identity: tuple[str, ...]
    units: Mapping[str, Unit]
    read: Callable[[Fields, ShopTerms], Told]
    refunds: tuple[RefundKind, ...] = ()
    totals: tuple[str, ...] = ("total_results", "total_count", "total", "orderTotal")
    more: tuple[str, ...] = ("has_next", "has_more", "hasNext")
    loose: bool = False
    singles_need_identity: bool = False

    def marks(self, node: object) -> bool:
        return isinstance(node, dict) and any(self.folded(name) in self.keys(cast(dict[str, object], node)) for name in self.identity)

    def keys(self, node: Mapping[str, object]) -> dict[str, str]:
        return {self.folded(name): name for name in node}

    def folded(self, name: str) -> str:
        return name.replace("_", "").lower() if self.loose else name


def read_payload(dialect: Dialect, payload: bytes | str, terms: ShopTerms) -> Reading:
    """Never raises: what cannot be an order comes back as an Unreadable with its reason."""
    try:
        root = read_json(payload)
        _refuse_error(root)
        rows = _rows(dialect, root, 0)
        if rows is None:
            return _other_document(dialect, root, terms)
        return Reading(
            results=tuple(_read_each(dialect, rows, terms)),
            told_total=_number_at(root, dialect.totals),
            has_more=_flag_at(root, dialect.more),
        )
    except PayloadRefused as refused:
        return Reading(results=(refused.at("payload"),))


def _read_each(dialect: Dialect, rows: list[object], terms: ShopTerms) -> Iterable[ParsedOrder | Unreadable]:
    for index, row in enumerate(_unwrapped(dialect, rows)):
        where = f"orders[{index}]"
        if not isinstance(row, dict):
            yield Unreadable(code="not_an_order", detail="An order must be a JSON object.", where=where)
            continue
        fields = Fields(cast(dict[str, object], row), zone=terms.zone, units=dialect.units, loose=dialect.loose)
        told: Told | None = None
        try:
            told = dialect.read(fields, terms)
            told.notes.extend(fields.notes)
            yield finish(told, terms)
        except PayloadRefused as refused:
            yield refused.at(where)
        except (ValueError, OverflowError) as error:
            # A contract's own limits (an amount too long) end here as well.
            yield Unreadable(code="not_readable", detail=plainly(error), where=where, order_no=told.order_no if told else "")


def _unwrapped(dialect: Dialect, rows: list[object]) -> Iterable[object]:
    """Rows of a database push keep the whole order as text in one field, edges of a graph keep it under `node`."""
    for row in rows:
        if isinstance(row, dict) and any(name in row for name in dialect.singles):
            inner = _rows(dialect, cast(object, row), _DEEPEST_WRAPPER - 2)
            yield from [row] if inner is None else inner
        else:
            yield row


def _rows(dialect: Dialect, node: object, depth: int) -> list[object] | None:
    """The orders under the wrappers, or None where nothing looks like one. A bare list is taken by its first member."""
    node = _opened(node)
    if isinstance(node, list):
        bare = cast(list[object], node)
        return bare if not bare or depth or _looks_like_order(dialect, bare[0]) else None
    if not isinstance(node, dict) or depth > _DEEPEST_WRAPPER:
        return None
    found = cast(dict[str, object], node)
    named = _named_rows(dialect, found, depth)
    if named is not None or dialect.marks(found):
        return [found] if named is None else named
    for value in found.values():
        if isinstance(value, dict) and (rows := _rows(dialect, cast(object, value), depth + 1)) is not None:
            return rows
    return None


def _named_rows(dialect: Dialect, node: dict[str, object], depth: int) -> list[object] | None:
    keys = dialect.keys(node)
    for name in dialect.lists:
        if (key := keys.get(dialect.folded(name))) is not None and (rows := _listed(node[key])) is not None:
            return rows
    for name in dialect.singles:
        if (key := keys.get(dialect.folded(name))) is not None and (rows := _single(dialect, node[key], depth)) is not None:
            return rows
    return None


def _single(dialect: Dialect, value: object, depth: int) -> list[object] | None:
    single = _opened(value)
    if not isinstance(single, dict):
        return None
    nested = _rows(dialect, cast(object, single), depth + 1)
    if nested is None and not dialect.singles_need_identity:
        return [cast(object, single)]
    return nested


def _looks_like_order(dialect: Dialect, node: object) -> bool:
    if not isinstance(node, dict):
        return True
    keys = dialect.keys(cast(dict[str, object], node))
    return dialect.marks(cast(object, node)) or any(dialect.folded(name) in keys for name in dialect.singles)


def _listed(value: object) -> list[object] | None:
    """A list, or a list one level deeper as in `trades.trade[]`."""
    value = _opened(value)
    if isinstance(value, list):
        return cast(list[object], value)
    if isinstance(value, dict):
        inner = list(cast(dict[str, object], value).values())
        if len(inner) == 1 and isinstance(inner[0], list):
            return cast(list[object], inner[0])
    return None


def _opened(value: object) -> object:
    if isinstance(value, str) and value.strip()[:1] in ("{", "["):
        return read_json(value)
    return value


def _refuse_error(root: object) -> None:
    if not isinstance(root, dict):
        if isinstance(root, list):
            return
        raise PayloadRefused("not_an_order", "The payload is neither a JSON object nor a list.")
    error = cast(dict[str, object], root).get("error_response")
    if isinstance(error, dict):
        told = cast(dict[str, object], error)
        words = [told.get(name) for name in ("code", "error_code", "sub_code", "msg", "error_msg", "zh_desc", "sub_msg")]
        text = " ".join(str(word) for word in words if word not in (None, ""))
        raise PayloadRefused("platform_error", f"The platform answered with an error: {text}"[:300])


def _other_document(dialect: Dialect, root: object, terms: ShopTerms) -> Reading:
    """Refunds, wherever they stand. Raises PayloadRefused."""
    try:
        refunds, unreadable = read_refunds(root, terms, dialect.refunds)
    except (ValueError, OverflowError) as error:
        raise PayloadRefused("not_readable", plainly(error)) from error
    if refunds or unreadable:
        return Reading(results=tuple(unreadable), refunds=tuple(refunds))
    raise PayloadRefused("not_an_order", f"No {dialect.name} order was found in the payload.")


def _number_at(root: object, names: tuple[str, ...], depth: int = 0) -> int | None:
    value = _value_at(root, names, depth)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag_at(root: object, names: tuple[str, ...]) -> bool | None:
    value = _value_at(root, names, 0)
    return {"true": True, "false": False}.get(str(value).lower())


def _value_at(node: object, names: tuple[str, ...], depth: int) -> object:
    if not isinstance(node, dict) or depth > 2:
        return None
    found = cast(dict[str, object], node)
    for name in names:
        if name in found and not isinstance(found[name], dict | list):
            return found[name]
    for value in found.values():
        if (deeper := _value_at(value, names, depth + 1)) is not None:
            return deeper
    return None


def glossed(word: str) -> str:
    """ "SUCCESS(退款成功)" is SUCCESS: documentation samples carry a gloss in brackets."""
    return word.replace("（", "(").split("(")[0].strip()
