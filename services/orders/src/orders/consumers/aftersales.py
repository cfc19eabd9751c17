"""What after-sales hears: decisions of people, goods that came back, what came of refunds."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.orders import NoteRefundTold, TakePlatformRefunds
from contracts.people import ApprovalDecided
from contracts.warehouse import ReturnArrived, ReturnInspected
from orders.domain.aftersales.case import APPROVALS
from orders.domain.aftersales.claim import DAMAGE_LIABILITY
from orders.use_cases.aftersales.note_case_decision import note_case_decision
from orders.use_cases.aftersales.note_claim_decision import note_claim_decision
from orders.use_cases.aftersales.note_refund_told import note_refund_told
from orders.use_cases.aftersales.note_return_arrived import note_return_arrived
from orders.use_cases.aftersales.note_return_inspected import note_return_inspected
from orders.use_cases.aftersales.take_platform_refunds import take_platform_refunds

consumers = Consumers()


@consumers.on(ApprovalDecided, name="orders.note-case-decision", one_by_one=True)
async def on_approval_decided(uow: UnitOfWork, message: ApprovalDecided) -> None:
    if message.kind in APPROVALS:
        await note_case_decision(uow, decision=message)
    elif message.kind == DAMAGE_LIABILITY:
        await note_claim_decision(uow, decision=message)


@consumers.on(ReturnArrived, name="orders.note-return-arrived", one_by_one=True)
async def on_return_arrived(uow: UnitOfWork, message: ReturnArrived) -> None:
    await note_return_arrived(uow, news=message)


@consumers.on(ReturnInspected, name="orders.note-return-inspected", one_by_one=True)
async def on_return_inspected(uow: UnitOfWork, message: ReturnInspected) -> None:
    await note_return_inspected(uow, news=message)


@consumers.on(NoteRefundTold, name="orders.note-refund-told", one_by_one=True)
async def on_refund_told(uow: UnitOfWork, message: NoteRefundTold) -> None:
    await note_refund_told(uow, news=message)


@consumers.on(TakePlatformRefunds, name="orders.take-platform-refunds", one_by_one=True)
async def on_platform_refunds(uow: UnitOfWork, message: TakePlatformRefunds) -> None:
    await take_platform_refunds(uow, refunds=message.refunds)
