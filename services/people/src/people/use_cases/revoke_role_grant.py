from datetime import datetime
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_account, shown_grant
from people.domain.role_grant import GrantOver, GrantState
from people.store.accounts import keep_an_administrator, lock_account, lock_administrators
from people.store.rights import end_sessions_beyond_rights
from people.store.role_grants import find_role_grant, lock_role_grant


async def revoke_role_grant(uow: UnitOfWork, *, grant_id: UUID, expected_version: int, reason: str, now: datetime) -> list[str]:
    """Before its end; returns the sessions that ended with it. Taking away is no grant: one need not hold it oneself.

    Raises GrantNotFound, VersionStale, GrantOver, LastAdministrator.
    """
    grant = await find_role_grant(uow, grant_id)
    await lock_administrators(uow)
    await lock_account(uow, grant.account_id)
    grant = await lock_role_grant(uow, grant_id)
    check_version(expected=expected_version, actual=grant.version)
    if grant.state != GrantState.APPROVED:
        raise GrantOver(state=grant.state)
    before = grant.facts()
    async with keep_an_administrator(uow, grant.account_id, on=uow.today):
        grant.close(GrantState.REVOKED, by=uow.actor.id, reason=reason, now=uow.now)
    await uow.session.flush()
    shown = shown_grant(grant_id)
    after = {**grant.facts(), "account": shown_account(grant.account_id)}
    uow.audit("role_grant.revoked", noun="role_grant", noun_id=shown, before=before, after=after, reason=reason)
    uow.changed("role_grant", shown)
    return await end_sessions_beyond_rights(uow, now=now, reason="grant_revoked")
