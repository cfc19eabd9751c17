"""Shipments moved on in the warehouse: being picked, picked, packed."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentStep
from orders.domain.effects import Effects
from orders.domain.reference import read_reference
from orders.domain.warehouse_facts import note_step
from orders.store.effects import carry_out
from orders.store.orders import lock_orders


async def note_shipment_steps(uow: UnitOfWork, *, steps: Sequence[ShipmentStep]) -> None:
    read = [(read_reference(step.reference), step) for step in steps]
    orders = await lock_orders(uow, ids={reference[0] for reference, _ in read if reference is not None})
    effects = Effects()
    for reference, step in read:
        order = None if reference is None else orders.get(reference[0])
        if order is not None and reference is not None and reference[1] == order.attempt:
            order.shipment_number = order.shipment_number or step.shipment_number
            note_step(order, state=step.state, by=step.by, at=step.happened_at, effects=effects)
    await carry_out(uow, effects)
