"""Pieces of a case leave their order: at once, or as soon as the warehouse has stopped it. The case goes on with its own plan.

Its order is locked after the case and its money.
"""

from sqlalchemy import select

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.plan import Plan, Verb
from orders.domain.taking_out import Going, refuse_pieces
from orders.store.adjust import adjust_orders
from orders.store.adjusting import carry_out_adjustment
from orders.store.aftersales.cases import shown
from orders.store.effects import carry_out


def going_of(case: Case) -> list[Going]:
    return [Going(line_no=line.line_no, quantity=line.quantity, amount=f"{line.amount:.2f}") for line in case.lines]


async def plan_of(uow: UnitOfWork, case: Case) -> Plan | None:
    """The case is locked: nobody else goes on with it."""
    query = select(Plan).where(Plan.order_ids.overlap([case.order_id]), Plan.verb == Verb.TAKE_OUT)
    return next((plan for plan in await uow.session.scalars(query) if plan.content["case"] == shown(case)), None)


async def begin_to_take_out(uow: UnitOfWork, case: Case, order: Order) -> bool:
    """Whether the pieces are out already; else the warehouse is asked. Raises OrderNotOpen, OrderBeingStopped, OrderIsPacked, PiecesGone."""
    going = going_of(case)
    refuse_pieces(order, going)
    effects = Effects()
    content = {"case": shown(case), "going": going}
    made = await adjust_orders(uow, verb=Verb.TAKE_OUT, orders=[order], content=content, reason=case.number, effects=effects)
    await carry_out(uow, effects)
    return made is not None


async def finish_taking_out(uow: UnitOfWork, order: Order, plan: Plan) -> None:
    """The warehouse has stopped it. Raises PiecesGone; then nothing is changed."""
    effects = Effects()
    await carry_out_adjustment(
        uow, verb=plan.verb, orders=[order], content=plan.content, reason=plan.reason, by=plan.asked_by, effects=effects
    )
    await carry_out(uow, effects)


async def give_up_taking_out(uow: UnitOfWork, order: Order, plan: Plan, *, why: str) -> None:
    """It goes on as it was."""
    effects = Effects()
    order.give_adjustment_up(plan.verb, why=why, effects=effects)
    await uow.session.delete(plan)
    await carry_out(uow, effects)
