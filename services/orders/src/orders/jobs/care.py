"""What happens in customer care when a moment has come: deadlines of complaints and mediations pass, call-backs are due."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from chassis.uow import UnitOfWork
from orders.use_cases.care.escalate_complaints import escalate_complaints
from orders.use_cases.care.note_mediation_times import note_mediation_times
from orders.use_cases.care.open_due_callbacks import open_due_callbacks
from orders.use_cases.care.plan_calls_of_dormant import plan_calls_of_dormant


async def until_nothing_is_left(context: Context, name: str, step: Callable[[UnitOfWork], Awaitable[int]]) -> None:
    """Set by set, each in a transaction of its own: after a crash it goes on where it was."""
    while True:
        async with context.new_system_uow(name) as uow:
            done = await step(uow)
            await uow.commit()
        if done == 0:
            return


async def escalate(context: Context) -> None:
    await until_nothing_is_left(context, "orders.complaints", escalate_complaints)


async def run_out(context: Context) -> None:
    await until_nothing_is_left(context, "orders.mediations", note_mediation_times)


async def make_callbacks(context: Context) -> None:
    await until_nothing_is_left(context, "orders.callbacks", plan_calls_of_dormant)
    await until_nothing_is_left(context, "orders.callbacks", open_due_callbacks)


COMPLAINTS = Job(name="orders.complaints", every=timedelta(seconds=15), run=escalate)
MEDIATIONS = Job(name="orders.mediations", every=timedelta(seconds=30), run=run_out)
CALLBACKS = Job(name="orders.callbacks", every=timedelta(seconds=20), run=make_callbacks)
