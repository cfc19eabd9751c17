from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.account import Account
from people.domain.grants import Shops, check_grant, must_see, narrows
from people.domain.ids import shown_account, shown_role
from people.domain.role import Role
from people.store.accounts import (
    keep_an_administrator,
    load_roles,
    lock_account,
    lock_administrators,
    roles_of,
    set_roles,
    tell_disabled,
)
from people.store.rights import must_grant, rights_of
from people.store.sessions import end_sessions_of


@dataclass(frozen=True, kw_only=True)
class AccountWish:
    """None leaves a part as it is."""

    name: str | None
    locale: str | None
    role_ids: Sequence[UUID] | None
    shops: Shops | None
    disabled: bool | None


async def change_account(uow: UnitOfWork, *, account_id: UUID, expected_version: int, wish: AccountWish, now: datetime) -> list[str]:
    """Whoever loses something is signed out everywhere: returns the sessions that ended.

    Raises AccountNotFound, VersionStale, RoleUnknown, GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops, LastAdministrator.
    """
    await lock_administrators(uow)
    account = await lock_account(uow, account_id)
    check_version(expected=expected_version, actual=account.version)
    roles_before = await roles_of(uow, account_id)
    roles = roles_before if wish.role_ids is None else await load_roles(uow, wish.role_ids)
    before = _facts(account, roles_before)
    shops_before = account.shop_ids
    if wish.shops is not None:
        account.limit_to_shops(wish.shops.ids)
    new_roles = [role for role in roles if role not in roles_before]
    # In a shop that is new, what positions and grants give counts too.
    rights = await rights_of(uow, account_id)
    held = _permissions(roles) | set(rights.granted)
    check_grant(uow.actor, added=_permissions(new_roles), permissions=held, shops_before=shops_before, shops=account.shop_ids)
    enables = account.disabled and wish.disabled is False
    disables = not account.disabled and wish.disabled is True
    # An account that may act again gets all that it gives.
    await must_grant(uow, [*roles, *rights.sources] if enables else new_roles)
    if enables:
        must_see(uow.actor, account.shop_ids)
    async with keep_an_administrator(uow, account_id, on=uow.today):
        account.rename(name=wish.name, locale=wish.locale)
        if wish.disabled is not None:
            account.set_disabled(disabled=wish.disabled, now=now)
        if wish.role_ids is not None:
            await set_roles(uow, account_id, wish.role_ids)
        account.note_changed()
    await uow.session.flush()
    shown = shown_account(account_id)
    uow.audit("account.changed", noun="account", noun_id=shown, before=before, after=_facts(account, roles))
    uow.changed("account", shown)
    if disables:
        tell_disabled(uow, account)
    loses = account.disabled or narrows(shops_before, account.shop_ids) or bool(_permissions(roles_before) - _permissions(roles))
    return await end_sessions_of(uow, [account_id], reason="account_changed", now=now) if loses else []


def _permissions(roles: list[Role]) -> set[str]:
    return {permission for role in roles for permission in role.permissions}


def _facts(account: Account, roles: list[Role]) -> dict[str, object]:
    return {**account.facts(), "roles": [shown_role(role.id) for role in roles]}
