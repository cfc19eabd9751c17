"""Commands to the warehouse, whoever sends them."""

from collections.abc import Sequence

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.warehouse import (
    ExpectReturn,
    ForgetReceivers,
    ReleaseStock,
    RequestShipments,
    ReserveStock,
    WithdrawReturn,
    WithdrawShipments,
)
from warehouse.use_cases.expect_return import expect_return
from warehouse.use_cases.forget_receivers import forget_receivers
from warehouse.use_cases.lock_references import lock_references
from warehouse.use_cases.lock_reservations import lock_reservations
from warehouse.use_cases.release_stock import release_stock
from warehouse.use_cases.request_shipments import request_shipments
from warehouse.use_cases.reserve_stock import reserve_stock
from warehouse.use_cases.withdraw_return import withdraw_return
from warehouse.use_cases.withdraw_shipments import withdraw_shipments

consumers = Consumers()


async def lock_replaced(uow: UnitOfWork, messages: Sequence[ReserveStock]) -> None:
    replaced = {reference for message in messages for request in message.requests for reference in request.takes_over}
    if replaced:
        await lock_references(uow, references=replaced)


async def lock_asked(uow: UnitOfWork, messages: Sequence[RequestShipments]) -> None:
    await lock_reservations(uow, references={shipment.reference for message in messages for shipment in message.shipments})


async def lock_withdrawn(uow: UnitOfWork, messages: Sequence[WithdrawShipments]) -> None:
    await lock_references(uow, references={reference for message in messages for reference in message.references})


@consumers.on(ReserveStock, name="warehouse.reserve-stock", lock=lock_replaced)
async def on_reserve_stock(uow: UnitOfWork, message: ReserveStock) -> None:
    await reserve_stock(uow, requests=message.requests)


@consumers.on(ReleaseStock, name="warehouse.release-stock")
async def on_release_stock(uow: UnitOfWork, message: ReleaseStock) -> None:
    await release_stock(uow, references=message.references, reason=message.reason)


# Its stock is reserved already: who asked waits for nothing here, and under load many envelopes become one transaction.
@consumers.on(RequestShipments, name="warehouse.request-shipments", gather_seconds=0.05, lock=lock_asked)
async def on_request_shipments(uow: UnitOfWork, message: RequestShipments) -> None:
    await request_shipments(uow, shipments=message.shipments)


@consumers.on(WithdrawShipments, name="warehouse.withdraw-shipments", lock=lock_withdrawn)
async def on_withdraw_shipments(uow: UnitOfWork, message: WithdrawShipments) -> None:
    await withdraw_shipments(uow, references=message.references, reason=message.reason, keeps_stock=message.keeps_stock)


@consumers.on(ExpectReturn, name="warehouse.expect-return")
async def on_expect_return(uow: UnitOfWork, message: ExpectReturn) -> None:
    await expect_return(uow, told=message)


@consumers.on(WithdrawReturn, name="warehouse.withdraw-return")
async def on_withdraw_return(uow: UnitOfWork, message: WithdrawReturn) -> None:
    await withdraw_return(uow, reference=message.reference, reason=message.reason)


@consumers.on(ForgetReceivers, name="warehouse.forget-receivers")
async def on_forget_receivers(uow: UnitOfWork, message: ForgetReceivers) -> None:
    await forget_receivers(uow, references=message.references, numbers=message.numbers)
