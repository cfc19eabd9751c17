"""Which customers a page of the list shows, and in which order, as SQL. Each way of asking is read along an index, however many there are.

| asked for | answered by |
|---|---|
| nothing, last order, level | `customer` of all shops; else of each shop its index of `customer_shop`, the newest of all merged |
| a tag | `customer_listed_tag`, by shop too |
| what was paid | the index of `worth`, the most first |
| a phone, an open id, an order's number | what the search finds, at most MOST_CANDIDATES |

What else is asked for is looked up of the rows that come up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.customers.keys import open_id_key
from orders.queries.order_search import MOST_CANDIDATES, search_for

Key = tuple[datetime | Decimal, UUID]
MOST_ROUNDS = 8
"""A page whose shops share nearly all customers ends early, with a cursor: what one request reads has a bound."""
ALL_SHOPS = [""]
SHOPS = text("SELECT id, platform FROM shop")
# Of each shop the next rows, the newest of them all, and of each whether the customer has a newer one in another of the shops. What is
# looked up of a customer (`kept`) is looked up of the merged rows only, not of each shop's.
OF_SHOPS = """
    WITH raw AS MATERIALIZED (
        SELECT c.key, c.id FROM unnest(CAST(:scopes AS text[])) AS asked(shop_id) CROSS JOIN LATERAL (
            SELECT c.{key} AS key, c.customer_id AS id FROM {source} c WHERE c.shop_id = asked.shop_id AND {conditions}
            ORDER BY c.{key} DESC, c.customer_id DESC LIMIT :most
        ) c ORDER BY c.key DESC, c.id DESC LIMIT :most
    )
    SELECT raw.key, raw.id, NOT EXISTS (
        SELECT FROM {source} b WHERE b.customer_id = raw.id AND b.shop_id = ANY (CAST(:scopes AS text[])) AND b.{key} > raw.key {same}
    ) AND {kept} AS first FROM raw ORDER BY raw.key DESC, raw.id DESC
"""
OF_ALL = """
    SELECT c.{key} AS key, c.id, true AS first FROM customer c WHERE c.last_order_at IS NOT NULL AND {conditions}
    ORDER BY c.{key} DESC, c.id DESC LIMIT :most
"""
SEARCHED = """
    SELECT DISTINCT coalesce(c.last_order_at, c.made_at) AS key, c.id, true AS first FROM ({candidates}) found
    JOIN customer b ON b.id = found.customer_id JOIN customer c ON c.id = b.file_id WHERE {conditions} ORDER BY 1 DESC, 2 DESC LIMIT :most
"""
IN_SHOPS = """
    (CAST(:shops AS text[]) IS NULL OR EXISTS (SELECT FROM customer m JOIN customer_order x ON x.customer_id = m.id
        WHERE m.file_id = c.id AND x.shop_id = ANY (CAST(:shops AS text[]))))
"""
TAGGED = "EXISTS (SELECT FROM customer_listed_tag n WHERE n.customer_id = {file} AND n.tag = :tag AND n.shop_id = '')"
LEVEL_OF_FILE = "EXISTS (SELECT FROM customer n WHERE n.id = raw.id AND n.level = :level)"
NEWEST_IN_SHOPS = """
    (SELECT max(n.last_order_at) FROM customer_shop n WHERE n.customer_id = raw.id AND n.shop_id = ANY (CAST(:scopes AS text[])))
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`shops` None means all; `after` is the key to go on after; `digest` and `today` are for searches.

    With `paid_from` the list goes by what was paid less refunds, the most first: of all shops, or in one of `shops`. All else goes by
    the newest order. `last_from` is included, `last_to` is not.
    """

    q: str = ""
    tag: str = ""
    level: str = ""
    shops: list[str] | None
    last_from: datetime | None = None
    last_to: datetime | None = None
    paid_from: Decimal | None = None
    after: Key | None = None
    limit: int
    today: date
    digest: Callable[[str], str]

    @property
    def by_worth(self) -> bool:
        return self.paid_from is not None and not self.q


@dataclass(kw_only=True)
class Statement:
    """`template` still wants its `conditions`; `place` names key and id, where the next page goes on."""

    template: str
    place: str
    conditions: list[str]
    values: dict[str, Any] = field(default_factory=dict[str, Any])

    def sql(self, *, goes_on: bool) -> str:
        conditions = [*self.conditions, *([f"({self.place}) < (:after_key, :after_id)"] if goes_on else [])]
        return self.template.replace("{conditions}", " AND ".join(conditions) or "true")


async def find_keys(reader: AsyncSession, asked: Asked) -> tuple[list[UUID], Key | None]:
    """Up to `limit` files, and the key that the next page goes on after; None at the end."""
    if asked.shops == []:
        return [], None
    statement = await _searched(reader, asked) if asked.q else _listed(asked)
    wanted = (
        ("level", asked.level),
        ("tag", asked.tag),
        ("paid_from", asked.paid_from),
        ("last_from", asked.last_from),
        ("last_to", asked.last_to),
    )
    values = {
        **statement.values,
        **{name: value for name, value in wanted if value not in (None, "")},
        "shops": asked.shops,
        "scopes": asked.shops or ALL_SHOPS,
    }
    # A customer of several shops comes up once in each of them: read on, more each time, until the page is full.
    keys: list[Key] = []
    after, most = asked.after, asked.limit + 1
    for _ in range(MOST_ROUNDS):
        place = {} if after is None else {"after_key": after[0], "after_id": after[1]}
        raw = (await reader.execute(text(statement.sql(goes_on=after is not None)), {**values, **place, "most": most})).all()
        keys += dict.fromkeys((row.key, row.id) for row in raw if row.first)
        if len(keys) > asked.limit:
            return [one for _, one in keys[: asked.limit]], keys[asked.limit - 1]
        if len(raw) < most:
            return [one for _, one in keys], None
        after, most = (raw[-1].key, raw[-1].id), most * 2
    return [one for _, one in keys], after


def _listed(asked: Asked) -> Statement:
    key = "worth" if asked.by_worth else "last_order_at"
    if asked.shops is None and not (asked.tag and not asked.by_worth):
        conditions = [
            *_level(asked),
            *_times(asked, "c.last_order_at"),
            *_worth(asked),
            *([TAGGED.format(file="c.id")] if asked.tag else []),
        ]
        return Statement(template=OF_ALL.replace("{key}", key), place=f"c.{key}, c.id", conditions=conditions)
    if asked.tag and not asked.by_worth:
        source, same = "customer_listed_tag", "AND b.tag = :tag"
        conditions, kept = ["c.tag = :tag", *_times(asked, "c.last_order_at")], [LEVEL_OF_FILE] if asked.level else []
    else:
        source, same = "customer_shop", ""
        # By what was paid, the newest order may be in another shop than the row that is read.
        times = _times(asked, NEWEST_IN_SHOPS if asked.by_worth else "c.last_order_at")
        conditions = [*_level(asked), *_worth(asked), *([] if asked.by_worth else times)]
        kept = [*(times if asked.by_worth else []), *([TAGGED.format(file="raw.id")] if asked.tag else [])]
    template = OF_SHOPS.replace("{source}", source).replace("{same}", same).replace("{key}", key)
    return Statement(
        template=template.replace("{kept}", " AND ".join(kept) or "true"), place=f"c.{key}, c.customer_id", conditions=conditions
    )


def _level(asked: Asked) -> list[str]:
    return ["c.level = :level"] if asked.level else []


def _worth(asked: Asked) -> list[str]:
    return ["c.worth >= :paid_from"] if asked.paid_from is not None else []


async def _searched(reader: AsyncSession, asked: Asked) -> Statement:
    shops = (await reader.execute(SHOPS)).all()
    keys = [open_id_key(asked.q, platform=shop.platform, shop_id=shop.id, digest=asked.digest) for shop in shops]
    values: dict[str, Any] = {"keys": sorted({str(key.digest) for key in keys if key is not None})}
    candidates = "SELECT customer_id FROM customer_key WHERE digest = ANY (CAST(:keys AS uuid[]))"
    search = search_for(asked.q, shops=asked.shops, digest=asked.digest, today=asked.today)
    if search is not None:
        values.update(search.values)
        candidates += f" UNION SELECT o.customer_id FROM ({search.sql}) s JOIN customer_order o ON o.order_id = s.id"
    return Statement(
        template=SEARCHED.replace("{candidates}", f"SELECT customer_id FROM ({candidates}) all_found LIMIT {MOST_CANDIDATES}"),
        place="coalesce(c.last_order_at, c.made_at), c.id",
        conditions=[
            IN_SHOPS,
            *_level(asked),
            *_worth(asked),
            *([TAGGED.format(file="c.id")] if asked.tag else []),
            *_times(asked, "c.last_order_at"),
        ],
        values=values,
    )


def _times(asked: Asked, newest: str) -> list[str]:
    return [
        *([f"{newest} >= :last_from"] if asked.last_from is not None else []),
        *([f"{newest} < :last_to"] if asked.last_to is not None else []),
    ]
