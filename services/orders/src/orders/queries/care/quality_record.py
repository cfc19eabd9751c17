"""Quality tracking records: what buyers told of a product, what one customer told, and the rows behind a count of problems (rule CARE-4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed, show_id
from orders.domain.customers.file import CustomerNotFound

OrderId = Annotated[UUID, *prefixed("ord")]
PREFIXES = {"review": "rvw", "case": "asc", "complaint": "cpl", "call_back": "cbk"}
VISIBLE = "(CAST(:shops AS text[]) IS NULL OR e.shop_id = ANY (CAST(:shops AS text[])))"
AFTER = "(CAST(:after_at AS timestamptz) IS NULL OR (e.at, e.subject_id) < (:after_at, CAST(:after_id AS uuid)))"
OF_PRODUCT = text(f"""
    SELECT e.kind, e.subject_id, e.number, e.at, e.shop_id, e.order_id, o.number AS order_number, e.class_code, e.facts, ARRAY[e.sku] AS skus
    FROM quality_entry e LEFT JOIN sales_order o ON o.id = e.order_id
    WHERE e.sku = :sku AND e.sku <> '' AND {VISIBLE} AND {AFTER}
    ORDER BY e.at DESC, e.subject_id DESC LIMIT :limit
""")
# Of the file's orders, and what is told of the customer without an order; a thing with several products is one.
OF_CUSTOMER = text(f"""
    SELECT e.kind, e.subject_id, e.number, e.at, e.shop_id, e.order_id, o.number AS order_number, max(e.class_code) AS class_code, e.facts,
        array_agg(e.sku ORDER BY e.sku) FILTER (WHERE e.sku <> '') AS skus
    FROM (
        SELECT q.* FROM customer b JOIN customer_order c ON c.customer_id = b.id JOIN quality_entry q ON q.order_id = c.order_id
        WHERE b.file_id = :file
        UNION
        SELECT q.* FROM customer b JOIN quality_entry q ON q.customer_id = b.id WHERE b.file_id = :file
    ) e LEFT JOIN sales_order o ON o.id = e.order_id
    WHERE {VISIBLE} AND {AFTER}
    GROUP BY e.kind, e.subject_id, e.number, e.at, e.shop_id, e.order_id, o.number, e.facts
    ORDER BY e.at DESC, e.subject_id DESC LIMIT :limit
""")
BEHIND = text(f"""
    SELECT e.kind, e.subject_id, e.number, e.at, e.shop_id, e.order_id, o.number AS order_number, e.class_code, e.facts, ARRAY[e.sku] AS skus
    FROM quality_entry e LEFT JOIN sales_order o ON o.id = e.order_id
    WHERE e.class_code = :class_code AND e.sku = :sku AND e.month >= :since AND {VISIBLE} AND {AFTER}
    ORDER BY e.month DESC, e.at DESC, e.subject_id DESC LIMIT :limit
""")
FILE = text(f"""
    SELECT c.file_id FROM customer c WHERE c.id = :id AND EXISTS (
        SELECT FROM customer b JOIN customer_order e ON e.customer_id = b.id WHERE b.file_id = c.file_id AND {VISIBLE})
""")
MONTHS = text(f"""
    SELECT e.kind, e.month, count(*)::integer AS told, count(e.class_code)::integer AS problems,
        sum((e.facts->>'stars')::integer) FILTER (WHERE (e.facts->>'counts')::boolean) AS stars,
        count(*) FILTER (WHERE e.kind = 'review' AND (e.facts->>'counts')::boolean) AS starred
    FROM quality_entry e WHERE e.sku = :sku AND e.sku <> '' AND e.month >= :since AND {VISIBLE}
    GROUP BY e.kind, e.month ORDER BY e.month, e.kind
""")
NAME = text("SELECT name_zh, name_en FROM sku WHERE sku = :sku")


class QualityEntryOut(BaseModel):
    """One thing that was told. `kind` is review, case, complaint or call_back, `id` that of it. `stars` of a review, `satisfaction` of a
    call-back; `reason` is the case's reason or the complaint's kind; `standing` how it stands (`text` for people).
    """

    kind: str
    id: str
    number: str
    at: datetime
    shop_id: str
    order_id: OrderId | None
    order_number: str | None
    skus: list[str]
    class_code: str | None
    stars: int | None
    satisfaction: int | None
    reason: str
    standing: str
    text: str


class QualityMonth(BaseModel):
    """`told` things of a kind in a month, `problems` of them classified; `mean_stars` of its reviews, malicious ones left out."""

    kind: str
    month: date
    told: int
    problems: int
    mean_stars: float | None


class QualitySummary(BaseModel):
    sku: str
    name_zh: str
    name_en: str
    months: list[QualityMonth]


Key = tuple[datetime, UUID]


async def find_product_record(
    reader: AsyncSession, *, sku: str, shops: list[str] | None, after: Key | None, limit: int
) -> tuple[list[QualityEntryOut], list[Key]]:
    """Newest first: up to `limit` + 1, with their keys."""
    return await _find(reader, OF_PRODUCT, {"sku": sku}, shops=shops, after=after, limit=limit)


async def find_customer_record(
    reader: AsyncSession, *, customer_id: UUID, shops: list[str] | None, after: Key | None, limit: int
) -> tuple[list[QualityEntryOut], list[Key]]:
    """Newest first: up to `limit` + 1, with their keys. Raises CustomerNotFound."""
    file = await reader.scalar(FILE, {"id": customer_id, "shops": shops})
    if file is None:
        raise CustomerNotFound
    return await _find(reader, OF_CUSTOMER, {"file": file}, shops=shops, after=after, limit=limit)


async def find_problems(
    reader: AsyncSession, *, class_code: str, sku: str, since: date, shops: list[str] | None, after: Key | None, limit: int
) -> tuple[list[QualityEntryOut], list[Key]]:
    """The rows behind a count of the improvement list: since a month, newest first."""
    return await _find(reader, BEHIND, {"class_code": class_code, "sku": sku, "since": since}, shops=shops, after=after, limit=limit)


async def find_quality_summary(reader: AsyncSession, *, sku: str, since: date, shops: list[str] | None) -> QualitySummary:
    rows = (await reader.execute(MONTHS, {"sku": sku, "since": since, "shops": shops})).all()
    name = (await reader.execute(NAME, {"sku": sku})).one_or_none()
    months = [
        QualityMonth(
            kind=row.kind,
            month=row.month,
            told=row.told,
            problems=row.problems,
            mean_stars=round(row.stars / row.starred, 2) if row.starred else None,
        )
        for row in rows
    ]
    return QualitySummary(sku=sku, name_zh=name.name_zh if name else "", name_en=name.name_en if name else "", months=months)


async def _find(
    reader: AsyncSession, query: Any, values: dict[str, Any], *, shops: list[str] | None, after: Key | None, limit: int
) -> tuple[list[QualityEntryOut], list[Key]]:
    at, subject_id = after or (None, None)
    scope = {"shops": shops, "after_at": at, "after_id": subject_id, "limit": limit + 1}
    rows: Sequence[Any] = (await reader.execute(query, {**values, **scope})).all()
    return [_entry(row) for row in rows], [(row.at, row.subject_id) for row in rows]


def _entry(row: Any) -> QualityEntryOut:
    facts: dict[str, Any] = row.facts
    return QualityEntryOut(
        kind=row.kind,
        id=show_id(PREFIXES[row.kind], row.subject_id),
        number=row.number,
        at=row.at,
        shop_id=row.shop_id,
        order_id=row.order_id,
        order_number=row.order_number,
        skus=[sku for sku in row.skus or [] if sku],
        class_code=row.class_code,
        stars=facts.get("stars"),
        satisfaction=facts.get("satisfaction"),
        reason=facts.get("reason_code") or facts.get("complaint_kind") or "",
        standing=facts.get("state") or facts.get("outcome") or "",
        text=facts.get("text") or "",
    )
