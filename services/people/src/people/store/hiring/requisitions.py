"""Loads and saves requisitions and requests for headcount."""

from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from chassis.database import constraint_of
from chassis.uow import UnitOfWork
from people.domain.hiring.headcount_request import HeadcountRequest, HeadcountRequestNotFound, HeadcountRequestWaits
from people.domain.hiring.requisition import Requisition, RequisitionNotFound, RequisitionState

NEXT = text("SELECT nextval('requisition_number')")


async def next_requisition_number(uow: UnitOfWork) -> str:
    return f"RQ-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT):06d}"


async def add_requisition(uow: UnitOfWork, requisition: Requisition) -> None:
    uow.session.add(requisition)
    await uow.session.flush()


async def lock_requisition(uow: UnitOfWork, requisition_id: UUID) -> Requisition:
    """Raises RequisitionNotFound."""
    query = select(Requisition).where(Requisition.id == requisition_id).with_for_update()
    found = await uow.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise RequisitionNotFound
    return found


async def asked_for(uow: UnitOfWork, position_id: UUID, *, leaving_out: UUID | None = None) -> int:
    """Openings of the position's other open requisitions that nobody was hired for yet. Ask while the position is locked."""
    query = select(func.coalesce(func.sum(Requisition.openings - Requisition.hired), 0)).where(
        Requisition.position_id == position_id, Requisition.state == RequisitionState.OPEN
    )
    if leaving_out is not None:
        query = query.where(Requisition.id != leaving_out)
    return await uow.session.scalar(query) or 0


async def add_headcount_request(uow: UnitOfWork, request: HeadcountRequest) -> None:
    """Raises HeadcountRequestWaits."""
    uow.session.add(request)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        if constraint_of(error) == "uq_headcount_request_waiting":
            raise HeadcountRequestWaits from error
        raise


async def lock_headcount_request(uow: UnitOfWork, request_id: UUID) -> HeadcountRequest:
    """Raises HeadcountRequestNotFound."""
    found = await uow.session.scalar(select(HeadcountRequest).where(HeadcountRequest.id == request_id).with_for_update())
    if found is None:
        raise HeadcountRequestNotFound
    return found


async def find_requester(uow: UnitOfWork, request_id: UUID) -> UUID:
    """Without a lock: approvals are locked before the request. Raises HeadcountRequestNotFound."""
    found = await uow.session.scalar(select(HeadcountRequest.requested_by).where(HeadcountRequest.id == request_id))
    if found is None:
        raise HeadcountRequestNotFound
    return found
