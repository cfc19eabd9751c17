"""All orders of a filter are to be released, held or cancelled: asked for once, then done set by set in the asker's name (rule ORD-2)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.domain.bulk_review import (
    MOST_ORDERS,
    BulkReasonMissing,
    BulkReview,
    NothingMatches,
    TooManyMatch,
    Verb,
)
from orders.domain.reasons import Stage
from orders.domain.stages import stage_to_hold, stages_of
from orders.permissions import Permission
from orders.store.bulk_reviews import add_orders, note_bulk_review


async def ask_bulk_review(
    uow: UnitOfWork, *, verb: Verb, reason: str, asked: Mapping[str, object], order_ids: Sequence[UUID], stage: Stage | None = None
) -> BulkReview:
    """`order_ids`: what matches the filter `asked` now; orders that come to match later are not meant. `stage` None: all the asker reviews; to hold, the
    first of them.

    Raises Forbidden, BulkReasonMissing, NothingMatches, TooManyMatch.
    """
    stages: list[Stage] = []
    if verb == Verb.RELEASE:
        stages = stages_of(uow.actor, asked=stage)
    elif verb == Verb.HOLD:
        stages = [stage_to_hold(uow.actor, asked=stage)]
    else:
        uow.actor.must(Permission.CANCEL)
    if verb != Verb.RELEASE and not reason.strip():
        raise BulkReasonMissing
    if not order_ids:
        raise NothingMatches
    if len(order_ids) > MOST_ORDERS:
        raise TooManyMatch(most=MOST_ORDERS)
    review = BulkReview(
        id=new_id(),
        verb=verb,
        reason=reason,
        asked=dict(asked),
        shops=None if uow.actor.shops is None else sorted(uow.actor.shops),
        total=len(order_ids),
        done=0,
        refused=0,
        asked_at=uow.now,
        asked_by=uow.actor.name,
        asked_by_id=uow.actor.id,
        asked_by_kind=uow.actor.kind,
        stages=[str(one) for one in stages],
        stopped=False,
        ended_at=None,
    )
    uow.session.add(review)
    await uow.session.flush()
    await add_orders(uow, review_id=review.id, order_ids=order_ids)
    note_bulk_review(uow, review, "asked", after={"verb": str(verb), "orders": len(order_ids), "filter": dict(asked)})
    return review
