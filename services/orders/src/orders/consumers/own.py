"""Commands to us, from those above."""

from collections.abc import Sequence

from chassis.actor import system_actor
from chassis.consumers import Consumers
from chassis.tracing import request_id_var
from chassis.uow import UnitOfWork
from contracts.orders import PlaceOrders, RegisterShop
from orders.domain.placement import Delivery
from orders.domain.told import draft_of_message
from orders.use_cases.lock_placed_orders import lock_placed_orders
from orders.use_cases.place_orders import place_orders
from orders.use_cases.recheck_attention import recheck_attention
from orders.use_cases.register_shop import register_shop

consumers = Consumers()
LOOKED_AT_ONCE = 200
CHANNELS = system_actor("orders.place-orders")
"""Whoever replays the message, it is still the shops that hand these orders in: nobody's scope refuses one."""


@consumers.on(RegisterShop, name="orders.register-shop", one_by_one=True)
async def on_register_shop(uow: UnitOfWork, message: RegisterShop) -> None:
    await register_shop(uow, shop=message)
    await recheck_attention(uow, after=None, limit=LOOKED_AT_ONCE)


async def lock_placed(uow: UnitOfWork, messages: Sequence[PlaceOrders]) -> None:
    await lock_placed_orders(uow, keys={(told.shop_id, told.platform_order_no) for message in messages for told in message.orders})


@consumers.on(PlaceOrders, name="orders.place-orders", lock=lock_placed)
async def on_place_orders(uow: UnitOfWork, message: PlaceOrders) -> None:
    request_id = request_id_var.get()
    drafts = [draft_of_message(told, uow.sealer.open) for told in message.orders]
    placements = await place_orders(
        uow, deliveries=[Delivery(draft=draft, actor=CHANNELS, source=message.source, request_id=request_id) for draft in drafts]
    )
    for refused in [placement.refusal for placement in placements if placement.refusal is not None]:
        # Nobody would hear of it: the message is set aside for a person instead.
        raise refused
