from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import NotTheRequester
from people.domain.hiring.headcount_request import KIND, HeadcountRequestDecided
from people.domain.hiring.ids import shown
from people.store.hiring.requisitions import find_requester
from people.use_cases.approvals.withdraw_reference import withdraw_reference


async def withdraw_headcount_request(uow: UnitOfWork, *, request_id: UUID, account_id: UUID | None, reason: str) -> None:
    """By who asked, while it waits; the request hears of it from approvals. Raises HeadcountRequestNotFound, NotTheRequester, HeadcountRequestDecided."""
    if await find_requester(uow, request_id) != account_id:
        raise NotTheRequester
    if not await withdraw_reference(uow, kind=KIND, reference=shown("hcr", request_id), reason=reason):
        raise HeadcountRequestDecided
