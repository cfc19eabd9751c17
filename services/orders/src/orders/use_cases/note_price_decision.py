"""People decided about a price change that is above the clerk's limit: it is made, unless the order changed or left meanwhile (rule APR-5)."""

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.people import ApprovalDecided
from orders.domain.deciders import names_of_deciders
from orders.domain.effects import Effects
from orders.domain.price_change import PriceChangeState, digest_of_change
from orders.domain.status import OPEN
from orders.store.effects import carry_out
from orders.store.orders import lock_orders
from orders.store.price_changes import read_price_change
from orders.store.price_making import make_price_change, not_made
from orders.store.settled_money import money_is_settled


async def note_price_decision(uow: UnitOfWork, *, decision: ApprovalDecided) -> None:
    change_id = read_id("prc", decision.reference)
    seen = await read_price_change(uow, change_id)
    if seen is None:
        return
    order = (await lock_orders(uow, ids=[seen.order_id])).get(seen.order_id)
    change = await read_price_change(uow, change_id)
    if order is None or change is None or change.state != PriceChangeState.ASKED or change.content_digest != decision.content_digest:
        return
    effects = Effects()
    by = names_of_deciders(decision)
    if decision.outcome != "approved":
        state = PriceChangeState.REFUSED if decision.outcome == "refused" else PriceChangeState.VOIDED
        not_made(uow, order, change, state, by=by, comment=decision.comment, effects=effects)
    elif order.status not in OPEN:
        not_made(uow, order, change, PriceChangeState.LATE, by=by, comment=decision.comment, effects=effects)
    elif digest_of_change(order, after=change.paid_after) != change.content_digest or await money_is_settled(uow, order_id=order.id):
        not_made(uow, order, change, PriceChangeState.VOIDED, by=by, comment=decision.comment, effects=effects)
    else:
        await make_price_change(uow, order, change, by=by, comment=decision.comment, approval_id=decision.approval_id, effects=effects)
    await carry_out(uow, effects)
