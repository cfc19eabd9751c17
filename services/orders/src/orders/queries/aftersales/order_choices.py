"""What may be asked for an order after buying: kinds with their reasons, lines with what is left of their money."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from chassis.actor import Actor
from contracts.money import Money
from orders.domain.aftersales.kinds import KINDS
from orders.domain.aftersales.line_money import FREIGHT, LineMoney, as_it_stands
from orders.domain.line import OrderLine
from orders.domain.order import Order, OrderNotFound
from orders.domain.status import OrderKind
from orders.queries.aftersales.case_list import CaseId, OrderId, money_of
from orders.queries.aftersales.policies import parameters_in_force

FIND_CASES = text("""
    SELECT id, number, kind, state, currency, amount, opened_at FROM aftersales_case WHERE order_id = :id ORDER BY opened_at, id LIMIT 100
""")


class ReasonChoice(BaseModel):
    code: str
    zh: str
    en: str
    freight_by: str


class KindChoice(BaseModel):
    """`money`: none, pieces (what was paid for them), amount (has to be given) or difference (for other goods)."""

    kind: str
    money: str
    goods_back: bool
    goods_out: bool
    reasons: list[ReasonChoice]


class LineChoice(BaseModel):
    """`worth` is what all pieces that are in no case yet cost the buyer; `left` what of its money is neither paid back nor promised."""

    line_no: int
    sku: str | None
    title: str
    quantity: int
    pieces_left: int
    paid: Money
    worth: Money
    left: Money


class CaseOfOrder(BaseModel):
    id: CaseId
    number: str
    kind: str
    state: str
    amount: Money
    opened_at: datetime


class OrderChoices(BaseModel):
    """`kinds` is empty where the order is not what the buyer bought."""

    order_id: OrderId
    number: str
    status: str
    currency: str
    delivered_at: datetime | None
    freight_left: Money
    kinds: list[KindChoice]
    lines: list[LineChoice]
    cases: list[CaseOfOrder]


async def find_choices(reader: AsyncSession, *, order_id: UUID, actor: Actor, now: datetime) -> OrderChoices:
    """Raises OrderNotFound."""
    query = select(Order).where(Order.id == order_id).options(selectinload(Order.lines))
    if actor.shops is not None:
        query = query.where(Order.shop_id.in_(actor.shops))
    order = await reader.scalar(query)
    if order is None:
        raise OrderNotFound
    policy = await parameters_in_force(reader, now=now)
    known = {row.line_no: row for row in await reader.scalars(select(LineMoney).where(LineMoney.order_id == order_id))}
    money = as_it_stands(order, known)
    return OrderChoices(
        order_id=order.id,
        number=order.number,
        status=order.status,
        currency=order.currency,
        delivered_at=order.delivered_at,
        freight_left=Money(amount=money[FREIGHT].left, currency=order.currency),
        kinds=[
            KindChoice(
                kind=kind,
                money=rule.money,
                goods_back=rule.goods_back,
                goods_out=rule.goods_out,
                reasons=[
                    ReasonChoice(code=reason.code, zh=reason.zh, en=reason.en, freight_by=reason.freight_by)
                    for reason in policy.reasons
                    if kind in reason.kinds
                ],
            )
            for kind, rule in KINDS.items()
            if order.kind == OrderKind.ORDER and order.status in rule.statuses
        ],
        lines=[_line(order, line, money[line.line_no]) for line in order.lines],
        cases=[
            CaseOfOrder.model_validate({**row, "amount": money_of(row, "amount")})
            for row in (await reader.execute(FIND_CASES, {"id": order_id})).mappings()
        ],
    )


def _line(order: Order, line: OrderLine, row: LineMoney) -> LineChoice:
    return LineChoice(
        line_no=line.line_no,
        sku=line.sku,
        title=line.title,
        quantity=row.quantity,
        pieces_left=row.pieces_left,
        paid=Money(amount=row.paid, currency=order.currency),
        worth=Money(amount=row.worth_of(row.pieces_left), currency=order.currency),
        left=Money(amount=row.left, currency=order.currency),
    )
