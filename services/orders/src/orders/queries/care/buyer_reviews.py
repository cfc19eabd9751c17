"""The review desk: what waits for an answer by deadline, what is bad and waits for somebody, or all, newest first; and one review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from orders.domain.care.buyer_review import TO_FOLLOW_UP, UNANSWERED, ReviewNotFound
from orders.queries.desk_priority import DeskService, Priorities, level_of

ReviewId = Annotated[UUID, *prefixed("rvw")]
OrderId = Annotated[UUID, *prefixed("ord")]
ComplaintId = Annotated[UUID, *prefixed("cpl")]
MOST_ENTRIES = 200
COLUMNS = """
    r.id, r.shop_id, r.platform_review_no, r.platform_order_no, r.order_id, o.number AS order_number, r.sku, r.product, r.stars, r.text, r.pictures,
    r.written_at, r.received_at, r.source, r.edits, r.bad, r.class_code, r.classified_by, r.answer, r.answer_due_at, r.answered_at,
    r.answered_by, r.follow_up, r.follow_up_note, r.followed_up_at, r.followed_up_by, r.complaint_id, r.malice, r.malice_evidence, r.words_removed_at, r.version
"""
FROM = "FROM buyer_review r LEFT JOIN sales_order o ON o.id = r.order_id"
LEVEL = level_of(order_id="r.order_id")
ONE = text(f"SELECT {COLUMNS} {FROM} WHERE r.id = :id AND (CAST(:shops AS text[]) IS NULL OR r.shop_id = ANY (CAST(:shops AS text[])))")
VERSIONS = text("""
    SELECT edit, stars, text, pictures, modified_at, received_at FROM buyer_review_version WHERE review_id = :id ORDER BY edit DESC LIMIT :most
""")
ENTRIES = text("SELECT id, at, what, by_kind, by_name, facts FROM buyer_review_entry WHERE review_id = :id ORDER BY id DESC LIMIT :most")


class ReviewView(StrEnum):
    """`unanswered`: by deadline. `follow_up`: bad and nobody has said what is done. `malicious`: marked, whatever came of it. `all`."""

    UNANSWERED = "unanswered"
    FOLLOW_UP = "follow_up"
    MALICIOUS = "malicious"
    ALL = "all"


WAITING = {
    ReviewView.UNANSWERED: f"r.{UNANSWERED}",
    ReviewView.FOLLOW_UP: f"r.{TO_FOLLOW_UP}",
    ReviewView.MALICIOUS: "r.malice <> 'none'",
}


@dataclass(frozen=True, kw_only=True)
class ReviewFilter:
    """`q` is a whole number: of the review, or of its order (ours or the shop's)."""

    view: ReviewView
    stars: int | None
    shop_id: str | None
    class_code: str | None
    q: str | None
    priority: bool
    shops: list[str] | None
    after: tuple[datetime, UUID] | None
    limit: int


class BuyerReviewRow(BaseModel):
    """`bad`, `answer_due_at` by the policy when it came in. `follow_up` is none, needed, complaint or noted; `malice` none, marked, appealed,
    upheld or refused. `classified_by` "" with a class: by its words.
    """

    id: ReviewId
    shop_id: str
    platform_review_no: str
    platform_order_no: str
    order_id: OrderId | None
    order_number: str | None
    sku: str
    product: str
    stars: int
    text: str
    pictures: list[str]
    written_at: datetime
    received_at: datetime
    source: str
    edits: int
    bad: bool
    class_code: str | None
    classified_by: str
    answer: str
    answer_due_at: datetime
    answered_at: datetime | None
    answered_by: str
    follow_up: str
    follow_up_note: str
    followed_up_at: datetime | None
    followed_up_by: str
    complaint_id: ComplaintId | None
    malice: str
    malice_evidence: list[str]
    words_removed_at: datetime | None
    """Its time was over or its buyer was erased: a mark stands for its text, and its pictures are gone."""
    version: int


class BuyerReviewDeskRow(BuyerReviewRow):
    """`service` None: whose review it is is not known."""

    service: DeskService | None


class BuyerReviewVersionOut(BaseModel):
    """`edit` 0 is what was written first."""

    edit: int
    stars: int
    text: str
    pictures: list[str]
    modified_at: datetime
    received_at: datetime


class BuyerReviewEntryOut(BaseModel):
    id: int
    at: datetime
    what: str
    by_kind: str
    by_name: str
    detail: str


class BuyerReviewOut(BuyerReviewRow):
    """With what its buyer had written before, and what happened to it, both newest first."""

    versions: list[BuyerReviewVersionOut]
    history: list[BuyerReviewEntryOut]


async def find_reviews(reader: AsyncSession, wanted: ReviewFilter, *, priorities: Priorities) -> Sequence[BuyerReviewDeskRow]:
    """Up to `limit` + 1. Raises PriorityOfWaitingOnly."""
    conditions, values = _conditions(wanted)
    if wanted.priority:
        priorities.limit(conditions, values, level=LEVEL, waits=wanted.view in WAITING)
    column, way, sign = ("answer_due_at", "ASC", ">") if wanted.view == ReviewView.UNANSWERED else ("written_at", "DESC", "<")
    if wanted.after is not None:
        conditions.append(f"(r.{column}, r.id) {sign} (:after_at, :after_id)")
        values["after_at"], values["after_id"] = wanted.after
    where = " AND ".join(conditions) or "true"
    query = text(f"SELECT {COLUMNS}, {LEVEL} AS level {FROM} WHERE {where} ORDER BY r.{column} {way}, r.id {way} LIMIT :limit")
    rows = (await reader.execute(query, values | {"limit": wanted.limit + 1})).mappings()
    return [BuyerReviewDeskRow.model_validate({**row, "service": priorities.service(row["level"])}) for row in rows]


def _conditions(wanted: ReviewFilter) -> tuple[list[str], dict[str, Any]]:
    conditions = [WAITING[wanted.view]] if wanted.view in WAITING else []
    values: dict[str, Any] = {}
    for name in ("stars", "shop_id", "class_code"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(f"r.{name} = :{name}")
            values[name] = value
    if wanted.shops is not None:
        conditions.append("r.shop_id = ANY (CAST(:shops AS text[]))")
        values["shops"] = wanted.shops
    if wanted.q:
        # By numbers only, each with an index behind it.
        conditions.append(
            "r.id IN (SELECT id FROM buyer_review WHERE platform_review_no = :q UNION ALL SELECT b.id FROM buyer_review b JOIN sales_order n "
            "ON n.id = b.order_id WHERE n.number = :q UNION ALL SELECT b.id FROM buyer_review b JOIN sales_order n ON n.id = b.order_id "
            "WHERE n.platform_order_no = :q)"
        )
        values["q"] = wanted.q.strip()
    return conditions, values


async def find_review(reader: AsyncSession, *, review_id: UUID, shops: list[str] | None) -> BuyerReviewOut:
    """Raises ReviewNotFound."""
    row = (await reader.execute(ONE, {"id": review_id, "shops": shops})).mappings().first()
    if row is None:
        raise ReviewNotFound
    versions = (await reader.execute(VERSIONS, {"id": review_id, "most": MOST_ENTRIES})).mappings()
    entries = (await reader.execute(ENTRIES, {"id": review_id, "most": MOST_ENTRIES})).all()
    return BuyerReviewOut(
        **dict(row),
        versions=[BuyerReviewVersionOut.model_validate(dict(one)) for one in versions],
        history=[
            BuyerReviewEntryOut(id=one.id, at=one.at, what=one.what, by_kind=one.by_kind, by_name=one.by_name, detail=_detail(one.facts))
            for one in entries
        ],
    )


def _detail(facts: dict[str, Any]) -> str:
    return next((str(facts[name]) for name in ("reason", "standard_answer", "class_code", "complaint") if facts.get(name)), "")
