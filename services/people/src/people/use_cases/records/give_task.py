from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_task
from people.domain.records.task import DueInThePast, NotYourPeople, Task, TaskState
from people.store.records.meetings import add_task, check_at_work, next_task_number


@dataclass(frozen=True, kw_only=True)
class Errand:
    title: str
    owner_id: UUID
    due_on: date


async def give_task(uow: UnitOfWork, *, errand: Errand, giver: UUID | None, people: Collection[UUID] | None) -> Task:
    """To oneself or to one of `people` (None: anybody). Raises NotYourPeople, DueInThePast, EmployeeNotFound, NotEmployedThen."""
    if people is not None and errand.owner_id not in people:
        raise NotYourPeople
    if errand.due_on < uow.today:
        raise DueInThePast(day=errand.due_on)
    await check_at_work(uow, [errand.owner_id])
    task = Task(
        id=new_id(),
        number=await next_task_number(uow),
        title=errand.title,
        owner_id=errand.owner_id,
        giver_id=giver,
        due_on=errand.due_on,
        state=TaskState.OPEN,
        note="",
        created_at=uow.now,
        version=1,
    )
    await add_task(uow, task)
    uow.audit("task.given", noun="task", noun_id=shown_task(task.id), after=task.facts())
    uow.changed("task", shown_task(task.id))
    return task
