"""Somebody works at the complaint desk: from now on complaints can be handed to them (rule CARE-3)."""

from chassis.uow import UnitOfWork
from orders.store.care.complaints import keep_colleague


async def come_to_desk(uow: UnitOfWork) -> None:
    await keep_colleague(uow)
    uow.changed("colleague", uow.actor.id)
