from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_employee, shown_task
from people.domain.records.task import Task, TaskState
from people.store.records.meetings import lock_task


async def remind_of_task(uow: UnitOfWork, *, task_id: UUID) -> Task:
    """Once a day; the owner's desk shows it at once."""
    task = await lock_task(uow, task_id)
    if task.state != TaskState.OPEN or task.reminded_on == uow.today:
        return task
    task.reminded_on = uow.today
    after: dict[str, object] = {"owner_id": shown_employee(task.owner_id), "due_on": task.due_on.isoformat()}
    uow.audit("task.reminded", noun="task", noun_id=shown_task(task_id), after=after)
    uow.changed("task", shown_task(task_id))
    return task
