"""What came of a call-back; who is unhappy gets a complaint or a case in the same breath (rule CARE-5)."""

from dataclasses import dataclass
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import CallbackEnded
from orders.domain.aftersales.case import Case
from orders.domain.care.callback import (
    Callback,
    CallbackState,
    CallOutcome,
    CaseNeedsOrder,
    FollowUpNotWanted,
    NoCustomerYet,
    refuse_satisfaction,
)
from orders.domain.care.complaint import Complaint, ComplaintSource
from orders.domain.care.policy import ComplaintKind
from orders.store.care.callbacks import lock_callback, note, shown, whose
from orders.store.care.policies import care_policy_at
from orders.use_cases.aftersales.open_case import Wish, open_case
from orders.use_cases.care.forbid_calls import forbid_calls
from orders.use_cases.care.open_complaint import Grievance, open_complaint


@dataclass(frozen=True, kw_only=True)
class CallResult:
    """`wish`: the case that an unhappy call opens; None: it opens a complaint of `kind`."""

    outcome: CallOutcome
    satisfaction: int | None
    note: str
    kind: ComplaintKind | None
    wish: Wish | None


async def note_call(uow: UnitOfWork, *, callback_id: UUID, result: CallResult) -> Callback:
    """Raises CallbackNotFound, CallbackDone, SatisfactionNeeded, FollowUpNotWanted, CaseNeedsOrder, NoCustomerYet, and what opening a case
    or a complaint refuses: then nothing is noted at all.
    """
    refuse_satisfaction(result.outcome, result.satisfaction)
    callback = await lock_callback(uow, callback_id)
    callback.must_be_open()
    if callback.customer_id is None and callback.order_id is not None:
        # When it came onto the list, the order was not counted to its customer yet.
        callback.customer_id = (await whose(uow, [callback.order_id])).get(callback.order_id)
    _, policy = await care_policy_at(uow, moment=uow.now)
    unhappy = result.satisfaction is not None and result.satisfaction <= policy.callbacks.unhappy_up_to
    if not unhappy and (result.kind is not None or result.wish is not None):
        raise FollowUpNotWanted
    by, by_id = uow.actor.name, uow.actor.id
    if result.outcome == CallOutcome.DO_NOT_CALL:
        if callback.customer_id is None:
            raise NoCustomerYet
        # What was linked just now is found by forbid_calls too.
        await uow.session.flush()
        await forbid_calls(uow, customer_id=callback.customer_id, reason=result.note or "said so when called")
        return callback
    if result.satisfaction is None:
        callback.miss(policy.callbacks, note=result.note, now=uow.now, by=by, by_id=by_id)
    else:
        callback.reach(result.satisfaction, note=result.note, now=uow.now, by=by, by_id=by_id)
    if unhappy:
        await _follow_up(uow, callback, result)
    note(uow, callback, str(result.outcome), satisfaction=callback.satisfaction, attempts=callback.attempts)
    if callback.state != CallbackState.OPEN:
        uow.publish(_ended(uow, callback))
    return callback


async def _follow_up(uow: UnitOfWork, callback: Callback, result: CallResult) -> None:
    if result.wish is not None:
        callback.opened_case_id = (await _case(uow, callback, result.wish)).id
    else:
        callback.complaint_id = (await _complaint(uow, callback, result)).id


async def _case(uow: UnitOfWork, callback: Callback, wish: Wish) -> Case:
    if callback.order_id is None:
        raise CaseNeedsOrder
    return await open_case(uow, order_id=callback.order_id, wish=wish)


async def _complaint(uow: UnitOfWork, callback: Callback, result: CallResult) -> Complaint:
    grievance = Grievance(
        kind=result.kind or ComplaintKind.SERVICE,
        text=result.note or f"回访满意度 {result.satisfaction} 分 · satisfaction {result.satisfaction} when called back",
        source=ComplaintSource.CALL_BACK,
        source_ref=shown(callback),
        shop_id=callback.shop_id,
        order_id=callback.order_id,
        case_id=callback.case_id,
        # An order names its customer itself: it may have been counted to another file since the call was planned.
        customer_id=None if callback.order_id is not None else callback.customer_id,
    )
    return (await open_complaint(uow, grievance=grievance)).complaint


def _ended(uow: UnitOfWork, callback: Callback) -> CallbackEnded:
    def of(prefix: str, noun_id: UUID | None) -> str | None:
        return None if noun_id is None else show_id(prefix, noun_id)

    return CallbackEnded.model_validate(
        {
            "callback_id": shown(callback), "plan_id": show_id("cbp", callback.plan_id), "trigger": callback.trigger,
            "shop_id": callback.shop_id, "order_id": of("ord", callback.order_id), "customer_id": of("cus", callback.customer_id),
            "outcome": str(callback.state), "satisfaction": callback.satisfaction, "in_time": callback.called_in_time,
            "complaint_id": of("cpl", callback.complaint_id), "case_id": of("asc", callback.opened_case_id), "by": uow.actor.name,
            "by_id": uow.actor.id, "done_at": uow.now,
        }
    )  # fmt: skip
