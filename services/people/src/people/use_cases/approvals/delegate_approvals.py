from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.approvals.delegation import ApprovalDelegation, DelegateUnfit, check_days, kinds_of
from people.domain.ids import shown_delegation
from people.store.approvals.deciders import fit_accounts
from people.store.approvals.delegations import add_delegation


async def delegate_approvals(
    uow: UnitOfWork, *, account_id: UUID, to_account_id: UUID, kinds: Sequence[str] | None, from_on: date, until_on: date, reason: str
) -> ApprovalDelegation:
    """One's own, to a colleague. Raises DelegationDaysWrong, DelegateUnfit."""
    check_days(from_on=from_on, until_on=until_on, today=uow.today)
    if to_account_id == account_id or not await fit_accounts(uow, [to_account_id]):
        raise DelegateUnfit
    delegation = ApprovalDelegation(
        id=new_id(),
        from_account_id=account_id,
        to_account_id=to_account_id,
        kinds=kinds_of(kinds),
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        created_at=uow.now,
        ended_at=None,
        version=1,
    )
    await add_delegation(uow, delegation)
    shown = shown_delegation(delegation.id)
    uow.audit("approval_delegation.made", noun="approval_delegation", noun_id=shown, after=delegation.facts(), reason=reason)
    uow.changed("approval_delegation", shown)
    return delegation
