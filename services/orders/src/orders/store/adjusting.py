"""What somebody decided about orders is done, none of them being at the warehouse any more (rule ORD-2)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.refusals import Conflict, FieldError
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from contracts.orders import AdjustedOrder, OrdersAdjusted
from orders.domain.changing import Item, change_items, go_on_changed, readdress, refuse_items
from orders.domain.effects import Effects
from orders.domain.gifts import refuse_gifts_due
from orders.domain.order import Order
from orders.domain.parcels import NothingToSplit, sendable
from orders.domain.plan import Verb
from orders.domain.receiver import Receiver
from orders.domain.regrouping import NotMergeable, Taken, TooFewToMerge, regroup
from orders.domain.same_buyer import address_key
from orders.domain.sku import SkuUnknown
from orders.domain.status import OrderKind
from orders.domain.taking_apart import refuse_if_left, take_apart
from orders.domain.taking_out import refuse_pieces, take_out
from orders.store.asking_again import ask_rules_again, rules_met
from orders.store.components import parts_of
from orders.store.gifts import look_at_gifts_again, may_have_gifts, note_gifts_left_out
from orders.store.memory import memory_behind
from orders.store.merge_candidates import forget_candidates
from orders.store.orders import lock_orders
from orders.store.own_changes import lines_told, note_own_items, note_own_receiver
from orders.store.presale_stages import look_at_presales_again
from orders.store.settled_money import refuse_settled_money
from orders.store.shops import known_skus

Content = Mapping[str, Any]


class OrderChangedMeanwhile(Conflict):
    code = "order_changed_meanwhile"
    rule = "ORD-2"
    zh = "订单 {number} 的内容已经变化，请按最新内容重新操作。"
    en = "Order {number} has changed meanwhile; please decide again by what it is now."


async def carry_out_adjustment(
    uow: UnitOfWork, *, verb: str, orders: Sequence[Order], content: Content, reason: str, by: str, effects: Effects
) -> list[Order]:
    """The orders that stand for it now. `orders` are locked. Raises what the verb refuses; then nothing is changed."""
    ids = [order.id for order in orders]
    match verb:
        case Verb.SPLIT:
            made = await _split(uow, orders[0], content, by=by, effects=effects)
        case Verb.MERGE:
            made = await _merge(uow, orders, by=by, effects=effects)
        case Verb.TAKE_APART:
            made = await _take_apart(uow, orders, content, reason=reason, by=by, effects=effects)
        case Verb.READDRESS:
            await _readdress(uow, orders[0], content, reason=reason, by=by, effects=effects)
            made = list(orders)
        case Verb.TAKE_OUT:
            await _take_out(uow, orders[0], content, reason=reason, by=by, effects=effects)
            made = list(orders)
        case _:
            await _change_items(uow, orders[0], content, reason=reason, by=by, effects=effects)
            made = list(orders)
    await forget_candidates(uow, order_ids=ids)
    await look_at_presales_again(
        uow, order_ids={*ids, *(line.origin_order_id for order in made for line in order.lines if line.origin_order_id)}
    )
    numbers = [order.number for order in made]
    adjusted = [AdjustedOrder(order_id=show_id("ord", order.id), number=order.number, shop_id=order.shop_id) for order in orders]
    uow.publish(OrdersAdjusted(verb=DONE[Verb(verb)], orders=adjusted, into=numbers, by=by, reason=reason, adjusted_at=uow.now))
    for order in orders:
        uow.audit(
            f"order.{DONE[Verb(verb)]}",
            noun="order",
            noun_id=show_id("ord", order.id),
            after={"orders": numbers, "by": by},
            reason=reason or None,
        )
    return made


DONE = {
    Verb.SPLIT: "split",
    Verb.MERGE: "merged",
    Verb.TAKE_APART: "taken_apart",
    Verb.READDRESS: "readdressed",
    Verb.CHANGE_ITEMS: "items_changed",
    Verb.TAKE_OUT: "items_changed",
}


async def _named(uow: UnitOfWork, count: int) -> list[tuple[UUID, str]]:
    return [(new_id(), number) for number in await memory_behind(uow).numbers(count, now=uow.now)]


async def _split(uow: UnitOfWork, order: Order, content: Content, *, by: str, effects: Effects) -> list[Order]:
    parcels = [{int(line_no): count for line_no, count in parcel.items()} for parcel in content["parcels"]]
    together: dict[int, int] = {}
    for parcel in parcels:
        for line_no, count in parcel.items():
            together[line_no] = together.get(line_no, 0) + count
    if together != sendable(order):
        raise OrderChangedMeanwhile(number=order.number)
    refuse_gifts_due([order])
    if len(parcels) < 2:
        raise NothingToSplit(number=order.number)
    return _add(
        uow,
        regroup(
            [order], [[Taken(order=order, pieces=parcel)] for parcel in parcels],
            kind=OrderKind.PART, named=await _named(uow, len(parcels)), now=uow.now, by=by, effects=effects,
        ),
    )  # fmt: skip


async def _merge(uow: UnitOfWork, orders: Sequence[Order], *, by: str, effects: Effects) -> list[Order]:
    refuse_to_merge(uow, orders)
    in_time = sorted(orders, key=lambda order: (order.placed_at, order.id))
    parcel = [Taken(order=order, pieces=sendable(order)) for order in in_time]
    return _add(
        uow,
        regroup(in_time, [parcel], kind=OrderKind.MERGED, named=await _named(uow, 1), now=uow.now, by=by, effects=effects),
    )


def refuse_to_merge(uow: UnitOfWork, orders: Sequence[Order]) -> None:
    """Raises TooFewToMerge, NotMergeable."""
    if len(orders) < 2:
        raise TooFewToMerge
    refuse_gifts_due(orders)
    if len({order.currency for order in orders}) > 1 or not all(sendable(order) for order in orders):
        raise NotMergeable
    keys = {key_of_order(uow, order) for order in orders}
    if len(keys) > 1 or None in keys or OrderKind.REPLACEMENT in {order.kind for order in orders}:
        raise NotMergeable


def key_of_order(uow: UnitOfWork, order: Order) -> str | None:
    """See domain/same_buyer.py. What cannot be opened proves nothing."""
    receiver = receiver_of(uow, order)
    return address_key(shop_id=order.shop_id, buyer_id=order.buyer_id, receiver=receiver, digest=uow.sealer.digest)


def receiver_of(uow: UnitOfWork, order: Order) -> Receiver:
    try:
        return uow.sealer.open(order.receiver_sealed)
    except SealBroken:
        return {}


def _add(uow: UnitOfWork, made: list[Order]) -> list[Order]:
    uow.session.add_all(made)
    return made


async def _take_apart(uow: UnitOfWork, parts: Sequence[Order], content: Content, *, reason: str, by: str, effects: Effects) -> list[Order]:
    origins = list((await lock_orders(uow, ids=[UUID(one) for one in content["origins"]])).values())
    standing = await parts_of(uow, origin_ids=[origin.id for origin in origins])
    if {part.id for each in standing.values() for part in each} != {part.id for part in parts}:
        raise OrderChangedMeanwhile(number=parts[0].number)
    refuse_if_left(origins[0], parts)
    take_apart(
        origins,
        parts,
        told_anew={UUID(one) for one in content.get("told_anew", [])},
        cancelled={UUID(one) for one in content.get("cancelled", [])},
        reason=reason,
        now=uow.now,
        by=by,
        effects=effects,
    )
    return origins


async def _readdress(uow: UnitOfWork, order: Order, content: Content, *, reason: str, by: str, effects: Effects) -> None:
    sealed: str = content["receiver_sealed"]
    told, met = order.receiver_sealed, await rules_met(uow, order)
    readdress(order, uow.sealer.open(sealed), sealed=sealed, digest=uow.sealer.digest, reason=reason, by=by, effects=effects)
    await ask_rules_again(uow, order, before=met, effects=effects)
    go_on_changed(order, effects)
    await note_own_receiver(uow, order, told=told)


async def _change_items(uow: UnitOfWork, order: Order, content: Content, *, reason: str, by: str, effects: Effects) -> None:
    items = content["items"]
    await check_items(uow, order, items)
    told, met = lines_told(order), await rules_met(uow, order)
    gifts = {line.gift_rule_id for line in order.lines if line.gift_rule_id is not None}
    if await may_have_gifts(uow, order):
        look_at_gifts_again(order, effects)
    change_items(order, items, reason=reason, by=by, effects=effects)
    await ask_rules_again(uow, order, before=met, effects=effects)
    go_on_changed(order, effects)
    await note_gifts_left_out(uow, order, before=gifts)
    await note_own_items(uow, order, told=told)


async def _take_out(uow: UnitOfWork, order: Order, content: Content, *, reason: str, by: str, effects: Effects) -> None:
    going = content["going"]
    refuse_pieces(order, going)
    told = lines_told(order)
    if await may_have_gifts(uow, order):
        look_at_gifts_again(order, effects)
    # No rule is asked again: the buyer gets less of what was reviewed.
    take_out(order, going, reason=reason, by=by, effects=effects)
    go_on_changed(order, effects)
    await note_own_items(uow, order, told=told)


async def check_items(uow: UnitOfWork, order: Order, items: Sequence[Item]) -> None:
    """Raises NothingToSend, LineGivenBack, MoneyIsSettled, SkuUnknown."""
    refuse_items(order, items)
    # What was paid would be shared anew, also what a case holds of it.
    await refuse_settled_money(uow, order)
    known = await known_skus(uow, [item["sku"] for item in items])
    errors = [
        FieldError(pointer=f"/items/{place}/sku", code="sku_unknown", zh="系统中没有该商品", en="there is no such SKU")
        for place, item in enumerate(items)
        if item["sku"] not in known
    ]
    if errors:
        raise SkuUnknown(sku=", ".join(item["sku"] for item in items if item["sku"] not in known), errors=errors)
