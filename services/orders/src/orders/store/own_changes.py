"""What we changed of orders, and what their shops had told before."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.uow import UnitOfWork
from orders.domain.order import Order
from orders.domain.plan import OwnChange


async def own_changes_of(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> dict[UUID, OwnChange]:
    """The orders are locked."""
    rows = await uow.session.scalars(select(OwnChange).where(OwnChange.order_id.in_(order_ids)))
    return {row.order_id: row for row in rows}


async def note_own_receiver(uow: UnitOfWork, order: Order, *, told: str) -> None:
    """`told` is how it was before; only of the first change the shop's own word."""
    change = await _of(uow, order)
    if change.told_receiver_sealed is None:
        change.told_receiver_sealed = told


async def note_own_items(uow: UnitOfWork, order: Order, *, told: list[Any]) -> None:
    change = await _of(uow, order)
    if change.told_lines is None:
        change.told_lines = told


async def note_own_price(uow: UnitOfWork, order: Order, *, told: Decimal) -> None:
    change = await _of(uow, order)
    if change.told_paid is None:
        change.told_paid = f"{told:.2f}"


def lines_told(order: Order) -> list[Any]:
    return [[line.platform_line_no, line.merchant_code, line.quantity, line.refund] for line in order.lines if line.gift_rule_id is None]


async def _of(uow: UnitOfWork, order: Order) -> OwnChange:
    found = await uow.session.get(OwnChange, order.id)
    if found is None:
        found = OwnChange(order_id=order.id, told_receiver_sealed=None, told_lines=None, told_paid=None)
        uow.session.add(found)
    found.changed_at, found.changed_by = uow.now, uow.actor.name
    return found
