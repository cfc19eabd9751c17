"""What the warehouse tells us."""

from collections.abc import Sequence

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.warehouse import (
    ParcelStuck,
    ParcelTracked,
    ShipmentsAdvanced,
    ShipmentShipped,
    ShipmentWithdrawn,
    StockReleased,
    StockReserved,
    WithdrawalRefused,
)
from orders.use_cases.lock_told_orders import lock_told_orders
from orders.use_cases.note_parcel import note_parcel
from orders.use_cases.note_released import note_released
from orders.use_cases.note_reserved import note_reserved
from orders.use_cases.note_shipment_steps import note_shipment_steps
from orders.use_cases.note_shipped import note_shipped
from orders.use_cases.note_stuck import note_stuck
from orders.use_cases.note_withdrawal_refused import note_withdrawal_refused
from orders.use_cases.note_withdrawn import note_withdrawn

consumers = Consumers()
OfOneParcel = ShipmentShipped | ShipmentWithdrawn | WithdrawalRefused | ParcelTracked | ParcelStuck


async def lock_each(uow: UnitOfWork, messages: Sequence[OfOneParcel]) -> None:
    await lock_told_orders(uow, references=[message.reference for message in messages])


async def lock_reserved(uow: UnitOfWork, messages: Sequence[StockReserved]) -> None:
    await lock_told_orders(uow, references=[result.reference for message in messages for result in message.results])


async def lock_released(uow: UnitOfWork, messages: Sequence[StockReleased]) -> None:
    await lock_told_orders(uow, references=[reference for message in messages for reference in message.references])


async def lock_advanced(uow: UnitOfWork, messages: Sequence[ShipmentsAdvanced]) -> None:
    await lock_told_orders(uow, references=[step.reference for message in messages for step in message.steps])


@consumers.on(StockReserved, name="orders.note-reserved", lock=lock_reserved)
async def on_stock_reserved(uow: UnitOfWork, message: StockReserved) -> None:
    await note_reserved(uow, results=message.results, decided_at=message.decided_at)


@consumers.on(StockReleased, name="orders.note-released", lock=lock_released)
async def on_stock_released(uow: UnitOfWork, message: StockReleased) -> None:
    await note_released(uow, references=message.references)


# Nobody waits for these but screens, which may be two seconds behind.
@consumers.on(ShipmentsAdvanced, name="orders.note-shipment-steps", gather_seconds=0.2, lock=lock_advanced)
async def on_shipments_advanced(uow: UnitOfWork, message: ShipmentsAdvanced) -> None:
    await note_shipment_steps(uow, steps=message.steps)


@consumers.on(ShipmentShipped, name="orders.note-shipped", lock=lock_each)
async def on_shipment_shipped(uow: UnitOfWork, message: ShipmentShipped) -> None:
    await note_shipped(uow, shipped=message)


@consumers.on(ShipmentWithdrawn, name="orders.note-withdrawn", lock=lock_each)
async def on_shipment_withdrawn(uow: UnitOfWork, message: ShipmentWithdrawn) -> None:
    await note_withdrawn(uow, reference=message.reference, stock_kept=message.stock_kept)


@consumers.on(WithdrawalRefused, name="orders.note-withdrawal-refused", lock=lock_each)
async def on_withdrawal_refused(uow: UnitOfWork, message: WithdrawalRefused) -> None:
    await note_withdrawal_refused(uow, reference=message.reference, state=message.state)


@consumers.on(ParcelTracked, name="orders.note-parcel", lock=lock_each)
async def on_parcel_tracked(uow: UnitOfWork, message: ParcelTracked) -> None:
    await note_parcel(uow, news=message)


@consumers.on(ParcelStuck, name="orders.note-stuck", lock=lock_each)
async def on_parcel_stuck(uow: UnitOfWork, message: ParcelStuck) -> None:
    await note_stuck(uow, reference=message.reference, last_moved_at=message.last_moved_at)
