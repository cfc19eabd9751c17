"""What was paid for the lines of an order, locked; refunds; what clerks have agreed to by themselves."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.kinds import KINDS, CaseKind, Limit
from orders.domain.aftersales.line_money import FREIGHT, LineMoney
from orders.domain.aftersales.refund import Refund
from orders.domain.aftersales.states import CaseState
from orders.domain.order import Order
from orders.domain.regrouping import paid_of_lines

# What no case has touched yet follows the order: its price may have been changed since.
TAKE = text("""
    INSERT INTO line_money AS m (order_id, line_no, quantity, paid, held, refunded, lowered, pieces, taken_at)
    SELECT :order_id, line_no, quantity, paid, 0, 0, 0, 0, :now
    FROM unnest(CAST(:line_nos AS integer[]), CAST(:quantities AS integer[]), CAST(:paid AS numeric[])) AS t(line_no, quantity, paid)
    ORDER BY line_no
    ON CONFLICT (order_id, line_no) DO UPDATE SET quantity = excluded.quantity, paid = excluded.paid, taken_at = excluded.taken_at
    WHERE m.held = 0 AND m.refunded = 0 AND m.pieces = 0
""")


async def lock_money(uow: UnitOfWork, *, order_id: UUID) -> dict[int, LineMoney]:
    """By line number; 0 is the freight."""
    await uow.session.flush()
    query = select(LineMoney).where(LineMoney.order_id == order_id).order_by(LineMoney.line_no).with_for_update()
    rows = await uow.session.scalars(query.execution_options(populate_existing=True))
    return {row.line_no: row for row in rows}


async def take_money(uow: UnitOfWork, order: Order) -> dict[int, LineMoney]:
    """Notes what was paid for each line the first time a case asks, and locks it."""
    lines = {
        line.line_no: (max(line.quantity, 0), max(paid, Decimal(0))) for line, paid in zip(order.lines, paid_of_lines(order), strict=True)
    }
    lines[FREIGHT] = (0, min(order.freight_amount, order.paid_amount))
    values: Mapping[str, Any] = {
        "order_id": order.id,
        "line_nos": list(lines),
        "quantities": [quantity for quantity, _ in lines.values()],
        "paid": [paid for _, paid in lines.values()],
        "now": uow.now,
    }
    await uow.session.execute(TAKE, values)
    return await lock_money(uow, order_id=order.id)


async def refund_of_case(uow: UnitOfWork, *, case_id: UUID) -> Refund | None:
    """The case is locked."""
    return await uow.session.scalar(select(Refund).where(Refund.case_id == case_id).execution_options(populate_existing=True))


async def agreed_by_clerks(uow: UnitOfWork, *, order_id: UUID, limit: Limit) -> Decimal:
    """What was agreed to for this order without a superior's word, so that many small ones do not pass the limit."""
    kinds = [kind for kind, rule in KINDS.items() if rule.limit == limit]
    query = select(func.coalesce(func.sum(Case.amount), 0)).where(
        Case.order_id == order_id,
        Case.kind.in_(kinds),
        Case.agreed_at.is_not(None),
        Case.approval_kind.is_(None),
        Case.state.not_in([CaseState.REFUSED, CaseState.WITHDRAWN]),
    )
    return await uow.session.scalar(query) or Decimal(0)


async def compensated(uow: UnitOfWork, *, order_id: UUID) -> Decimal:
    """What open and closed cases compensate of this order."""
    query = select(func.coalesce(func.sum(Case.amount), 0)).where(
        Case.order_id == order_id, Case.kind == CaseKind.COMPENSATION, Case.state.not_in([CaseState.REFUSED, CaseState.WITHDRAWN])
    )
    return await uow.session.scalar(query) or Decimal(0)
