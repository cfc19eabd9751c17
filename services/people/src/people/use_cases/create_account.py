from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.account import Account, plain_login
from people.domain.grants import must_see
from people.domain.ids import shown_account, shown_role
from people.store.accounts import add_account, load_roles, set_roles
from people.store.rights import must_grant


async def create_account(
    uow: UnitOfWork, *, login: str, name: str, locale: str, role_ids: Sequence[UUID], shop_ids: Sequence[str] | None, password_hash: str,
    now: datetime,
) -> Account:  # fmt: skip
    """Rule ORG-7. `shop_ids` None stands for all shops. Raises RoleUnknown, GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops, LoginTaken."""
    roles = await load_roles(uow, role_ids)
    await must_grant(uow, roles)
    must_see(uow.actor, shop_ids)
    account = Account(
        id=new_id(),
        login=plain_login(login),
        name=name,
        locale=locale,
        password_hash=password_hash,
        password_changed_at=now,
        disabled_at=None,
        last_login_at=None,
        created_at=now,
        version=1,
    )
    account.limit_to_shops(shop_ids)
    await add_account(uow, account)
    await set_roles(uow, account.id, role_ids)
    shown = shown_account(account.id)
    after = {**account.facts(), "roles": [shown_role(role.id) for role in roles]}
    uow.audit("account.created", noun="account", noun_id=shown, after=after)
    uow.changed("account", shown)
    return account
