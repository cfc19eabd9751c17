from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_task
from people.domain.records.task import DueInThePast, NotYourPeople, Task
from people.store.records.meetings import chair_of, check_at_work, lock_task


async def change_task(
    uow: UnitOfWork, *, task_id: UUID, expected_version: int, wish: Mapping[str, Any], reason: str, changer: UUID | None,
    people: Collection[UUID] | None,
) -> Task:  # fmt: skip
    """Another owner, day or wording, by who gave it, the meeting's chair or somebody above the owner (`people`; None: anybody's).

    It goes to one of `people`, as a new one would; the chair may hand on to anybody, as the minutes may name anybody.
    Raises TaskNotFound, NotYourTask, VersionStale, TaskOver, DueInThePast, NotYourPeople, EmployeeNotFound, NotEmployedThen.
    """
    task = await lock_task(uow, task_id)
    chair = None if task.meeting_id is None else await chair_of(uow, task.meeting_id)
    task.must_be_run_by(changer, chair_id=chair, people=people)
    check_version(expected=expected_version, actual=task.version)
    task.must_be_open()
    before = task.facts()
    due_on, owner_id = wish.get("due_on", task.due_on), wish.get("owner_id", task.owner_id)
    if due_on != task.due_on and due_on < uow.today:
        raise DueInThePast(day=due_on)
    if owner_id != task.owner_id:
        if people is not None and owner_id not in people and changer != chair:
            raise NotYourPeople
        await check_at_work(uow, [owner_id])
    for name, value in wish.items():
        setattr(task, name, value)
    task.reminded_on = None
    task.version += 1
    uow.audit("task.changed", noun="task", noun_id=shown_task(task_id), before=before, after=task.facts(), reason=reason)
    uow.changed("task", shown_task(task_id))
    return task
