"""Finding an order by what a person has in hand: our number, the shop's number, the last digits, the phone or its tail.

Every kind of search takes at most MOST_CANDIDATES from its own index; digits anywhere in a number are not searched (278 ms at a million).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from orders.domain.search_keys import phone_key, tail_key

MOST_CANDIDATES = 200
SERIAL_DAYS = 366
SHORTEST_PREFIX = 3
PREFIX = "SO-"

BY_NUMBER = "number LIKE :number_prefix{shops} ORDER BY number USING ~>~"
BY_SERIAL = "number = ANY (CAST(:serials AS text[])){shops}"
BY_PLATFORM = "platform_order_no LIKE :platform_prefix{shops} ORDER BY platform_order_no USING ~>~"
BY_PHONE = "phone_tail_digest = :tail AND phone_digest = :phone{shops} ORDER BY placed_at DESC, id DESC"
BY_TAIL = "phone_tail_digest = :tail{shops} ORDER BY placed_at DESC, id DESC"
# Before the limit: the candidates of one shop must not be crowded out by those of others.
IN_SHOPS = " AND shop_id = ANY (CAST(:shops AS text[]))"


@dataclass(frozen=True, kw_only=True)
class Search:
    """`sql` selects the ids of candidates."""

    sql: str
    values: dict[str, Any]


def search_for(q: str, *, shops: Sequence[str] | None, digest: Callable[[str], str], today: date) -> Search | None:
    """`shops` None means all. None when there is too little to search for."""
    text = q.strip()
    parts: list[str] = []
    values: dict[str, Any] = {"candidates": MOST_CANDIDATES}
    if text.upper().startswith(PREFIX):
        parts.append(BY_NUMBER)
        values["number_prefix"] = _prefix(text.upper())
    elif len(text) >= SHORTEST_PREFIX:
        parts.append(BY_PLATFORM)
        values["platform_prefix"] = _prefix(text)
    digits = text.replace(" ", "").replace("-", "").removeprefix("+")
    if digits.isascii() and digits.isdecimal():
        _add_digits(digits, parts, values, digest=digest, today=today)
    if not parts:
        return None
    if shops is not None:
        values["shops"] = list(shops)
    within = IN_SHOPS if shops is not None else ""
    queries = [f"(SELECT id FROM sales_order WHERE {part.format(shops=within)} LIMIT :candidates)" for part in parts]
    return Search(sql=" UNION ".join(queries), values=values)


def _add_digits(digits: str, parts: list[str], values: dict[str, Any], *, digest: Callable[[str], str], today: date) -> None:
    if len(digits) <= 6:
        # The serial number of one of the days: no index on the reversed number is needed, for each day has at most one.
        days = (today - timedelta(days=ago) for ago in range(-1, SERIAL_DAYS))
        parts.append(BY_SERIAL)
        values["serials"] = [f"{PREFIX}{day:%Y%m%d}-{digits.zfill(6)}" for day in days]
    phone = phone_key(digest, digits)
    if phone is not None:
        parts.append(BY_PHONE)
        values.update(phone=phone, tail=tail_key(digest, digits[-4:]))
    elif len(digits) == 4:
        parts.append(BY_TAIL)
        values["tail"] = tail_key(digest, digits)


def _prefix(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"
