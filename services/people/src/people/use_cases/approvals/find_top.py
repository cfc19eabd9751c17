from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.seat import Decider, Why
from people.store.approvals.deciders import role_holders

TOP_ROLES = ("director", "administrator")


async def find_top(uow: UnitOfWork, *, barred: set[UUID]) -> list[Decider]:
    """Who decides what the organisation has nobody for: above the head of the whole company stands nobody else."""
    for role in TOP_ROLES:
        found = [one for one in await role_holders(uow, role) if one.account_id not in barred]
        if found:
            return [Decider(one.account_id, one.employee_id, Why.TOP) for one in found]
    return []
