import hashlib

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import ContentChanged, State
from people.domain.approvals.kinds import Decision
from people.domain.grants import must_see
from people.domain.ids import shown_account, shown_grant
from people.domain.role import Role
from people.domain.role_grant import GrantState, OwnGrant, RoleGrant, digest_of
from people.store.accounts import find_account, load_roles
from people.store.rights import must_grant
from people.store.role_grants import lock_role_grant

OUTCOMES = {
    State.APPROVED: GrantState.APPROVED,
    State.REFUSED: GrantState.REFUSED,
    State.VOIDED: GrantState.WITHDRAWN,
    State.WITHDRAWN: GrantState.WITHDRAWN,
}


async def decide_role_grant(uow: UnitOfWork, decision: Decision) -> None:
    """What approvals call when a request for an extra role was decided. The last who approves is who grants: nobody more than they hold.

    Raises GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops, OwnGrant, ContentChanged, GrantNotWaiting.
    """
    grant_id = read_id("grt", decision.reference)
    # The approval is locked, then the grant; the account is only read (store/role_grants.py).
    grant = await lock_role_grant(uow, grant_id)
    role = (await load_roles(uow, [grant.role_id]))[0]
    outcome = OUTCOMES[decision.outcome]
    if outcome is GrantState.WITHDRAWN and grant.state != GrantState.REQUESTED:
        return
    if outcome is GrantState.APPROVED:
        _check(decision, grant=grant, role=role)
        await must_grant(uow, [role])
        must_see(uow.actor, (await find_account(uow, grant.account_id)).shop_ids)
    before = grant.facts()
    grant.decide(outcome, by=[shown_account(one) for one in decision.decided_by], on=uow.today, now=uow.now)
    shown = shown_grant(grant_id)
    uow.audit(
        f"role_grant.{outcome}", noun="role_grant", noun_id=shown, before=before, after=grant.facts(), reason=decision.comment or None
    )
    uow.changed("role_grant", shown)


def _check(decision: Decision, *, grant: RoleGrant, role: Role) -> None:
    if decision.content_digest != hashlib.sha256(digest_of(grant, role)).hexdigest():
        raise ContentChanged
    deciders = decision.decided_by or [grant.requested_by]
    if any(one in (grant.account_id, grant.requested_by) for one in deciders):
        raise OwnGrant
