from collections.abc import Collection
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_task
from people.domain.records.task import Task, TaskState
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
    if state != TaskState.DONE or changer is None or changer != task.owner_id:
        task.must_be_run_by(changer, chair_id=chair, people=people)
    check_version(expected=expected_version, actual=task.version)
    task.end(state, note=note, now=uow.now, by=uow.actor.name)
    action = "task.done" if state == TaskState.DONE else "task.dropped"
    uow.audit(action, noun="task", noun_id=shown_task(task_id), after=task.facts(), reason=note or None)
    uow.changed("task", shown_task(task_id))
    return task
