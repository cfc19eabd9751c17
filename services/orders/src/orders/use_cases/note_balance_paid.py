"""A person, or an own mall, tells that the balance of a pre-order was paid (rule ORD-2)."""

from decimal import Decimal
from uuid import UUID

from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.presale import BalanceDiffers, NoBalanceToPay, PresaleOrder
from orders.domain.presale_order import may_note_balance, pay_balance
from orders.domain.timeline import Happened
from orders.store.components import lock_component
from orders.store.effects import carry_out
from orders.store.orders import lock_order
from orders.store.own_changes import note_own_price
from orders.store.presales import judge_orders, lock_presale_order


async def note_balance_paid(
    uow: UnitOfWork, *, order_id: UUID, version: int, amount: Decimal, currency: str, reference: str
) -> PresaleOrder:
    """`reference` is the proof of payment. Raises OrderNotFound, PresaleOrderNotFound, VersionStale, NoBalanceToPay, BalanceDiffers."""
    # Parts before what they send, as everywhere.
    await lock_component(uow, ids=[order_id])
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    row = await lock_presale_order(uow, order_id=order.id)
    check_version(expected=version, actual=row.version)
    if not may_note_balance(row):
        raise NoBalanceToPay(number=order.number)
    # Part of it may be there already, as the shop told.
    balance = max(row.deposit + row.balance - max(order.paid_amount, row.deposit), Decimal(0))
    if amount != balance or currency != row.currency:
        error = FieldError(pointer="/paid/amount", code="balance_differs", zh=f"应为 {balance:.2f}", en=f"has to be {balance:.2f}")
        raise BalanceDiffers(balance=f"{balance:.2f} {row.currency}", errors=[error])
    effects = Effects()
    told = order.paid_amount
    pay_balance(order, row.deposit + row.balance - order.paid_amount)
    await note_own_price(uow, order, told=told)
    row.noted_at, row.noted_by, row.noted_reference = uow.now, uow.actor.name, reference
    effects.happened(order, Happened.BALANCE_PAID, amount=f"{amount:.2f}", currency=row.currency, reference=reference)
    uow.audit(
        "presale.balance_paid",
        noun="order",
        noun_id=show_id("ord", order.id),
        before={"paid": f"{told:.2f}"},
        after={"paid": f"{order.paid_amount:.2f}", "reference": reference},
    )
    await uow.session.flush()
    await judge_orders(uow, ids=[order.id], effects=effects)
    await carry_out(uow, effects)
    return row
