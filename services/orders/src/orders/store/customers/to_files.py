"""Reads the keys of orders and counts them to the files these lead to (rule CARE-4)."""

from collections.abc import Collection
from uuid import UUID

from chassis.ids import new_id
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.customers.keys import Keys, keys_of
from orders.store.customers.counting import keep_counted, matcher_for, uncounted


async def count_to_files(uow: UnitOfWork, *, ids: Collection[UUID]) -> None:
    """Those that changed since they were counted; the others cost a look. The files are locked."""
    rows = await uncounted(uow, ids)
    if not rows:
        return
    digest = uow.sealer.digest
    keys: dict[UUID, Keys] = {}
    for row in rows:
        try:
            receiver = uow.sealer.open(row.receiver_sealed)
        except SealBroken:
            # Sealed with another data key: the buyer's id still tells whose order it is.
            receiver = {}
        keys[row.id] = keys_of(receiver, buyer_id=row.buyer_id, platform=row.platform, shop_id=row.shop_id, digest=digest)
    digests = {key.digest for found in keys.values() for key in found.strong}
    matcher = await matcher_for(uow, digests=digests, bases={row.customer_id for row in rows if row.customer_id is not None})
    counted: list[dict[str, object]] = []
    for row in rows:
        found = keys[row.id]
        base = matcher.place(found.strong, base=row.customer_id, new_id=new_id)
        facts: dict[str, object] = {"order_id": row.id, "customer_id": base, "contact_digest": found.contact, "near_digest": found.near}
        for name in ("shop_id", "currency", "placed_at", "counted", "paid", "refunded", "seen"):
            facts[name] = getattr(row, name)
        counted.append(facts)
    await keep_counted(uow, matcher, counted)
