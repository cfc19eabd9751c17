"""What call-backs follow: orders that were delivered, cases that were closed (rule CARE-5)."""

from chassis.consumers import Consumers
from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.orders import CaseEnded, OrdersAdvanced
from orders.domain.reference import read_reference
from orders.use_cases.care.plan_calls_after_case import plan_calls_after_case
from orders.use_cases.care.plan_calls_after_delivery import plan_calls_after_delivery

consumers = Consumers()


@consumers.on(OrdersAdvanced, name="orders.call-back-after-delivery")
async def on_orders_delivered(uow: UnitOfWork, message: OrdersAdvanced) -> None:
    references = [read_reference(step.order_id) for step in message.steps if step.status == "delivered"]
    ids = [found[0] for found in references if found is not None]
    if ids:
        await plan_calls_after_delivery(uow, order_ids=ids)


@consumers.on(CaseEnded, name="orders.call-back-after-case")
async def on_case_ended(uow: UnitOfWork, message: CaseEnded) -> None:
    if message.outcome == "closed":
        await plan_calls_after_case(
            uow,
            case_id=read_id("asc", message.case_id),
            order_id=read_id("ord", message.order_id),
            shop_id=message.shop_id,
            closed_at=message.ended_at,
        )
