"""Looks which open orders go to one buyer at one address, and proposes to merge them (rule ORD-2)."""

from collections import Counter

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.same_buyer import address_key
from orders.store.merge_candidates import find_same_buyers, keep_candidates

MOST_LOOKED_AT = 5_000


async def find_mergeable(uow: UnitOfWork) -> None:
    keys: dict[str, tuple[str, str]] = {}
    for row in await find_same_buyers(uow, most=MOST_LOOKED_AT):
        try:
            receiver = uow.sealer.open(row.receiver_sealed)
        except SealBroken:
            continue
        key = address_key(shop_id=row.shop_id, buyer_id=row.buyer_id, receiver=receiver, digest=uow.sealer.digest)
        if key is not None:
            keys[str(row.id)] = (row.shop_id, key)
    together = Counter(keys.values())
    rows: list[dict[str, object]] = [
        {"order_id": order_id, "shop_id": shop_id, "key": key} for order_id, (shop_id, key) in keys.items() if together[shop_id, key] > 1
    ]
    if await keep_candidates(uow, rows):
        uow.changed("merge_candidate")
