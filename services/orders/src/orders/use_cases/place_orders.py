"""Takes in orders, however they came: one at a time (joined), in batches, in an envelope from channels (rule ORD-1)."""

from collections.abc import Sequence

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.placement import Delivery, Outcome, Placement
from orders.domain.shop import ShopNotYours
from orders.store.effects import carry_out
from orders.store.intake import write_new
from orders.store.intake_again import take_again
from orders.store.knowledge import load_knowledge
from orders.store.placing_audit import audit_placements


async def place_orders(uow: UnitOfWork, *, deliveries: Sequence[Delivery]) -> list[Placement]:
    """What became of each, in order. An order of a shop that is not the caller's is refused, and the rest taken."""
    known = await load_knowledge(uow)
    placements: dict[int, Placement] = {}
    effects = Effects()
    waiting: list[int] = []
    for place, delivery in enumerate(deliveries):
        if delivery.actor.sees_shop(delivery.draft.shop_id):
            waiting.append(place)
        else:
            placements[place] = _refused(delivery)
    while waiting:
        # Each order once: what is in the set twice is looked at when its first is written.
        now, waiting = _first_of_each(deliveries, waiting)
        made, again = await write_new(uow, deliveries=[deliveries[place] for place in now], known=known)
        placements.update({now[place]: placement for place, placement in made.items()})
        if again:
            taken = await take_again(uow, deliveries=[deliveries[now[place]] for place in again], known=known, effects=effects)
            placements.update({now[place]: placement for place, placement in zip(again, taken, strict=True)})
            if waiting:
                await carry_out(uow, effects)
                effects = Effects()
    await carry_out(uow, effects)
    ordered = [placements[place] for place in range(len(deliveries))]
    audit_placements(uow, deliveries=deliveries, placements=ordered)
    made_ids = [show_id("ord", placement.order_id) for placement in ordered if placement.outcome == Outcome.MADE and placement.order_id]
    if made_ids:
        uow.changed("order", *made_ids)
    return ordered


def _first_of_each(deliveries: Sequence[Delivery], places: Sequence[int]) -> tuple[list[int], list[int]]:
    seen: set[tuple[str, str]] = set()
    first: list[int] = []
    later: list[int] = []
    for place in places:
        key = deliveries[place].draft.key
        (later if key in seen else first).append(place)
        seen.add(key)
    return first, later


def _refused(delivery: Delivery) -> Placement:
    return Placement(
        outcome=Outcome.REFUSED,
        order_id=None,
        number="",
        status="",
        hold_reasons=[],
        attention_reasons=[],
        refusal=ShopNotYours(shop_id=delivery.draft.shop_id),
    )
