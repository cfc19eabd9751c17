"""The list of product improvements: how often each problem of each product was told, by whom, month by month, and what is done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

VISIBLE = "(CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))"
LIST = text(f"""
    WITH counted AS (
        SELECT class_code, sku, sum(problems)::integer AS problems FROM problem_tally
        WHERE month >= :since AND {VISIBLE}
            AND (CAST(:classes AS text[]) IS NULL OR class_code = ANY (CAST(:classes AS text[])))
            AND (CAST(:sku AS text) IS NULL OR sku = :sku)
        GROUP BY class_code, sku HAVING sum(problems) > 0
    )
    SELECT c.class_code, c.sku, c.problems, coalesce(s.name_zh, '') AS name_zh, coalesce(s.name_en, '') AS name_en,
        coalesce(i.state, 'new') AS state, coalesce(i.owner_id, '') AS owner_id, coalesce(i.owner, '') AS owner, i.due_on,
        coalesce(i.reason, '') AS reason, i.ended_at, i.changed_at, coalesce(i.changed_by, '') AS changed_by, coalesce(i.version, 0) AS version
    FROM counted c
    LEFT JOIN improvement i ON i.class_code = c.class_code AND i.sku = c.sku
    LEFT JOIN sku s ON s.sku = c.sku
    WHERE (CAST(:state AS text) IS NULL OR coalesce(i.state, 'new') = :state)
        AND (CAST(:after_problems AS integer) IS NULL OR c.problems < :after_problems
            OR (c.problems = :after_problems AND (c.class_code, c.sku) > (CAST(:after_class AS text), CAST(:after_sku AS text))))
    ORDER BY c.problems DESC, c.class_code, c.sku LIMIT :limit
""")
BY_MONTH = text(f"""
    SELECT t.class_code, t.sku, t.month, t.kind, sum(t.problems)::integer AS problems FROM problem_tally t
    JOIN unnest(CAST(:classes AS text[]), CAST(:skus AS text[])) AS w(class_code, sku) ON w.class_code = t.class_code AND w.sku = t.sku
    WHERE t.month >= :since AND {VISIBLE.replace("shop_id", "t.shop_id")}
    GROUP BY t.class_code, t.sku, t.month, t.kind
""")


class ImprovementView(StrEnum):
    """`new`: nobody has taken it on."""

    NEW = "new"
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class ImprovementFilter:
    """`months` from the oldest to this one, each by its first day. `classes` None: all."""

    months: list[date]
    classes: list[str] | None
    sku: str | None
    state: ImprovementView | None
    shops: list[str] | None
    after: tuple[int, str, str] | None
    limit: int


class MonthProblems(BaseModel):
    month: date
    problems: int


class KindProblems(BaseModel):
    """`kind` is review, complaint or case."""

    kind: str
    problems: int


class ImprovementRow(BaseModel):
    """`sku` "": not known of which product. `problems` is the sum of `months`, oldest first. `version` 0: nobody has taken it on."""

    class_code: str
    sku: str
    name_zh: str
    name_en: str
    problems: int
    kinds: list[KindProblems]
    months: list[MonthProblems]
    state: str
    owner_id: str
    owner: str
    due_on: date | None
    reason: str
    ended_at: datetime | None
    changed_at: datetime | None
    changed_by: str
    version: int


async def find_improvements(reader: AsyncSession, wanted: ImprovementFilter) -> Sequence[ImprovementRow]:
    """Most frequent first: up to `limit` + 1."""
    problems, class_code, sku = wanted.after or (None, None, None)
    scope: dict[str, Any] = {"since": wanted.months[0], "shops": wanted.shops}
    values = {"classes": wanted.classes, "sku": wanted.sku, "state": wanted.state, "limit": wanted.limit + 1}
    after = {"after_problems": problems, "after_class": class_code, "after_sku": sku}
    rows = (await reader.execute(LIST, {**scope, **values, **after})).mappings().all()
    keys = {"classes": [row["class_code"] for row in rows], "skus": [row["sku"] for row in rows]}
    counts = (await reader.execute(BY_MONTH, {**scope, **keys})).all()
    return [
        _row(row, [one for one in counts if (one.class_code, one.sku) == (row["class_code"], row["sku"])], wanted.months) for row in rows
    ]


def _row(row: Any, counts: Sequence[Any], months: Sequence[date]) -> ImprovementRow:
    by_month = dict.fromkeys(months, 0)
    by_kind: dict[str, int] = {}
    for one in counts:
        by_month[one.month] = by_month.get(one.month, 0) + one.problems
        by_kind[one.kind] = by_kind.get(one.kind, 0) + one.problems
    return ImprovementRow(
        **dict(row),
        kinds=[KindProblems(kind=kind, problems=problems) for kind, problems in sorted(by_kind.items()) if problems],
        months=[MonthProblems(month=month, problems=problems) for month, problems in sorted(by_month.items())],
    )
