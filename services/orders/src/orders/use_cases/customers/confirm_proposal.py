"""A person confirms that two files are one customer (rule CARE-4)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.customers.file import How, ProposalState
from orders.store.customers.files import lock_files, merge, must_see_all, recount
from orders.store.customers.proposals import lock_proposal, settle


async def confirm_proposal(uow: UnitOfWork, *, proposal_id: UUID, reason: str) -> UUID:
    """The id of the file that is kept. Raises ProposalNotFound, ProposalSettled, CustomerInOtherShops."""
    await lock_files(uow)
    found, one, other = await lock_proposal(uow, proposal_id)
    await must_see_all(uow, uow.actor, one, other)
    settle(uow, found, ProposalState.CONFIRMED, reason=reason)
    kept, gone = sorted((one, other))
    await merge(uow, kept=kept, gone=gone, how=How.PERSON, reason=reason)
    await recount(uow, [kept, gone])
    return kept
