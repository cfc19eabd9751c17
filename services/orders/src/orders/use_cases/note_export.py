"""Somebody took a list of orders out of the system: who, when, which, how many (rules ORD-5, SYS-2)."""

from chassis.ids import new_id
from chassis.uow import UnitOfWork


async def note_export(uow: UnitOfWork, *, rows: int, asked: dict[str, object]) -> None:
    uow.audit("orders.exported", noun="order_export", noun_id=new_id(), after={"rows": rows, "asked": asked})
