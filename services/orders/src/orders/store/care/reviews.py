"""Loads and locks reviews, finds what they are about, and writes down what happened to them. Many are locked in the order of their ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, tuple_

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.care.buyer_review import REVIEW, BuyerReview, BuyerReviewEntry, ReviewHappened, ReviewNotFound
from orders.domain.care.quality import QualityKind, Told
from orders.domain.care.review_told import ReviewTold
from orders.store.care.quality_entries import put_quality

LOCK_SHOP = text("SELECT pg_advisory_xact_lock(hashtextextended('buyer_review ' || :shop, 0))")
SHOPS = text("SELECT id FROM shop WHERE id = ANY (:ids)")
ORDERS = text("""
    SELECT id, shop_id, platform_order_no, delivered_at, EXISTS (SELECT FROM erased_order e WHERE e.order_id = sales_order.id) AS erased
    FROM sales_order
    WHERE kind = 'order' AND (platform_order_no, shop_id) IN (SELECT * FROM unnest(CAST(:numbers AS text[]), CAST(:shops AS text[])))
""")
LINES = text("""
    SELECT order_id, platform_line_no, merchant_code, sku, title FROM order_line WHERE order_id = ANY (:ids) ORDER BY order_id, line_no
""")
SKUS = text("SELECT sku, name_zh FROM sku WHERE sku = ANY (:skus)")
FACTS = text("""
    SELECT s.name AS shop, o.tracking_number FROM shop s LEFT JOIN sales_order o ON o.id = :order_id WHERE s.id = :shop_id
""")


@dataclass(frozen=True, kw_only=True)
class BoughtOrder:
    id: UUID
    delivered_at: datetime | None
    erased: bool
    """Its buyer was: no version of a review brings their words back."""
    lines: list[Any] = field(default_factory=list[Any])


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """What reviews can be about: orders by (shop, platform's number), names of SKUs."""

    orders: Mapping[tuple[str, str], BoughtOrder]
    sku_names: Mapping[str, str]

    def order_of(self, told: ReviewTold) -> BoughtOrder | None:
        return self.orders.get((told.shop_id, told.platform_order_no)) if told.platform_order_no else None

    def product_of(self, told: ReviewTold) -> tuple[str, str]:
        """Its SKU and name, as far as they can be known: by the line that was named, by the SKU, or because the order holds no other."""
        order = self.order_of(told)
        for line in () if order is None else order.lines:
            named = told.platform_line_no and line.platform_line_no == told.platform_line_no
            if named or (told.sku and told.sku in (line.sku, line.merchant_code)):
                return line.sku or "", line.title
        if told.sku in self.sku_names:
            return told.sku, self.sku_names[told.sku]
        skus = {line.sku for line in order.lines} if order is not None and not told.sku else set[Any]()
        return (order.lines[0].sku or "", order.lines[0].title) if order is not None and len(skus) == 1 else ("", "")


async def lock_shops(uow: UnitOfWork, shop_ids: Collection[str]) -> set[str]:
    """One taker of reviews of a shop at a time. The shops that there are."""
    for shop_id in sorted(shop_ids):
        await uow.session.execute(LOCK_SHOP, {"shop": shop_id})
    return set((await uow.session.execute(SHOPS, {"ids": list(shop_ids)})).scalars())


async def kept_reviews(uow: UnitOfWork, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], BuyerReview]:
    """Locked."""
    query = select(BuyerReview).where(tuple_(BuyerReview.shop_id, BuyerReview.platform_review_no).in_(list(keys)))
    return {
        (one.shop_id, one.platform_review_no): one for one in await uow.session.scalars(query.order_by(BuyerReview.id).with_for_update())
    }


async def read_subjects(uow: UnitOfWork, told: Sequence[ReviewTold]) -> Subjects:
    pairs = sorted({(one.platform_order_no, one.shop_id) for one in told if one.platform_order_no})
    values = {"numbers": [number for number, _ in pairs], "shops": [shop for _, shop in pairs]}
    rows = (await uow.session.execute(ORDERS, values)).all()
    orders = {
        (row.shop_id, row.platform_order_no): BoughtOrder(id=row.id, delivered_at=row.delivered_at, erased=row.erased) for row in rows
    }
    by_id = {order.id: order for order in orders.values()}
    for line in await uow.session.execute(LINES, {"ids": list(by_id)}):
        by_id[line.order_id].lines.append(line)
    names = await uow.session.execute(SKUS, {"skus": sorted({one.sku for one in told if one.sku})})
    return Subjects(orders=orders, sku_names={row.sku: row.name_zh for row in names})


async def lock_reviews(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, BuyerReview]:
    """Those that exist and that the actor may see."""
    query = select(BuyerReview).where(BuyerReview.id.in_(ids))
    if uow.actor.shops is not None:
        query = query.where(BuyerReview.shop_id.in_(uow.actor.shops))
    found = await uow.session.scalars(query.order_by(BuyerReview.id).with_for_update().execution_options(populate_existing=True))
    return {one.id: one for one in found}


async def lock_review(uow: UnitOfWork, review_id: UUID) -> BuyerReview:
    """Raises ReviewNotFound."""
    review = (await lock_reviews(uow, [review_id])).get(review_id)
    if review is None:
        raise ReviewNotFound
    return review


async def placeholder_facts(uow: UnitOfWork, review: BuyerReview) -> dict[str, str]:
    row = (await uow.session.execute(FACTS, {"shop_id": review.shop_id, "order_id": review.order_id})).one_or_none()
    told = {"order_no": review.platform_order_no, "product": review.product}
    return told if row is None else {**told, "shop": row.shop, "tracking_number": row.tracking_number or ""}


def note(uow: UnitOfWork, review: BuyerReview, what: ReviewHappened, *, reason: str | None = None, **facts: object) -> None:
    """Into the review's history and onto open screens; what people do also into the audit trail."""
    entry = {name: value for name, value in facts.items() if value is not None} | ({"reason": reason} if reason else {})
    uow.session.add(
        BuyerReviewEntry(review_id=review.id, at=uow.now, what=what, by_kind=uow.actor.kind, by_name=uow.actor.name, facts=entry)
    )
    shown = show_id(REVIEW, review.id)
    uow.audit(f"buyer_review.{what}", noun="buyer_review", noun_id=shown, after=entry, reason=reason)
    uow.changed("buyer_review", shown)


async def tell_quality(uow: UnitOfWork, reviews: Sequence[BuyerReview]) -> None:
    """What these reviews say of products, as they stand now."""
    await put_quality(
        uow,
        [
            Told(
                kind=QualityKind.REVIEW,
                subject_id=one.id,
                number=one.platform_review_no,
                at=one.written_at,
                shop_id=one.shop_id,
                order_id=one.order_id,
                skus=(one.sku,),
                class_code=one.class_code if one.counts else None,
                facts={"stars": one.stars, "text": one.text[:200], "counts": one.counts},
            )
            for one in reviews
        ],
    )
