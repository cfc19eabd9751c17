"""Rules of review are asked again where we change an order ourselves: what it costs, what is sent, where to (rule ORD-2)."""

from collections.abc import Collection

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.gift_rule import is_gift
from orders.domain.order import Order
from orders.domain.order_draft import draft_of_order
from orders.domain.policy import policy_at
from orders.domain.presale import presales_of
from orders.domain.receiver import FIELDS, Receiver
from orders.domain.review import judge, without_doubt_of_deposits
from orders.domain.status import OrderKind
from orders.store.customers.first_orders import know_first_orders
from orders.store.knowledge import load_knowledge


async def rules_met(uow: UnitOfWork, order: Order) -> list[str]:
    """By the version in force now, for the order as it stands; what was given back to its buyer counts, gifts do not."""
    if order.kind != OrderKind.ORDER:
        return []
    known = await load_knowledge(uow)
    lines = [line for line in order.lines if not is_gift(line)]
    skus = [line.sku for line in lines]
    draft = draft_of_order(order, lines=lines, receiver=_whole_receiver(uow, order))
    shop = known.shops.get(order.shop_id)
    platform = "" if shop is None else shop.platform
    policy = policy_at(known.policies, uow.now)
    if policy.rules.asks_first_order:
        await know_first_orders(uow, [draft], known=known)
    holds = judge(draft, skus=skus, platform=platform, policy=policy).holds
    return without_doubt_of_deposits(holds) if presales_of(draft, skus, known.presales) else holds


async def ask_rules_again(uow: UnitOfWork, order: Order, *, before: Collection[str], effects: Effects) -> None:
    """`before`: what rules_met said before the change. What it met already is settled, or still open; what it meets only now holds it."""
    met = [code for code in await rules_met(uow, order) if code not in before]
    order.hold_for(met, effects)


def _whole_receiver(uow: UnitOfWork, order: Order) -> Receiver:
    """What cannot be opened counts as empty, as where orders come in (domain/told.py)."""
    try:
        opened = uow.sealer.open(order.receiver_sealed)
    except SealBroken:
        opened = {}
    return {**dict.fromkeys(FIELDS, ""), **opened}
