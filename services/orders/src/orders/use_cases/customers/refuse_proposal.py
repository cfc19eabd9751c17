"""A person says that two files are not one customer; it is remembered (rule CARE-4)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.customers.file import NOUN, PREFIX, ProposalState
from orders.store.customers.files import keep_apart, lock_files, must_see_all
from orders.store.customers.proposals import lock_proposal, settle


async def refuse_proposal(uow: UnitOfWork, *, proposal_id: UUID, reason: str) -> None:
    """Raises ProposalNotFound, ProposalSettled, CustomerInOtherShops."""
    await lock_files(uow)
    found, one, other = await lock_proposal(uow, proposal_id)
    await must_see_all(uow, uow.actor, one, other)
    settle(uow, found, ProposalState.REFUSED, reason=reason)
    await keep_apart(uow, one, other, reason=reason)
    uow.audit("customer.kept_apart", noun=NOUN, noun_id=show_id(PREFIX, one), after={"other": show_id(PREFIX, other)}, reason=reason)
