"""Past orders as review saw them last, for replays of a draft of its policy (rule ORD-2).

What came later is left out: a refund after the parcel had left, a cancellation, that it was sent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from chassis.sealing import SealBroken, Sealer
from chassis.uow import UnitOfWork
from orders.domain.draft import Draft, DraftLine
from orders.domain.knowledge import Knowledge
from orders.domain.reasons import Hold
from orders.domain.receiver import FIELDS, Receiver
from orders.domain.review_replay import MOST_PAST_ORDERS, PastOrder, ReviewReplay
from orders.domain.status import DraftState, OrderStatus, Refund

SPAN = """
    o.kind = 'order' AND o.placed_at >= :placed_from AND o.placed_at < :placed_to
    AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))
"""
COUNT = text(f"SELECT count(*) FROM (SELECT 1 FROM sales_order o WHERE {SPAN} LIMIT :most) AS capped")
READ = text(f"""
    SELECT o.id, o.shop_id, o.platform_order_no, o.platform_status, o.state, o.placed_at, o.paid_at, o.modified_at, o.currency,
        o.goods_amount, o.discount_amount, o.freight_amount, o.paid_amount, o.buyer_id, o.receiver_sealed, o.buyer_remark, o.seller_remark,
        o.refund, o.shipped_at, o.policy_version, first.facts AS arrived
    FROM sales_order o CROSS JOIN LATERAL (
        SELECT t.facts FROM timeline_entry t WHERE t.order_id = o.id AND t.what = 'placed' ORDER BY t.id LIMIT 1
    ) AS first
    WHERE {SPAN} AND (CAST(:reached_at AS timestamptz) IS NULL OR (o.placed_at, o.id) > (:reached_at, :reached_id))
    ORDER BY o.placed_at, o.id LIMIT :limit
""")
READ_LINES = text("""
    SELECT order_id, platform_line_no, merchant_code, sku, platform_sku, title, quantity, unit, unit_price, paid_amount, refund
    FROM order_line WHERE order_id = ANY (CAST(:ids AS uuid[])) ORDER BY order_id, line_no
""")
OVER = frozenset({OrderStatus.CANCELLED, OrderStatus.CLOSED, OrderStatus.SHIPPED, OrderStatus.COMPLETED})


async def count_past_orders(uow: UnitOfWork, *, placed_from: datetime, placed_to: datetime, shops: Sequence[str] | None) -> int:
    """At most one more than may be replayed."""
    values = {"placed_from": placed_from, "placed_to": placed_to, "shops": shops, "most": MOST_PAST_ORDERS + 1}
    return (await uow.session.execute(COUNT, values)).scalar_one()


async def read_past_orders(uow: UnitOfWork, replay: ReviewReplay, *, known: Knowledge, limit: int) -> list[PastOrder]:
    """The next of its span."""
    values = {name: getattr(replay, name) for name in ("placed_from", "placed_to", "shops", "reached_at", "reached_id")}
    rows = (await uow.session.execute(READ, values | {"limit": limit})).mappings().all()
    lines: dict[UUID, list[RowMapping]] = {}
    for line in (await uow.session.execute(READ_LINES, {"ids": [row["id"] for row in rows]})).mappings():
        lines.setdefault(line["order_id"], []).append(line)
    return [_past(row, lines.get(row["id"], []), known=known, sealer=uow.sealer) for row in rows]


def _past(row: RowMapping, lines: Sequence[RowMapping], *, known: Knowledge, sealer: Sealer) -> PastOrder:
    shop = known.shops.get(row["shop_id"])
    over = row["arrived"]["status"] in OVER
    return PastOrder(
        order_id=row["id"],
        placed_at=row["placed_at"],
        draft=None if over else _draft(row, lines, sealer),
        skus=[line["sku"] for line in lines],
        platform="" if shop is None else shop.platform,
        policy_version=row["policy_version"],
    )


def _draft(row: RowMapping, lines: Sequence[RowMapping], sealer: Sealer) -> Draft:
    # A refund asked for after the parcel had left was no matter of review.
    refunds = row["shipped_at"] is None
    told = {
        name: row[name] for name in ("shop_id", "platform_order_no", "platform_status", "placed_at", "paid_at", "modified_at", "currency")
    }
    amounts = {name: str(row[name]) for name in ("goods_amount", "discount_amount", "freight_amount", "paid_amount")}
    words = {name: row[name] for name in ("buyer_id", "buyer_remark", "seller_remark")}
    return Draft(
        **told,
        **amounts,
        **words,
        state=_state_of(row),
        receiver=_receiver_of(row["receiver_sealed"], sealer),
        receiver_sealed=row["receiver_sealed"],
        refund=_asked(row["refund"], refunds=refunds),
        lines=[_line(line, refunds=refunds) for line in lines],
    )


def _asked(refund: str, *, refunds: bool) -> str:
    """Given back before it left: it had been asked for."""
    return Refund.ASKED if refunds and refund != Refund.NONE else Refund.NONE


def _state_of(row: RowMapping) -> str:
    """Ready, whatever became of it; unpaid where it never was anything else."""
    never_paid = Hold.AWAITING_PAYMENT in row["arrived"]["holds"] and row["paid_at"] is None and row["state"] == DraftState.CANCELLED
    return DraftState.AWAITING_PAYMENT if never_paid or row["state"] == DraftState.AWAITING_PAYMENT else DraftState.READY


def _receiver_of(sealed: str, sealer: Sealer) -> Receiver:
    """What cannot be opened counts as empty, as where orders come in."""
    try:
        opened: Mapping[str, str] = sealer.open(sealed)
    except SealBroken:
        opened = {}
    return {**dict.fromkeys(FIELDS, ""), **opened}


def _line(line: RowMapping, *, refunds: bool) -> DraftLine:
    names = ("platform_line_no", "merchant_code", "platform_sku", "title", "quantity", "unit")
    told: dict[str, Any] = {name: line[name] for name in names}
    paid: Decimal | None = line["paid_amount"]
    return DraftLine(
        **told,
        unit_price=str(line["unit_price"]),
        paid_amount=None if paid is None else str(paid),
        refund=_asked(line["refund"], refunds=refunds),
    )
