"""Something takes effect only after approval (rule APR-1). Called by the areas inside people in their own transaction, and by the command."""

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval, RequesterUnknown, State, Wish
from people.domain.approvals.log_entry import Happened
from people.domain.ids import shown_account, shown_approval
from people.store.approvals.deciders import fit_accounts
from people.store.approvals.requests import add_approval, lock_reference, next_number, write_log
from people.store.approvals.routes import route_in_force
from people.use_cases.approvals.advance_approval import advance_approval
from people.use_cases.approvals.settle_approval import settle_approval


async def request_approval(uow: UnitOfWork, *, wish: Wish) -> Approval:
    """The same reference with the same digest again changes nothing: gives the request that is there. With another digest it voids what was
    asked before, also when that was approved already (rule APR-4). Look at `state`: where no step takes the amount it is approved at once.

    Raises KindUnknown, RequesterUnknown, RouteLeadsNowhere, and what the kind's handler refuses.
    """
    before = await lock_reference(uow, kind=wish.kind, reference=wish.reference)
    if before is not None and before.content_digest == wish.content_digest and before.state not in (State.WITHDRAWN, State.VOIDED):
        return before
    route = await route_in_force(uow, wish.kind, moment=uow.now)
    if not await fit_accounts(uow, [wish.requester_id]):
        raise RequesterUnknown(requester=shown_account(wish.requester_id))
    voided = before is not None and before.state in (State.WAITING, State.APPROVED)
    if before is not None and voided:
        facts: dict[str, object] = {"digest": wish.content_digest}
        await settle_approval(uow, approval=before, outcome=State.VOIDED, comment="", deciders=[], by=None, facts=facts)
        await uow.session.flush()
    approval = _file(uow, wish, number=await next_number(uow))
    approval.route_id, approval.route_number, approval.steps = route.id, route.number, route.steps
    approval.replaces_id = before.id if before is not None and voided else None
    await add_approval(uow, approval)
    shown = shown_approval(approval.id)
    await write_log(uow, approval, Happened.FILED, account_id=wish.requester_id, facts={"route": route.number})
    after: dict[str, object] = {"kind": wish.kind, "reference": wish.reference, "digest": wish.content_digest, "route": route.number}
    uow.audit("approval.filed", noun="approval", noun_id=shown, after=after)
    uow.changed("approval", shown)
    await advance_approval(uow, approval=approval, place=0, agreed=[])
    return approval


def _file(uow: UnitOfWork, wish: Wish, *, number: str) -> Approval:
    return Approval(
        id=new_id(),
        number=number,
        kind=wish.kind,
        reference=wish.reference,
        requester_id=wish.requester_id,
        title_zh=wish.title_zh,
        title_en=wish.title_en,
        evidence=[line.model_dump() for line in wish.evidence],
        content_digest=wish.content_digest,
        amount=None if wish.amount is None else wish.amount.amount,
        currency=None if wish.amount is None else wish.amount.currency,
        unit_id=wish.unit_id,
        shop_id=wish.shop_id,
        effective_at=wish.effective_at,
        link=wish.link,
        step=0,
        state=State.WAITING,
        filed_at=uow.now,
        deciders=[],
        comment="",
        version=1,
    )
