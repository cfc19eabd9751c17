"""What cases, complaints and call-backs say of products and of service. All of it after the commit of what they tell."""

from chassis.consumers import Consumers
from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.orders import (
    CallbackEnded,
    CaseEnded,
    CaseOpened,
    ComplaintAnswered,
    ComplaintAssigned,
    ComplaintClosed,
    ComplaintEscalated,
    ComplaintOpened,
)
from orders.use_cases.care.follow_case import follow_case
from orders.use_cases.care.follow_complaint import follow_complaint
from orders.use_cases.care.note_call_back import CallBackResult, note_call_back

consumers = Consumers()


@consumers.on(CaseOpened, name="orders.follow-case-opened")
@consumers.on(CaseEnded, name="orders.follow-case-ended")
async def on_case(uow: UnitOfWork, message: CaseOpened | CaseEnded) -> None:
    await follow_case(uow, case_id=read_id("asc", message.case_id))


ComplaintNews = ComplaintOpened | ComplaintAnswered | ComplaintAssigned | ComplaintEscalated | ComplaintClosed


@consumers.on(ComplaintOpened, name="orders.follow-complaint-opened", one_by_one=True)
@consumers.on(ComplaintAnswered, name="orders.follow-complaint-answered", one_by_one=True)
@consumers.on(ComplaintAssigned, name="orders.follow-complaint-assigned", one_by_one=True)
@consumers.on(ComplaintEscalated, name="orders.follow-complaint-escalated", one_by_one=True)
@consumers.on(ComplaintClosed, name="orders.follow-complaint-closed", one_by_one=True)
async def on_complaint(uow: UnitOfWork, message: ComplaintNews) -> None:
    await follow_complaint(uow, complaint_id=read_id("cpl", message.complaint_id))


@consumers.on(CallbackEnded, name="orders.note-call-back")
async def on_callback_ended(uow: UnitOfWork, message: CallbackEnded) -> None:
    result = CallBackResult(
        call_back_id=read_id("cbk", message.callback_id),
        order_id=None if message.order_id is None else read_id("ord", message.order_id),
        customer_id=None if message.customer_id is None else read_id("cus", message.customer_id),
        **message.model_dump(include={"shop_id", "outcome", "satisfaction", "in_time", "by", "by_id", "done_at"}),
    )
    await note_call_back(uow, result=result)
