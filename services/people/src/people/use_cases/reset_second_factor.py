from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.grants import must_see
from people.domain.ids import shown_account
from people.domain.second_factor import SecondFactorOff
from people.store.accounts import lock_account
from people.store.rights import must_grant, rights_of
from people.store.second_factors import lock_second_factor, take_second_factor_away
from people.store.sessions import end_sessions_of


async def reset_second_factor(uow: UnitOfWork, *, account_id: UUID, reason: str, now: datetime) -> list[str]:
    """By an administrator, for somebody who lost the device: it takes a guard away, so one has to hold all that it guards (rule ORG-7).

    Returns the sessions, which end. Raises AccountNotFound, SecondFactorOff, GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops.
    """
    account = await lock_account(uow, account_id)
    if await lock_second_factor(uow, account_id) is None:
        raise SecondFactorOff
    await must_grant(uow, (await rights_of(uow, account_id)).sources)
    must_see(uow.actor, account.shop_ids)
    await take_second_factor_away(uow, account_id)
    account.note_changed()
    ended = await end_sessions_of(uow, [account_id], reason="second_factor_reset", now=now)
    shown = shown_account(account_id)
    uow.audit("second_factor.reset", noun="account", noun_id=shown, after={"sessions_ended": ended}, reason=reason)
    uow.changed("account", shown)
    return ended
