from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.grants import must_see
from people.domain.ids import shown_account
from people.store.accounts import lock_account
from people.store.rights import must_grant, rights_of
from people.store.sessions import end_sessions_of


async def reset_password(uow: UnitOfWork, *, account_id: UUID, password_hash: str, now: datetime) -> list[str]:
    """Who resets a password could sign in with it, so must hold all that the account holds (rule ORG-7). Returns the sessions that ended.

    Raises AccountNotFound, GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops.
    """
    account = await lock_account(uow, account_id)
    await must_grant(uow, (await rights_of(uow, account_id)).sources)
    must_see(uow.actor, account.shop_ids)
    account.set_password(password_hash, now=now)
    account.note_changed()
    ended = await end_sessions_of(uow, [account_id], reason="password_reset", now=now)
    shown = shown_account(account_id)
    uow.audit("account.password_reset", noun="account", noun_id=shown, after={"sessions_ended": ended})
    uow.changed("account", shown)
    return ended
