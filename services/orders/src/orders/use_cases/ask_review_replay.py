"""A draft of the review policy is to be tried on past orders (rules ORD-2, SYS-6)."""

from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.domain.review_replay import MOST_PAST_ORDERS, ReviewReplay, SpanIsEmpty, TooManyPastOrders
from orders.store.past_orders import count_past_orders
from orders.store.review_drafts import lock_draft, note_replay, shops_of


async def ask_review_replay(uow: UnitOfWork, *, draft_id: UUID, expected: int, placed_from: datetime, placed_to: datetime) -> ReviewReplay:
    """The draft as it stands now, on orders of the asker's shops placed from `placed_from` and before `placed_to`.

    Raises ReviewDraftNotFound, ReviewDraftPublished, VersionStale, SpanIsEmpty, TooManyPastOrders.
    """
    draft = await lock_draft(uow, draft_id=draft_id, expected=expected)
    shops = shops_of(uow.actor)
    total = await count_past_orders(uow, placed_from=placed_from, placed_to=placed_to, shops=shops)
    if total == 0:
        raise SpanIsEmpty
    if total > MOST_PAST_ORDERS:
        raise TooManyPastOrders(most=MOST_PAST_ORDERS)
    replay = ReviewReplay(
        id=new_id(), draft_id=draft.id, draft_version=draft.version, parameters=draft.parameters,
        shops=None if shops is None else list(shops), placed_from=placed_from, placed_to=placed_to, reached_at=None, reached_id=None,
        total=total, judged=0, over=0, newly_held=0, newly_released=0, otherwise=0, by_rule={}, asked_at=uow.now,
        asked_by=uow.actor.name, asked_by_id=uow.actor.id, stopped=False, ended_at=None,
    )  # fmt: skip
    uow.session.add(replay)
    note_replay(uow, replay, "asked")
    return replay
