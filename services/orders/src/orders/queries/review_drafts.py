"""Drafts of the review policy, their replays, and the orders on which a draft decides otherwise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.policy import ReviewParameters
from orders.domain.review_draft import ReviewDraftNotFound
from orders.domain.review_replay import Change, ReplayNotFound

DraftId = Annotated[UUID, *prefixed("rvd")]
ReplayId = Annotated[UUID, *prefixed("rpl")]
OrderId = Annotated[UUID, *prefixed("ord")]
DRAFT_COLUMNS = "id, name, parameters, version, created_at, created_by, updated_at, updated_by, published_version"
DRAFTS = text(f"""
    SELECT {DRAFT_COLUMNS} FROM review_draft WHERE CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid) ORDER BY id DESC LIMIT :limit
""")
DRAFT = text(f"SELECT {DRAFT_COLUMNS} FROM review_draft WHERE id = :id")
REPLAY_COLUMNS = """
    id, draft_id, draft_version, placed_from, placed_to, total, judged, over, newly_held, newly_released, otherwise, by_rule, asked_at,
    asked_by, stopped, ended_at
"""
REPLAYS = text(f"""
    SELECT {REPLAY_COLUMNS} FROM review_replay
    WHERE draft_id = :draft AND asked_by_id = :actor AND (CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid))
    ORDER BY id DESC LIMIT :limit
""")
REPLAY = text(f"SELECT {REPLAY_COLUMNS} FROM review_replay WHERE id = :id AND asked_by_id = :actor")
# The asker's shops may be fewer by now than when it was asked for.
ORDERS = """
    SELECT r.place, r.order_id, r.change, r.was, r.would_be, r.passed_by, o.number, o.shop_id, o.placed_at, o.currency, o.paid_amount
    FROM review_replay_order r JOIN sales_order o ON o.id = r.order_id
    WHERE r.replay_id = :id AND {change} r.place > :after AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))
    ORDER BY r.place LIMIT :limit
"""
ALL_ORDERS = text(ORDERS.format(change=""))
ORDERS_CHANGED_SO = text(ORDERS.format(change="r.change = :change AND"))


class ReviewDraftOut(BaseModel):
    """`published_version` null: it can still be changed."""

    id: DraftId
    name: str
    parameters: ReviewParameters
    version: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    published_version: int | None


class RuleCount(BaseModel):
    """Orders that the rule held by their own version (`was`), that it would hold (`would_be`), and that it would let pass (`passes`)."""

    was: int
    would_be: int
    passes: int


class ReplayOut(BaseModel):
    """`over`: orders of `judged` that were over when they came in. `otherwise`: held then and now, for other reasons.

    `ended_at` null: it goes on.
    """

    id: ReplayId
    draft_id: DraftId
    draft_version: int
    placed_from: datetime
    placed_to: datetime
    total: int
    judged: int
    over: int
    newly_held: int
    newly_released: int
    otherwise: int
    by_rule: dict[str, RuleCount]
    asked_at: datetime
    asked_by: str
    stopped: bool
    ended_at: datetime | None


class ReplayedOrderOut(BaseModel):
    """Reasons by the version it was reviewed by (`was`) and by the draft (`would_be`); `passed_by`: rules of the draft that let it pass."""

    place: int
    order_id: OrderId
    change: Change
    was: list[str]
    would_be: list[str]
    passed_by: list[str]
    number: str
    shop_id: str
    placed_at: datetime
    paid: Money


async def find_drafts(reader: AsyncSession, *, before: UUID | None, limit: int) -> Sequence[ReviewDraftOut]:
    """Newest first; one more than `limit`."""
    rows = await reader.execute(DRAFTS, {"before": before, "limit": limit + 1})
    return [ReviewDraftOut.model_validate(dict(row)) for row in rows.mappings()]


async def find_draft(reader: AsyncSession, *, draft_id: UUID) -> ReviewDraftOut:
    """Raises ReviewDraftNotFound."""
    row = (await reader.execute(DRAFT, {"id": draft_id})).mappings().one_or_none()
    if row is None:
        raise ReviewDraftNotFound
    return ReviewDraftOut.model_validate(dict(row))


async def find_replays(reader: AsyncSession, *, draft_id: UUID, actor: Actor, before: UUID | None, limit: int) -> Sequence[ReplayOut]:
    """One's own of a draft, newest first; one more than `limit`."""
    rows = await reader.execute(REPLAYS, {"draft": draft_id, "actor": actor.id, "before": before, "limit": limit + 1})
    return [ReplayOut.model_validate(dict(row)) for row in rows.mappings()]


async def find_replay(reader: AsyncSession, *, replay_id: UUID, actor: Actor) -> ReplayOut:
    """Raises ReplayNotFound."""
    row = (await reader.execute(REPLAY, {"id": replay_id, "actor": actor.id})).mappings().one_or_none()
    if row is None:
        raise ReplayNotFound
    return ReplayOut.model_validate(dict(row))


async def find_replayed_orders(
    reader: AsyncSession, *, replay_id: UUID, change: Change | None, shops: Sequence[str] | None, after: int, limit: int
) -> Sequence[ReplayedOrderOut]:
    """In the order in which they were placed; one more than `limit`."""
    values = {"id": replay_id, "after": after, "shops": shops, "limit": limit + 1}
    asked = (ALL_ORDERS, values) if change is None else (ORDERS_CHANGED_SO, values | {"change": change})
    rows = (await reader.execute(*asked)).mappings()
    return [ReplayedOrderOut.model_validate({**row, "paid": {"amount": row["paid_amount"], "currency": row["currency"]}}) for row in rows]
