"""The audit trail of intake (rule SYS-2): one entry for each caller in a set, naming its orders. The order's own timeline has the rest."""

from collections.abc import Sequence

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.placement import Delivery, Outcome, Placement

TOLD = frozenset({Outcome.MADE, Outcome.UPDATED})


def audit_placements(uow: UnitOfWork, *, deliveries: Sequence[Delivery], placements: Sequence[Placement]) -> None:
    first: dict[str, Delivery] = {}
    orders: dict[str, dict[str, list[str]]] = {}
    for delivery, placement in zip(deliveries, placements, strict=True):
        if placement.outcome in TOLD and placement.order_id is not None:
            first.setdefault(delivery.actor.id, delivery)
            named = orders.setdefault(delivery.actor.id, {}).setdefault(placement.outcome.value, [])
            named.append(show_id("ord", placement.order_id))
    for actor_id, delivery in first.items():
        uow.audit(
            "orders.placed",
            noun="intake",
            noun_id=new_id(),
            after={"source": delivery.source, **orders[actor_id]},
            actor=delivery.actor,
            request_id=delivery.request_id,
        )
