from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_task
from people.domain.records.task import DueInThePast, NotYourTask, Task
from people.store.records.meetings import chair_of, check_at_work, lock_task


async def change_task(
    uow: UnitOfWork, *, task_id: UUID, expected_version: int, wish: Mapping[str, Any], reason: str, changer: UUID | None,
    people: Collection[UUID] | None,
) -> Task:  # fmt: skip
    """Another owner, day or wording, by who gave it, the meeting's chair or somebody above the owner (`people`; None: anybody's).

    Raises TaskNotFound, NotYourTask, VersionStale, TaskOver, DueInThePast, EmployeeNotFound, NotEmployedThen.
    """
    task = await lock_task(uow, task_id)
    chair = None if task.meeting_id is None else await chair_of(uow, task.meeting_id)
    above = people is None or (task.owner_id in people and task.owner_id != changer)
    if not above and changer not in (task.giver_id, chair):
        raise NotYourTask
    check_version(expected=expected_version, actual=task.version)
    task.must_be_open()
    before = task.facts()
    if wish.get("due_on", task.due_on) < uow.today and "due_on" in wish:
        raise DueInThePast(day=wish["due_on"])
    if "owner_id" in wish:
        await check_at_work(uow, [wish["owner_id"]])
    for name, value in wish.items():
        setattr(task, name, value)
    task.reminded_on = None
    task.version += 1
    uow.audit("task.changed", noun="task", noun_id=shown_task(task_id), before=before, after=task.facts(), reason=reason)
    uow.changed("task", shown_task(task_id))
    return task
