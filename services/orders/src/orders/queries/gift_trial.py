"""A draft of a gift rule on past orders: which would have got it, and how many pieces (rule ORD-2). Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.gift_rule import Bought, GiftParameters, GiftRule, Purchase, buyer_key, fit_of
from orders.domain.gifts import Left
from orders.domain.shares import share
from orders.domain.shop import shops_seen_by

OrderId = Annotated[UUID, *prefixed("ord")]
MOST_ORDERS = 20_000
MOST_SHOWN = 200
# The newest of the span; what was refunded, added or given by us does not count, as in domain/gift_rule.py.
LINES = text("""
    SELECT o.id, o.number, o.shop_id, o.currency, o.buyer_id, o.phone_digest, o.paid_amount, o.freight_amount, o.placed_at,
        coalesce(o.paid_at, o.placed_at) AS moment, l.sku, l.quantity, l.unit_price, l.paid_amount AS line_paid, l.refund,
        l.gift_rule_id IS NOT NULL AS gift
    FROM (
        SELECT * FROM sales_order
        WHERE placed_at >= :start AND placed_at < :end AND kind = 'order' AND NOT left_out AND status NOT IN ('cancelled', 'closed')
            AND (CAST(:seen AS text[]) IS NULL OR shop_id = ANY (CAST(:seen AS text[])))
            AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
        ORDER BY placed_at DESC, id DESC LIMIT :most
    ) o JOIN order_line l ON l.order_id = o.id
    ORDER BY moment, o.id, l.line_no
""")


class TriedOrder(BaseModel):
    id: OrderId
    number: str
    shop_id: str
    placed_at: datetime
    quantity: int
    times: int
    have: str


class GiftTrial(BaseModel):
    """`fitting` orders reach the threshold, `given` of them get `pieces`, the rest misses the limits. `complete` false: the span holds more
    orders than were looked at; the newest were. `orders` are the first of those that get some.
    """

    looked_at: int
    complete: bool
    fitting: int
    given: int
    pieces: int
    orders: list[TriedOrder]


@dataclass(kw_only=True)
class Span:
    start: datetime
    end: datetime


async def try_gift_rule(reader: AsyncSession, *, parameters: GiftParameters, span: Span, now: datetime, actor: Actor) -> GiftTrial:
    """As if the rule had been in force for the whole span, alone, with nothing given yet."""
    rule = GiftRule(
        id=UUID(int=0), code="trial", version=0, effective_from=now, stopped=False, parameters=parameters, shops=frozenset(parameters.shops),
        buy_skus=frozenset(parameters.buy_skus),
    )  # fmt: skip
    asked = {
        "start": span.start, "end": span.end, "seen": shops_seen_by(actor), "shops": parameters.shops or None, "most": MOST_ORDERS + 1,
    }  # fmt: skip
    rows = (await reader.execute(LINES, asked)).all()
    trial = GiftTrial(looked_at=0, complete=True, fitting=0, given=0, pieces=0, orders=[])
    left = Left(given={})
    for _, group in groupby(rows, key=lambda row: row.id):
        if trial.looked_at == MOST_ORDERS:
            trial.complete = False
            break
        trial.looked_at += 1
        _try(trial, rule, list(group), left)
    return trial


def _try(trial: GiftTrial, rule: GiftRule, rows: Sequence[Any], left: Left) -> None:
    first = rows[0]
    purchase = _purchase(rows)
    fit = fit_of(rule, purchase)
    if fit is None:
        return
    trial.fitting += 1
    pieces, _ = left.take(rule, purchase.buyer_key, fit)
    if pieces:
        trial.given += 1
        trial.pieces += pieces
        if len(trial.orders) < MOST_SHOWN:
            shown = {"id": first.id, "number": first.number, "shop_id": first.shop_id, "placed_at": first.placed_at}
            trial.orders.append(TriedOrder(**shown, quantity=pieces, times=fit.times, have=str(fit.have)))


def _purchase(rows: Sequence[Any]) -> Purchase:
    first = rows[0]
    told = sum((row.line_paid for row in rows if row.line_paid is not None), Decimal(0))
    untold = [row.unit_price * row.quantity for row in rows if row.line_paid is None]
    rest = iter(share(max(first.paid_amount - first.freight_amount - told, Decimal(0)), untold))
    paid = [next(rest) if row.line_paid is None else row.line_paid for row in rows]
    lines = [
        Bought(sku=row.sku, quantity=row.quantity, paid=amount)
        for row, amount in zip(rows, paid, strict=True)
        if row.refund != "done" and not row.gift
    ]
    return Purchase(
        shop_id=first.shop_id,
        moment=first.moment,
        currency=first.currency,
        buyer_key=buyer_key(first.shop_id, first.buyer_id, first.phone_digest),
        lines=lines,
    )
