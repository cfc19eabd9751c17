"""Commands to have something approved, whoever sends them."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.people import RequestApproval, WithdrawApproval
from people.domain.approvals.wish_of import wish_of
from people.use_cases.approvals.request_approval import request_approval
from people.use_cases.approvals.withdraw_reference import withdraw_reference

consumers = Consumers()


@consumers.on(RequestApproval, name="people.request-approval")
async def on_request_approval(uow: UnitOfWork, message: RequestApproval) -> None:
    await request_approval(uow, wish=wish_of(message))


@consumers.on(WithdrawApproval, name="people.withdraw-approval")
async def on_withdraw_approval(uow: UnitOfWork, message: WithdrawApproval) -> None:
    await withdraw_reference(uow, kind=message.kind, reference=message.reference, reason=message.reason)
