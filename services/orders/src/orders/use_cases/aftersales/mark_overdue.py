"""Cases that nobody has moved on before their deadline (rule CARE-1)."""

from chassis.uow import UnitOfWork
from contracts.orders import CaseDelayed
from orders.domain.aftersales.case import CaseHappened
from orders.store.aftersales.cases import lock_cases, newly_overdue, note, shown

MOST_AT_ONCE = 200


async def mark_overdue(uow: UnitOfWork) -> None:
    """Each once for each state it is late in."""
    ids = await newly_overdue(uow, now=uow.now, limit=MOST_AT_ONCE)
    for case in (await lock_cases(uow, ids=ids)).values():
        if case.ended or case.overdue_at is not None or case.due_at > uow.now:
            continue
        case.overdue_at = uow.now
        case.touch()
        note(uow, case, CaseHappened.OVERDUE, state=str(case.state), due=case.due_at.isoformat())
        uow.publish(CaseDelayed(case_id=shown(case), number=case.number, shop_id=case.shop_id, state=str(case.state), due_at=case.due_at))
