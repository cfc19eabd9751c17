from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.account import Account
from people.domain.grants import must_see
from people.domain.ids import shown_account, shown_role
from people.store.accounts import lock_account, roles_of, set_roles
from people.store.second_factors import take_second_factor_away
from people.store.sessions import end_sessions_of


async def reopen_account(uow: UnitOfWork, *, account_id: UUID, password_hash: str, now: datetime) -> Account:
    """For somebody who comes back: enabled, and nothing of before lets anybody in. The password is new, the second factor is gone, and so are
    the roles it had of its own: they follow from the position now (rules ORG-6, ORG-7). `now` is real time.

    Raises AccountNotFound, GrantsMoreShops.
    """
    account = await lock_account(uow, account_id)
    must_see(uow.actor, account.shop_ids)
    roles = await roles_of(uow, account_id)
    before = {**account.facts(), "roles": [shown_role(role.id) for role in roles]}
    account.set_disabled(disabled=False, now=now)
    account.set_password(password_hash, now=now)
    await take_second_factor_away(uow, account_id)
    await set_roles(uow, account_id, [])
    account.note_changed()
    ended = await end_sessions_of(uow, [account_id], reason="account_reopened", now=now)
    await uow.session.flush()
    shown = shown_account(account_id)
    after = {**account.facts(), "roles": [], "sessions_ended": ended}
    uow.audit("account.reopened", noun="account", noun_id=shown, before=before, after=after)
    uow.changed("account", shown)
    return account
