from datetime import datetime

from chassis.uow import UnitOfWork
from people.domain.ids import shown_account, shown_grant
from people.domain.role_grant import GrantState
from people.store.role_grants import lock_grants_ended_before

AT_ONCE = 200


async def end_past_grants(uow: UnitOfWork, *, now: datetime) -> int:
    """Writes down that they came to their end; they count no longer from that midnight on, whether this has run or not."""
    grants = await lock_grants_ended_before(uow, uow.today, limit=AT_ONCE)
    for grant in grants:
        before = grant.facts()
        grant.close(GrantState.ENDED, by=uow.actor.id, reason="ends_on", now=now)
        shown = shown_grant(grant.id)
        after = {**grant.facts(), "account": shown_account(grant.account_id)}
        uow.audit("role_grant.ended", noun="role_grant", noun_id=shown, before=before, after=after)
        uow.changed("role_grant", shown)
    return len(grants)
