"""A shop tells what it has seen of orders: who paid, which device, how long the buyer looked, how soon they praised (rule ORD-6)."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from orders.domain.integrity.mark import device_words, payer_words
from orders.domain.integrity.observation import Observation, Observed
from orders.domain.shop import ShopNotYours
from orders.store.integrity.flagging import score
from orders.store.integrity.marks import key_of_digest, note_told, orders_by_platform_no


async def observe_orders(uow: UnitOfWork, *, observations: Sequence[Observation]) -> list[Observed]:
    """What became of each, in order. Told twice, the second time changes nothing. Raises ShopNotYours."""
    foreign = next((one.shop_id for one in observations if not uow.actor.sees_shop(one.shop_id)), None)
    if foreign is not None:
        raise ShopNotYours(shop_id=foreign)
    ids = await orders_by_platform_no(uow, {one.key for one in observations})
    told = [
        {
            "order_id": ids[one.key],
            "payer": key_of_digest(uow.sealer.digest(payer_words(one.payer))) if one.payer else None,
            "device": key_of_digest(uow.sealer.digest(device_words(one.device))) if one.device else None,
            "praise": None,
            "praised_after_s": one.praised_after_s,
            "browsed_s": one.browsed_s,
        }
        for one in observations
        if one.key in ids
    ]
    noted = set(await note_told(uow, told))
    await score(uow, noted)
    return [Observed(observation=one, order_id=ids.get(one.key), noted=ids.get(one.key) in noted) for one in observations]
