"""What people decided."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.people import ApprovalDecided
from orders.domain.customers.data_export import KIND as EXPORT_KIND
from orders.domain.price_change import KIND
from orders.use_cases.customers.note_export_decision import note_export_decision
from orders.use_cases.note_price_decision import note_price_decision

consumers = Consumers()


@consumers.on(ApprovalDecided, name="orders.note-price-decision", one_by_one=True)
async def on_approval_decided(uow: UnitOfWork, message: ApprovalDecided) -> None:
    if message.kind == KIND:
        await note_price_decision(uow, decision=message)


@consumers.on(ApprovalDecided, name="orders.note-export-decision")
async def on_export_decided(uow: UnitOfWork, message: ApprovalDecided) -> None:
    if message.kind == EXPORT_KIND:
        await note_export_decision(uow, decision=message)
