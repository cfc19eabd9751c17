"""What a person does to one case."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.store.aftersales.cases import lock_case


async def act_on_case(uow: UnitOfWork, *, case_id: UUID, act: Callable[[Case], Awaitable[None]]) -> Case:
    """Raises CaseNotFound, and what `act` refuses."""
    case = await lock_case(uow, case_id=case_id, actor=uow.actor)
    await act(case)
    return case
