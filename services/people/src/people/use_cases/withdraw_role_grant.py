from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_grant
from people.domain.role_grant import APPROVAL_KIND, GrantNotFound, GrantNotWaiting, GrantState, RoleGrant
from people.store.role_grants import find_role_grant
from people.use_cases.approvals.withdraw_reference import withdraw_reference


async def withdraw_role_grant(uow: UnitOfWork, *, grant_id: UUID, expected_version: int, requester_id: UUID, reason: str) -> RoleGrant:
    """By who asked for it, as long as it is not decided. Raises GrantNotFound, VersionStale, GrantNotWaiting."""
    grant = await find_role_grant(uow, grant_id)
    if grant.requested_by != requester_id:
        raise GrantNotFound
    check_version(expected=expected_version, actual=grant.version)
    # The approval is locked first, as where it is decided; the grant hears of it in this transaction (decide_role_grant).
    if not await withdraw_reference(uow, kind=APPROVAL_KIND, reference=shown_grant(grant_id), reason=reason):
        raise GrantNotWaiting(state=grant.state)
    grant = await find_role_grant(uow, grant_id)
    assert grant.state == GrantState.WITHDRAWN, "approvals told decide_role_grant"
    return grant
