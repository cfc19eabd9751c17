"""Bulk actions on their way: which orders each still has to do."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import select, text

from chassis.actor import Actor
from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult
from orders.domain.bulk_review import BulkReview, BulkReviewNotFound, BulkReviewOrder, ItemState

ADD_ORDERS = text("""
    INSERT INTO bulk_review_order (review_id, place, order_id, state)
    SELECT :id, place, order_id, 'waiting' FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS r(order_id, place)
""")
NOTE_RESULTS = text("""
    UPDATE bulk_review_order SET state = r.state, number = r.number, refusal_code = r.code, refusal_rule = r.rule, refusal_zh = r.zh,
        refusal_en = r.en
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        order_id uuid, state text, number text, code text, rule text, zh text, en text)
    WHERE bulk_review_order.review_id = :id AND bulk_review_order.order_id = r.order_id AND bulk_review_order.place = ANY (:places)
""")


async def add_orders(uow: UnitOfWork, *, review_id: UUID, order_ids: Sequence[UUID]) -> None:
    await uow.session.execute(ADD_ORDERS, {"id": review_id, "ids": list(order_ids)})


async def next_going_on(uow: UnitOfWork) -> BulkReview | None:
    """The one that was asked for first."""
    query = select(BulkReview).where(BulkReview.ended_at.is_(None)).order_by(BulkReview.asked_at, BulkReview.id).limit(1)
    return await uow.session.scalar(query)


async def lock_bulk_review(uow: UnitOfWork, *, review_id: UUID) -> BulkReview | None:
    return await uow.session.scalar(select(BulkReview).where(BulkReview.id == review_id).with_for_update())


async def lock_own_bulk_review(uow: UnitOfWork, *, review_id: UUID, actor: Actor) -> BulkReview:
    """Raises BulkReviewNotFound."""
    review = await lock_bulk_review(uow, review_id=review_id)
    if review is None or review.asked_by_id != actor.id:
        raise BulkReviewNotFound
    return review


async def waiting_orders(uow: UnitOfWork, *, review_id: UUID, limit: int) -> Sequence[tuple[int, UUID]]:
    """Place and order."""
    query = select(BulkReviewOrder.place, BulkReviewOrder.order_id).where(
        BulkReviewOrder.review_id == review_id, BulkReviewOrder.state == ItemState.WAITING
    )
    return [(row.place, row.order_id) for row in await uow.session.execute(query.order_by(BulkReviewOrder.place).limit(limit))]


async def note_results(uow: UnitOfWork, *, review_id: UUID, places: Sequence[int], results: Sequence[ActionResult]) -> None:
    rows = [
        {
            "order_id": str(result.order_id),
            "number": result.number or None,
            "state": ItemState.DONE if result.refusal is None else ItemState.REFUSED,
            "code": result.refusal and result.refusal.code,
            "rule": result.refusal and result.refusal.rule,
            "zh": result.refusal and result.refusal.sentence("zh"),
            "en": result.refusal and result.refusal.sentence("en"),
        }
        for result in results
    ]
    await uow.session.execute(NOTE_RESULTS, {"id": review_id, "places": list(places), "rows": orjson.dumps(rows).decode()})


def note_bulk_review(uow: UnitOfWork, review: BulkReview, what: str, *, after: dict[str, object]) -> None:
    uow.audit(f"bulk_review.{what}", noun="bulk_review", noun_id=show_id("blk", review.id), after=after, reason=review.reason or None)
    uow.changed("bulk_review", show_id("blk", review.id))
