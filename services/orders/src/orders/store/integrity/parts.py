"""What is sent for suspected orders that are split or merged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.order import Order
from orders.domain.status import REGROUPED
from orders.store.components import Component, lock_component, lock_rows_with_parts


@dataclass(kw_only=True)
class SentFor:
    """Locked: parts and merged orders that have not ended, and what was bought of which they send something."""

    parts: list[Order] = field(default_factory=list[Order])
    origins: dict[UUID, Order] = field(default_factory=dict[UUID, Order])

    def of(self, order_id: UUID) -> list[Order]:
        return [part for part in self.parts if any(line.origin_order_id == order_id for line in part.lines)]

    def add(self, component: Component) -> None:
        self.parts += [part for part in component.parts if part not in self.parts]
        self.origins |= {origin.id: origin for origin in component.origins}


async def lock_sent_for(uow: UnitOfWork, ids: Collection[UUID]) -> SentFor:
    """To be asked before the orders themselves are locked: parts before origins is the order of locks (store/orders.py)."""
    sent = SentFor()
    regrouped = await lock_rows_with_parts(uow, ids=ids)
    if regrouped:
        sent.add(await lock_component(uow, ids=regrouped))
    return sent


async def add_sent_meanwhile(uow: UnitOfWork, sent: SentFor, orders: Mapping[UUID, Order]) -> None:
    """`orders` are locked by now: what somebody split or merged before that moment is not missed."""
    late = [order.id for order in orders.values() if order.status in REGROUPED and order.id not in sent.origins]
    if late:
        sent.add(await lock_component(uow, ids=late))
