from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import LeavingOver, LeavingState
from people.domain.ids import shown_employee
from people.store.hiring.employments import lock_item, lock_leaving
from people.store.organisation.employees import lock_employee


async def tick_leaving_item(uow: UnitOfWork, *, leaving_id: UUID, item_id: UUID, done: bool, handed_to_id: UUID | None, note: str) -> None:
    """Handed over, to whom, or open again; also after they have left, for what was not done in time.

    Raises LeavingNotFound, LeavingItemNotFound, LeavingOver, EmployeeNotFound.
    """
    if handed_to_id is not None:
        await lock_employee(uow, handed_to_id)
    leaving = await lock_leaving(uow, leaving_id)
    if leaving.state == LeavingState.WITHDRAWN:
        raise LeavingOver
    item = await lock_item(uow, leaving_id=leaving_id, item_id=item_id)
    item.handed_to_id, item.note = handed_to_id, note
    item.done_at, item.done_by = (uow.now, uow.actor.name) if done else (None, None)
    leaving.version += 1
    await uow.session.flush()
    after: dict[str, object] = {"item": item.title_en, "done": done, "to": shown_employee(handed_to_id) if handed_to_id else None}
    uow.audit("leaving_item.ticked", noun="leaving", noun_id=shown("lvg", leaving_id), after=after, reason=note or None)
    uow.changed("leaving", shown("lvg", leaving_id))
