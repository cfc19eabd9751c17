"""Buyer and seller of the own mall cannot agree: both are asked to speak (rule CARE-8)."""

from datetime import timedelta
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.care.complaint import LinksDiffer
from orders.domain.care.mediation import (
    OWN_MALL,
    Mediation,
    MediationHappened,
    MediationState,
    MediationThere,
    NotTheOwnMall,
)
from orders.domain.redaction import without_numbers
from orders.store.care.complaints import lock_complaint
from orders.store.care.links import linked_order, one_at_a_time
from orders.store.care.mediations import next_mediation_number, open_mediation_of, record
from orders.store.care.policies import care_policy_at


async def open_mediation(uow: UnitOfWork, *, order_id: UUID, claim: str, complaint_id: UUID | None) -> Mediation:
    """`claim` is what the buyer asks for. Raises OrderNotFound, ComplaintNotFound, LinksDiffer, NotTheOwnMall, MediationThere."""
    linked = await linked_order(uow, order_id)
    if complaint_id is not None and (await lock_complaint(uow, complaint_id)).order_id != linked.order_id:
        wrong = FieldError(pointer="/complaint_id", code="links_differ", zh="与订单不符", en="is not about the order")
        raise LinksDiffer(errors=[wrong])
    if linked.platform != OWN_MALL:
        raise NotTheOwnMall(number=linked.order_number)
    await one_at_a_time(uow, f"mediation {linked.order_id}")
    if await open_mediation_of(uow, linked.order_id) is not None:
        raise MediationThere(number=linked.order_number)
    version, policy = await care_policy_at(uow, moment=uow.now)
    terms = policy.mediation
    heard_until = uow.now + timedelta(days=terms.statement_days)
    mediation = Mediation(
        id=new_id(), number=await next_mediation_number(uow), shop_id=linked.shop_id, order_id=linked.order_id, complaint_id=complaint_id,
        state=MediationState.HEARING, policy_version=version, opened_at=uow.now, opened_by=uow.actor.name, buyer_until=heard_until,
        seller_until=heard_until, decide_until=uow.now + timedelta(days=terms.decide_days), buyer_heard_at=None, seller_heard_at=None,
        buyer_silent=False, seller_silent=False, outcome=None, decided_at=None, comply_until=None, comply_late=False, due_at=heard_until,
        ended_at=None, version=1,
    )  # fmt: skip
    uow.session.add(mediation)
    await uow.session.flush()
    complaint = None if complaint_id is None else show_id("cpl", complaint_id)
    facts: dict[str, object] = {"order": linked.order_number, "until": heard_until.isoformat(), "complaint": complaint}
    record(uow, mediation, MediationHappened.OPENED, text=without_numbers(claim), facts=facts)
    return mediation
