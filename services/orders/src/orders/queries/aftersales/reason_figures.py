"""Why buyers come back: cases and what was paid for them, by reason, product, shop or month (rule CARE-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.refusals import FieldError, Invalid
from contracts.money import Money
from orders.queries.aftersales.policies import reason_words

MOST_DAYS = 366
MOST_ROWS = 200
"""Of products, the most frequent; other groups have fewer."""


class GroupedBy(StrEnum):
    REASON = "reason"
    PRODUCT = "product"
    SHOP = "shop"
    MONTH = "month"


KEYS = {
    GroupedBy.REASON: ("c.reason_code", "max(c.reason_code)"),
    GroupedBy.PRODUCT: ("coalesce(l.sku, '')", "max(l.title)"),
    GroupedBy.SHOP: ("c.shop_id", "coalesce(max(s.name), c.shop_id)"),
    GroupedBy.MONTH: ("to_char(c.opened_at AT TIME ZONE :zone, 'YYYY-MM')", "max(to_char(c.opened_at AT TIME ZONE :zone, 'YYYY-MM'))"),
}
FIND = """
    SELECT {key} AS key, {name} AS name, c.currency, count({cases}) AS cases, count({cases}) FILTER (WHERE c.state = 'closed') AS closed,
        coalesce(sum({amount}) FILTER (WHERE c.state = 'closed'), 0) AS amount
    FROM aftersales_case c {joins}
    WHERE c.opened_at >= :start AND c.opened_at < :end AND c.state <> 'withdrawn'
        AND (CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))
        AND (CAST(:shop_id AS text) IS NULL OR c.shop_id = :shop_id)
        AND (CAST(:reason AS text) IS NULL OR c.reason_code = :reason)
    GROUP BY 1, c.currency ORDER BY {order} LIMIT {most}
"""


class DaysWrong(Invalid):
    code = "days_wrong"
    rule = "CARE-1"
    zh = "请选择 1 至 {most} 天的时间段。"
    en = "Choose a time of 1 to {most} days."


class ReasonFigure(BaseModel):
    """`cases` that were not withdrawn, `closed` of them, and what these paid, in one currency. `key` is a reason's code, SKU, shop's id or month."""

    key: str
    zh: str
    en: str
    cases: int
    closed: int
    amount: Money


@dataclass(frozen=True, kw_only=True)
class FiguresAsked:
    """Of cases opened from `first` to `last`, both days of the company in `zone`. `shops` None: all."""

    by: GroupedBy
    first: date
    last: date
    zone: tzinfo
    shops: list[str] | None
    shop_id: str | None
    reason: str | None


async def find_reason_figures(reader: AsyncSession, asked: FiguresAsked, *, now: datetime) -> Sequence[ReasonFigure]:
    """`now` is for the words of reasons. Raises DaysWrong."""
    if not 0 <= (asked.last - asked.first).days < MOST_DAYS:
        field = FieldError(pointer="/to", code="days_wrong", zh="时间段不对", en="is not within the time from the first day")
        raise DaysWrong(most=MOST_DAYS, errors=[field])
    key, name = KEYS[asked.by]
    by_product = asked.by == GroupedBy.PRODUCT
    joins = (
        "JOIN aftersales_line l ON l.case_id = c.id"
        if by_product
        else "LEFT JOIN shop s ON s.id = c.shop_id"
        if asked.by == GroupedBy.SHOP
        else ""
    )
    query = FIND.format(
        # Only a case of several lines comes up more than once; to look for that takes three times as long as to count.
        key=key, name=name, joins=joins, cases="DISTINCT c.id" if by_product else "*", amount="l.amount" if by_product else "c.amount", most=MOST_ROWS,
        order="key, c.currency" if asked.by == GroupedBy.MONTH else "cases DESC, key, c.currency",
    )  # fmt: skip
    values: dict[str, Any] = {
        "start": datetime.combine(asked.first, time(), asked.zone), "end": datetime.combine(asked.last + timedelta(days=1), time(), asked.zone), "zone": str(asked.zone),
        "shops": asked.shops, "shop_id": asked.shop_id, "reason": asked.reason,
    }  # fmt: skip
    if asked.by != GroupedBy.MONTH:
        del values["zone"]
    rows = (await reader.execute(text(query), values)).mappings().all()
    words = await reason_words(reader, now=now) if asked.by == GroupedBy.REASON else {}
    return [_figure(row, words) for row in rows]


def _figure(row: Any, words: dict[str, tuple[str, str]]) -> ReasonFigure:
    zh, en = words.get(row["key"], (row["name"], row["name"]))
    amount = Money(amount=row["amount"], currency=row["currency"])
    return ReasonFigure(key=row["key"], zh=zh, en=en, cases=row["cases"], closed=row["closed"], amount=amount)
