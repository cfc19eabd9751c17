from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval
from people.domain.approvals.seat import Decider, Why
from people.queries.organisation.structure import deputies_of
from people.store.approvals.deciders import fit_employees
from people.use_cases.approvals.find_away import find_away


async def find_first_fit(
    uow: UnitOfWork, *, approval: Approval, chain: Sequence[UUID], levels: int, barred: set[UUID], why: Why
) -> list[Decider]:
    """Whoever stands `levels` up the chain of employees, or who is next above them; nobody there: the highest below.

    Who is away and has no delegate keeps the seat together with the deputies of their unit, and where there is none who could, with the next
    one; who cannot sign in is passed over for them in the same way (rule APR-2). Nobody's deputy decides what they themselves may not.
    """
    order = [*chain[levels - 1 :], *reversed(chain[: levels - 1])]
    deputies = await deputies_of(uow.session, heads=order, on=uow.today)
    fit = await fit_employees(uow, [*order, *(one for several in deputies.values() for one in several)])
    away = await find_away(uow, approval=approval, people=list(fit.values()))
    found: dict[UUID, Decider] = {}
    for one in order:
        head = fit.get(one)
        if head is not None and head.account_id in barred:
            continue
        if head is not None:
            found.setdefault(head.account_id, Decider(head.account_id, head.employee_id, Why.STAND_IN if found else why))
            if head.account_id not in away:
                break
        standing_in = [fit[deputy] for deputy in deputies.get(one, []) if deputy in fit]
        able = [deputy for deputy in standing_in if deputy.account_id not in barred | away]
        for deputy in able:
            found.setdefault(deputy.account_id, Decider(deputy.account_id, deputy.employee_id, Why.STAND_IN))
        if able:
            break
    return list(found.values())
