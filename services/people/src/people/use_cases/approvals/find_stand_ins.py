from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval
from people.domain.approvals.seat import Decider, Why
from people.queries.organisation.structure import deputies_of
from people.store.approvals.deciders import fit_employees
from people.use_cases.approvals.find_above import find_above
from people.use_cases.approvals.find_away import find_away


async def find_stand_ins(uow: UnitOfWork, *, approval: Approval, employee_id: UUID, barred: set[UUID]) -> list[Decider]:
    """For somebody who left or is away: the deputies of the units they head, and where none of them can, who stands above (rule APR-2)."""
    deputies = (await deputies_of(uow.session, heads=[employee_id], on=uow.today)).get(employee_id, [])
    fit = await fit_employees(uow, deputies)
    away = await find_away(uow, approval=approval, people=list(fit.values()))
    able = [fit[one] for one in dict.fromkeys(deputies) if one in fit and fit[one].account_id not in barred | away]
    if able:
        return [Decider(one.account_id, one.employee_id, Why.STAND_IN) for one in able]
    return await find_above(uow, approval=approval, employee_id=employee_id, barred=barred, why=Why.STAND_IN)
