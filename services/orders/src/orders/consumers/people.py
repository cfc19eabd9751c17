"""What people decided, and who is gone."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.people import AccountDisabled, ApprovalDecided
from orders.domain.customers.data_export import KIND as EXPORT_KIND
from orders.domain.price_change import KIND
from orders.use_cases.care.leave_desk import leave_desk
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


@consumers.on(AccountDisabled, name="orders.leave-desk", one_by_one=True)
async def on_account_disabled(uow: UnitOfWork, message: AccountDisabled) -> None:
    await leave_desk(uow, account_id=message.account_id, left_at=message.disabled_at)
