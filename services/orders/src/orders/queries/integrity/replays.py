"""Replays of drafts of the integrity policy: how far each is, and what would change."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.integrity.policy import IntegrityParameters
from orders.domain.integrity.replay import ReplayNotFound
from orders.domain.shop import shops_seen_by
from orders.queries.integrity.suspicions import OrderId, SignalOut

ReplayId = Annotated[UUID, *prefixed("irp")]
COLUMNS = "id, parameters, first_at, until_at, total, done, asked_at, asked_by, stopped, ended_at, summary"
# What somebody found who sees more shops is nothing for who sees fewer.
VISIBLE = "(CAST(:shops AS text[]) IS NULL OR (shops IS NOT NULL AND shops <@ CAST(:shops AS text[])))"
LIST = text(f"""
    SELECT {COLUMNS} FROM integrity_replay
    WHERE {VISIBLE} AND (CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid)) ORDER BY id DESC LIMIT :limit
""")
FIND = text(f"SELECT {COLUMNS} FROM integrity_replay WHERE id = :id AND {VISIBLE}")
ORDERS = text("""
    SELECT r.order_id AS id, o.number, o.platform_order_no, r.shop_id, o.paid_amount, o.currency, r.placed_at, r.score, r.signals,
        s.score AS score_now, coalesce(s.signals, '[]') AS signals_now, s.state
    FROM integrity_replay_order r JOIN sales_order o ON o.id = r.order_id LEFT JOIN integrity_suspicion s ON s.order_id = r.order_id
    WHERE r.replay_id = :id AND r.change = :change
        AND (CAST(:after_at AS timestamptz) IS NULL OR (r.placed_at, r.order_id) < (:after_at, :after_id))
    ORDER BY r.placed_at DESC, r.order_id DESC LIMIT :limit
""")


class IntegrityReplaySum(BaseModel):
    """`change` is added (suspected by the draft only), removed (suspected now, not by the draft) or kept (by both)."""

    change: str
    orders: int
    amounts: list[Money]


class IntegrityReplaySignal(BaseModel):
    """How many orders that the draft suspects show it, and how many of these nobody suspects now."""

    signal: str
    zh: str
    en: str
    orders: int
    added: int


class IntegrityReplayOut(BaseModel):
    """`ended_at` null: it goes on; `sums` and `signals` are there when it has ended. `stopped`: the rest of the orders was left out."""

    id: ReplayId
    parameters: IntegrityParameters
    first_at: datetime
    until_at: datetime
    total: int
    done: int
    asked_at: datetime
    asked_by: str
    stopped: bool
    ended_at: datetime | None
    sums: list[IntegrityReplaySum]
    signals: list[IntegrityReplaySignal]


class IntegrityReplayedOrder(BaseModel):
    """`score` and `signals` by the draft; `score_now`, `signals_now` and `state` as it is suspected, null and empty when it is not."""

    id: OrderId
    number: str
    platform_order_no: str
    shop_id: str
    paid: Money
    placed_at: datetime
    score: int
    signals: list[SignalOut]
    score_now: int | None
    signals_now: list[SignalOut]
    state: str | None


async def find_replays(reader: AsyncSession, *, actor: Actor, before: UUID | None, limit: int) -> list[IntegrityReplayOut]:
    """Newest first."""
    rows = await reader.execute(LIST, {"shops": shops_seen_by(actor), "before": before, "limit": limit + 1})
    return [replay_out(row) for row in rows.mappings()]


async def find_replay(reader: AsyncSession, *, replay_id: UUID, actor: Actor) -> IntegrityReplayOut:
    """Raises ReplayNotFound."""
    row = (await reader.execute(FIND, {"id": replay_id, "shops": shops_seen_by(actor)})).mappings().first()
    if row is None:
        raise ReplayNotFound
    return replay_out(row)


async def find_replayed_orders(
    reader: AsyncSession, *, replay_id: UUID, change: str, after: tuple[datetime, UUID] | None, limit: int
) -> list[IntegrityReplayedOrder]:
    """Newest first."""
    at, order_id = after or (None, None)
    values = {"id": replay_id, "change": change, "after_at": at, "after_id": order_id, "limit": limit + 1}
    rows = (await reader.execute(ORDERS, values)).mappings()
    return [
        IntegrityReplayedOrder.model_validate({**row, "paid": Money(amount=row["paid_amount"], currency=row["currency"])}) for row in rows
    ]


def replay_out(row: Any) -> IntegrityReplayOut:
    summary: dict[str, Any] = row["summary"] or {"sums": [], "signals": []}
    sums: dict[str, IntegrityReplaySum] = {}
    for one in summary["sums"]:
        found = sums.setdefault(one["change"], IntegrityReplaySum(change=one["change"], orders=0, amounts=[]))
        found.orders += one["orders"]
        found.amounts.append(Money(amount=one["amount"], currency=one["currency"]))
    return IntegrityReplayOut.model_validate({**row, "sums": list(sums.values()), "signals": summary["signals"]})
