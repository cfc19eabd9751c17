from collections.abc import Sequence
from uuid import UUID

from channels.store.write_backs import lock_unsettled, lock_write_backs
from chassis.ids import show_id
from chassis.uow import UnitOfWork

MOST_AT_ONCE = 1000


async def push_write_backs(uow: UnitOfWork, *, ids: Sequence[UUID] | None, shop_id: str | None, state: str) -> tuple[int, int]:
    """Those named, or all in `state` (dead or failed) of one shop or all. Returns how many are pushed and how many were left as they are."""
    if ids is not None:
        found = await lock_write_backs(uow, ids=sorted(set(ids)))
        asked = len(set(ids))
    else:
        found = await lock_unsettled(uow, shop_id=shop_id, state=state, limit=MOST_AT_ONCE)
        asked = len(found)
    pushed = [write_back for write_back in found if write_back.push_again(now=uow.now)]
    for write_back in pushed:
        uow.audit("write_back.pushed_again", noun="write_back", noun_id=show_id("wbk", write_back.id))
        uow.changed("write_back", write_back.shop_id)
    return len(pushed), asked - len(pushed)
