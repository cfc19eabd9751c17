"""What a buyer does to a case of theirs, through the mall's client."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.store.aftersales.cases import lock_request_case


async def act_on_request(uow: UnitOfWork, *, case_id: UUID, act: Callable[[Case], Awaitable[None]]) -> Case:
    """Raises CaseNotFound, also for one that no buyer asked for, and what `act` refuses."""
    case = await lock_request_case(uow, case_id=case_id, actor=uow.actor)
    await act(case)
    await uow.session.flush()
    return case
