"""The desk of fake orders: rings that wait for a person, the suspected orders, and how those of a ring hang together."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.integrity.mark import SHARED_BY
from orders.domain.integrity.suspicion import SuspicionNotFound
from orders.domain.shop import shops_seen_by

OrderId = Annotated[UUID, *prefixed("ord")]
RingId = Annotated[UUID, *prefixed("ring")]
CaseId = Annotated[UUID, *prefixed("foc")]
MOST_OF_A_RING = 500
VISIBLE = "(CAST(:shops AS text[]) IS NULL OR s.shop_id = ANY (CAST(:shops AS text[])))"
COLUMNS = """
    s.order_id AS id, s.ring_id, s.shop_id, s.state, s.score, s.signals, s.policy_version, s.flagged_at, s.case_id, s.decided_at, s.decided_by,
    s.reason, o.number, o.platform_order_no, o.status, o.paid_amount, o.currency, o.placed_at, o.receiver_name, o.receiver_city
"""
# What waits is a work queue, a few hundred at most: it is grouped as it is asked for. Newest signal of what has not been decided first.
RINGS = text(f"""
    SELECT s.ring_id AS id, count(*) AS orders, max(s.score) AS score, min(s.flagged_at) AS flagged_at,
        array_agg(DISTINCT s.shop_id) AS shop_ids, jsonb_object_agg(o.id, jsonb_build_array(o.currency, o.paid_amount::text)) AS amounts,
        jsonb_agg(s.signals) AS signals
    FROM integrity_suspicion s JOIN sales_order o ON o.id = s.order_id
    WHERE s.state = 'open' AND {VISIBLE}
    GROUP BY s.ring_id
    HAVING CAST(:after_at AS timestamptz) IS NULL OR (min(s.flagged_at), s.ring_id) > (:after_at, :after_id)
    ORDER BY min(s.flagged_at), s.ring_id LIMIT :limit
""")
LIST = text(f"""
    SELECT {COLUMNS} FROM integrity_suspicion s JOIN sales_order o ON o.id = s.order_id
    WHERE s.state = :state AND {VISIBLE}
        AND (CAST(:after_at AS timestamptz) IS NULL OR (s.flagged_at, s.order_id) < (:after_at, :after_id))
    ORDER BY s.flagged_at DESC, s.order_id DESC LIMIT :limit
""")
OF_RING = text(f"""
    SELECT {COLUMNS}, m.payer, m.device, m.address FROM integrity_suspicion s
    JOIN sales_order o ON o.id = s.order_id LEFT JOIN integrity_mark m ON m.order_id = s.order_id
    WHERE s.ring_id = :ring_id AND {VISIBLE}
    ORDER BY o.placed_at, o.id LIMIT :limit
""")
OF_CASE = text(f"""
    SELECT {COLUMNS} FROM integrity_suspicion s JOIN sales_order o ON o.id = s.order_id
    WHERE s.case_id = :case_id AND {VISIBLE} ORDER BY o.placed_at, o.id LIMIT :limit
""")


class SignalOut(BaseModel):
    """`zh` and `en` as the policy of that time words it; `facts` are the numbers it rests on."""

    signal: str
    weight: int
    zh: str
    en: str
    facts: dict[str, int]


class SuspicionOut(BaseModel):
    """`score` is the sum of the weights of its `signals`. `state` is open, confirmed, cleared or restored."""

    id: OrderId
    ring_id: RingId
    case_id: CaseId | None
    number: str
    platform_order_no: str
    shop_id: str
    status: str
    paid: Money
    placed_at: datetime
    receiver_name: str
    receiver_city: str
    state: str
    score: int
    signals: list[SignalOut]
    policy_version: int
    flagged_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str


class RingSignal(BaseModel):
    """How many orders of the ring show it."""

    signal: str
    zh: str
    en: str
    orders: int


class RingRow(BaseModel):
    """What of a ring waits for a person."""

    id: RingId
    orders: int
    shop_ids: list[str]
    amounts: list[Money]
    score: int
    flagged_at: datetime
    signals: list[RingSignal]


class SharedTrait(BaseModel):
    """A payer, device or address of several orders. `label` tells two of a kind apart; nothing can be read back from it."""

    kind: str
    label: str
    orders: list[OrderId]


class RingOut(BaseModel):
    """`shared` is what ties its orders together: the edges of its picture."""

    id: RingId
    orders: list[SuspicionOut]
    amounts: list[Money]
    shared: list[SharedTrait]


async def find_rings(reader: AsyncSession, *, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[RingRow]:
    """Oldest first."""
    at, ring_id = after or (None, None)
    values = {"shops": shops_seen_by(actor), "after_at": at, "after_id": ring_id, "limit": limit + 1}
    return [_ring_row(row) for row in (await reader.execute(RINGS, values)).mappings()]


async def find_suspicions(
    reader: AsyncSession, *, actor: Actor, state: str, after: tuple[datetime, UUID] | None, limit: int
) -> list[SuspicionOut]:
    """Newest first."""
    at, order_id = after or (None, None)
    values = {"shops": shops_seen_by(actor), "state": state, "after_at": at, "after_id": order_id, "limit": limit + 1}
    return [_suspicion(row) for row in (await reader.execute(LIST, values)).mappings()]


async def find_ring(reader: AsyncSession, *, ring_id: UUID, actor: Actor) -> RingOut:
    """What the actor may see of it, whatever was decided. Raises SuspicionNotFound."""
    values = {"shops": shops_seen_by(actor), "ring_id": ring_id, "limit": MOST_OF_A_RING}
    rows = (await reader.execute(OF_RING, values)).mappings().all()
    if not rows:
        raise SuspicionNotFound
    orders = [_suspicion(row) for row in rows]
    return RingOut(id=ring_id, orders=orders, amounts=_sums([order.paid for order in orders]), shared=_shared(rows))


async def find_orders_of_case(reader: AsyncSession, *, case_id: UUID, actor: Actor) -> list[SuspicionOut]:
    values = {"shops": shops_seen_by(actor), "case_id": case_id, "limit": MOST_OF_A_RING}
    return [_suspicion(row) for row in (await reader.execute(OF_CASE, values)).mappings()]


def _suspicion(row: Any) -> SuspicionOut:
    return SuspicionOut.model_validate({**row, "paid": Money(amount=row["paid_amount"], currency=row["currency"])})


def _ring_row(row: Any) -> RingRow:
    signals: dict[str, RingSignal] = {}
    for spoken in [signal for signals_of_order in row["signals"] for signal in signals_of_order]:
        found = signals.setdefault(spoken["signal"], RingSignal(signal=spoken["signal"], zh=spoken["zh"], en=spoken["en"], orders=0))
        found.orders += 1
    paid = [Money(amount=Decimal(amount), currency=currency) for currency, amount in row["amounts"].values()]
    return RingRow.model_validate({**row, "amounts": _sums(paid), "signals": list(signals.values())})


def _sums(paid: Sequence[Money]) -> list[Money]:
    sums: dict[str, Decimal] = {}
    for money in paid:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return [Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items())]


def _shared(rows: Sequence[Any]) -> list[SharedTrait]:
    by_trait: dict[tuple[str, int], list[UUID]] = {}
    for row in rows:
        for kind in SHARED_BY:
            if row[kind] is not None:
                by_trait.setdefault((kind, row[kind]), []).append(row["id"])
    numbers = dict.fromkeys(SHARED_BY, 0)
    shared: list[SharedTrait] = []
    for (kind, _), orders in by_trait.items():
        if len(orders) > 1:
            numbers[kind] += 1
            shared.append(SharedTrait(kind=kind, label=f"{numbers[kind]}", orders=orders))
    return shared
