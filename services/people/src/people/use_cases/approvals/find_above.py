from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval
from people.domain.approvals.seat import Decider, Why
from people.queries.organisation.structure import superiors_above
from people.use_cases.approvals.find_first_fit import find_first_fit


async def find_above(uow: UnitOfWork, *, approval: Approval, employee_id: UUID, barred: set[UUID], why: Why) -> list[Decider]:
    """Who stands above somebody, with who is next while that one is away."""
    above = await superiors_above(uow.session, employee_id=employee_id, on=uow.today)
    return await find_first_fit(uow, approval=approval, chain=above, levels=1, barred=barred, why=why)
