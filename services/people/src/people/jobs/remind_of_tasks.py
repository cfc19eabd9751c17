"""Reminds owners of tasks that are due tomorrow, today, or late (rule ORG-9)."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from people.domain.records.task import REMIND_DAYS
from people.queries.records.tasks import tasks_to_remind_of
from people.use_cases.records.remind_of_task import remind_of_task


async def run(context: Context) -> None:
    """Each in its own transaction, once a day."""
    name = "people.remind-of-tasks"
    async with context.new_system_uow(name) as uow:
        due = await tasks_to_remind_of(uow.session, today=uow.today, by=uow.today + timedelta(days=REMIND_DAYS))
    for task_id in due:
        async with context.new_system_uow(name) as uow:
            await remind_of_task(uow, task_id=task_id)
            await uow.commit()


REMIND_OF_TASKS = Job(name="remind-of-tasks", every=timedelta(minutes=1), run=run)
