from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import ItemKind, LeavingItem, LeavingOver, LeavingState
from people.store.hiring.employments import add_item, lock_leaving


async def add_leaving_item(uow: UnitOfWork, *, leaving_id: UUID, kind: ItemKind, title: str) -> LeavingItem:
    """Raises LeavingNotFound, LeavingOver."""
    leaving = await lock_leaving(uow, leaving_id)
    if leaving.state == LeavingState.WITHDRAWN:
        raise LeavingOver
    item = LeavingItem(id=new_id(), leaving_id=leaving_id, kind=kind, title_zh=title, title_en=title, note="")
    await add_item(uow, item)
    leaving.version += 1
    uow.audit("leaving_item.added", noun="leaving", noun_id=shown("lvg", leaving_id), after={"kind": kind, "title": title})
    uow.changed("leaving", shown("lvg", leaving_id))
    return item
