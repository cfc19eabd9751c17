"""Shipments were made, or moved on, in the warehouse: being picked, picked, packed."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentStep
from orders.domain.effects import Effects
from orders.domain.reference import read_reference
from orders.domain.warehouse_facts import STEPS, note_step
from orders.store.effects import carry_out
from orders.store.orders import lock_orders, lock_rows
from orders.store.shipment_numbers import note_shipment_numbers


async def note_shipment_steps(uow: UnitOfWork, *, steps: Sequence[ShipmentStep]) -> None:
    read = [(*reference, step) for step in steps if (reference := read_reference(step.reference)) is not None]
    moved = [entry for entry in read if entry[2].state in STEPS]
    if moved:
        # Numbers and steps of one envelope may be about different orders.
        await lock_rows(uow, ids={order_id for order_id, _, _ in read})
    await note_shipment_numbers(uow, [(order_id, attempt, step.shipment_number) for order_id, attempt, step in read])
    orders = await lock_orders(uow, ids={order_id for order_id, _, _ in moved}) if moved else {}
    effects = Effects()
    for order_id, attempt, step in moved:
        order = orders.get(order_id)
        if order is not None and attempt == order.attempt:
            note_step(order, state=step.state, by=step.by, at=step.happened_at, effects=effects)
    await carry_out(uow, effects)
