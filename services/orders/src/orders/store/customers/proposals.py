"""Proposals that two files are one."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.customers.file import CustomerNotFound, CustomerProposal, ProposalNotFound, ProposalSettled, ProposalState
from orders.store.customers.files import file_of


async def lock_proposal(uow: UnitOfWork, proposal_id: UUID) -> tuple[CustomerProposal, UUID, UUID]:
    """An open proposal and the two files it is about now. Raises ProposalNotFound, ProposalSettled."""
    found = await uow.session.get(CustomerProposal, proposal_id, with_for_update=True)
    if found is None:
        raise ProposalNotFound
    try:
        one, other = await file_of(uow, found.one_id), await file_of(uow, found.other_id)
    except CustomerNotFound as error:
        raise ProposalNotFound from error
    if found.state != ProposalState.OPEN or one == other:
        raise ProposalSettled
    return found, one, other


def settle(uow: UnitOfWork, found: CustomerProposal, state: ProposalState, *, reason: str) -> None:
    found.state, found.settled_at, found.settled_by, found.reason = state, uow.now, uow.actor.name, reason
    uow.changed("customer_proposal")
