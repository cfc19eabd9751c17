"""A complaint or dispute is received: by hand, from a case, a review, a call-back or a platform (rule CARE-3)."""

from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.care.complaint import Complaint, ComplaintHappened, ComplaintSource, ComplaintState, LinksDiffer, ShopNeeded
from orders.domain.care.policy import ComplaintKind
from orders.domain.redaction import without_numbers
from orders.domain.shop import ShopNotYours
from orders.store.care.complaint_news import tell_opened
from orders.store.care.complaints import complaint_there, next_complaint_number, note
from orders.store.care.links import (
    Linked,
    is_same_customer,
    is_shop,
    linked_order,
    must_see_customer,
    one_at_a_time,
    order_by_platform_no,
    order_of_case,
)
from orders.store.care.policies import care_policy_at


@dataclass(frozen=True, kw_only=True)
class Grievance:
    """What somebody complains about. `shop_id` may be left out where an order or a case names it; so may `customer_id`, which is then the order's.

    `platform_no` is what its platform calls the complaint, `source_ref` the id of the case, review or call-back that it comes from: told
    again, nothing is opened a second time.
    """

    kind: ComplaintKind
    text: str
    source: ComplaintSource
    shop_id: str | None = None
    order_id: UUID | None = None
    platform_order_no: str | None = None
    case_id: UUID | None = None
    customer_id: UUID | None = None
    platform_no: str | None = None
    source_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class Received:
    complaint: Complaint
    is_new: bool


async def open_complaint(uow: UnitOfWork, *, grievance: Grievance) -> Received:
    """Raises OrderNotFound, CaseNotFound, CustomerNotFound, ShopNeeded, ShopNotYours, LinksDiffer."""
    linked = await _linked(uow, grievance)
    shop_id = linked.shop_id if linked is not None else await _shop(uow, grievance)
    if grievance.customer_id is not None:
        await must_see_customer(uow, grievance.customer_id)
        await _refuse_another_customer(uow, linked, grievance.customer_id)
    await one_at_a_time(uow, f"complaint {shop_id} {grievance.platform_no} {grievance.source} {grievance.source_ref}")
    there = await complaint_there(
        uow, shop_id=shop_id, platform_no=grievance.platform_no, source=grievance.source, source_ref=grievance.source_ref
    )
    if there is not None:
        return Received(complaint=there, is_new=False)
    version, policy = await care_policy_at(uow, moment=uow.now)
    answer_due = policy.answer_due(grievance.kind, since=uow.now, zone=uow.frame.zone)
    complaint = Complaint(
        id=new_id(), number=await next_complaint_number(uow), shop_id=shop_id, platform_no=grievance.platform_no, source=grievance.source,
        source_ref=grievance.source_ref, order_id=linked.order_id if linked else None, case_id=grievance.case_id,
        customer_id=grievance.customer_id or (linked.customer_id if linked else None), kind=grievance.kind, state=ComplaintState.OPENED,
        text=without_numbers(grievance.text), policy_version=version, assignee_id=None, assignee_name="", opened_at=uow.now,
        opened_by=uow.actor.name, opened_by_id=uow.actor.id, answer_due_at=answer_due,
        solve_due_at=policy.solve_due(grievance.kind, since=uow.now, zone=uow.frame.zone), due_at=answer_due, escalate_at=answer_due,
        answer_escalated_at=None, solve_escalated_at=None, answered_at=None, answered_by="", answered_by_id="", answered_in_time=None,
        closed_at=None, closed_by="", closed_by_id="", closed_in_time=None, responsible="", improvement="", reopened=0, version=1,
    )  # fmt: skip
    uow.session.add(complaint)
    await uow.session.flush()
    note(uow, complaint, ComplaintHappened.OPENED, kind=str(complaint.kind), source=str(complaint.source))
    tell_opened(uow, complaint)
    return Received(complaint=complaint, is_new=True)


async def _linked(uow: UnitOfWork, grievance: Grievance) -> Linked | None:
    order_id = grievance.order_id
    if grievance.case_id is not None:
        order_id = await order_of_case(uow, grievance.case_id)
    elif order_id is None and grievance.platform_order_no is not None:
        order_id = await order_by_platform_no(uow, shop_id=await _shop(uow, grievance), platform_order_no=grievance.platform_order_no)
    if order_id is None:
        return None
    linked = await linked_order(uow, order_id)
    _refuse_others("/shop_id", grievance.shop_id, linked.shop_id)
    if grievance.case_id is not None and grievance.order_id is not None:
        _refuse_others("/order_id", (await linked_order(uow, grievance.order_id)).order_id, linked.order_id)
    return linked


def _refuse_others(pointer: str, given: object, found: object) -> None:
    if given is not None and given != found:
        raise LinksDiffer(errors=[FieldError(pointer=pointer, code="links_differ", zh="与订单不符", en="is not that of the order")])


async def _refuse_another_customer(uow: UnitOfWork, linked: Linked | None, customer_id: UUID) -> None:
    if linked is None:
        return
    if linked.customer_id is None:
        # Not counted to a file yet, or its buyer was erased: whose it is cannot be said here.
        zh, en = "该订单尚无客户档案，请不要填写客户", "leave it out: the order is in no customer's file"
    elif await is_same_customer(uow, linked.customer_id, customer_id):
        return
    else:
        zh, en = "不是该订单的客户", "is not the customer of the order"
    raise LinksDiffer(errors=[FieldError(pointer="/customer_id", code="links_differ", zh=zh, en=en)])


async def _shop(uow: UnitOfWork, grievance: Grievance) -> str:
    if grievance.shop_id is None or not await is_shop(uow, grievance.shop_id):
        wrong = FieldError(pointer="/shop_id", code="shop_needed", zh="请选择店铺，或填写订单", en="name a shop, or an order")
        raise ShopNeeded(errors=[wrong])
    if not uow.actor.sees_shop(grievance.shop_id):
        raise ShopNotYours(shop_id=grievance.shop_id)
    return grievance.shop_id
