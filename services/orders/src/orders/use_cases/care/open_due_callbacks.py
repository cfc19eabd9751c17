"""The day of planned call-backs has come: they go onto the list, or are void (rule CARE-5)."""

from datetime import timedelta

from chassis.uow import UnitOfWork
from orders.domain.care.callback import CallbackState, Void
from orders.store.care.callbacks import left_out, lock_due, not_to_be_called, note, plans_in_force, whose

MOST_AT_ONCE = 200
LOOK_AGAIN = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=1)
"""For an order to be counted to its customer: only then it is known who is not to be called."""


async def open_due_callbacks(uow: UnitOfWork) -> int:
    """How many were looked at."""
    due = await lock_due(uow, limit=MOST_AT_ONCE)
    if not due:
        return 0
    going_on = {plan.id for plan in await plans_in_force(uow) if plan.figures.active}
    orders = [callback.order_id for callback in due if callback.order_id is not None]
    customers, fakes = await whose(uow, orders), await left_out(uow, orders)
    for callback in due:
        if callback.customer_id is None and callback.order_id is not None:
            callback.customer_id = customers.get(callback.order_id)
    silent = await not_to_be_called(uow, {callback.customer_id for callback in due if callback.customer_id is not None})
    for callback in due:
        reason = None
        if callback.plan_id not in going_on:
            reason = Void.PLAN_STOPPED
        elif callback.customer_id in silent:
            reason = Void.DO_NOT_CALL
        elif callback.order_id in fakes:
            reason = Void.FAKE_ORDER
        if reason is not None:
            callback.void(reason, now=uow.now, by="", by_id=uow.actor.id)
            note(uow, callback, "void", reason=reason.value)
        elif callback.customer_id is None and uow.now < callback.due_at + LONGEST_WAIT:
            callback.next_at = uow.now + LOOK_AGAIN
        else:
            callback.state, callback.next_at = CallbackState.OPEN, uow.now
            callback.version += 1
            note(uow, callback, "due")
    return len(due)
