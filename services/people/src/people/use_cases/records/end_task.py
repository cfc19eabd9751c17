from collections.abc import Collection
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_task
from people.domain.records.task import NotYourTask, Task, TaskState
from people.store.records.meetings import chair_of, lock_task


async def end_task(
    uow: UnitOfWork, *, task_id: UUID, expected_version: int, state: TaskState, note: str, changer: UUID | None,
    people: Collection[UUID] | None,
) -> Task:  # fmt: skip
    """Done by its owner, or by those who may drop it: who gave it, the chair, somebody above the owner.

    Raises TaskNotFound, NotYourTask, VersionStale, TaskOver.
    """
    task = await lock_task(uow, task_id)
    chair = None if task.meeting_id is None else await chair_of(uow, task.meeting_id)
    above = people is None or (task.owner_id in people and task.owner_id != changer)
    own = state == TaskState.DONE and changer is not None and changer == task.owner_id
    if not (own or above or (changer is not None and changer in (task.giver_id, chair))):
        raise NotYourTask
    check_version(expected=expected_version, actual=task.version)
    task.end(state, note=note, now=uow.now, by=uow.actor.name)
    action = "task.done" if state == TaskState.DONE else "task.dropped"
    uow.audit(action, noun="task", noun_id=shown_task(task_id), after=task.facts(), reason=note or None)
    uow.changed("task", shown_task(task_id))
    return task
