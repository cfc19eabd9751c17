"""Keeps what was imported and what became of it."""

from collections.abc import Sequence

from sqlalchemy import insert

from channels.domain.order_import import ImportedOrder, OrderImport
from chassis.uow import UnitOfWork


async def save_order_import(uow: UnitOfWork, order_import: OrderImport, orders: Sequence[dict[str, object]]) -> None:
    uow.session.add(order_import)
    await uow.session.flush()
    if orders:
        await uow.session.execute(insert(ImportedOrder), list(orders))
