from datetime import datetime

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.account import Account, AccountWish, plain_login
from people.domain.grants import Shops, must_hold, must_see
from people.domain.ids import shown_account, shown_role
from people.store.accounts import add_account, load_roles, set_roles


async def create_account(uow: UnitOfWork, *, login: str, wish: AccountWish, password_hash: str, now: datetime) -> Account:
    """Rule ORG-7. Raises RoleUnknown, GrantsMoreThanHeld, GrantsMoreShops, LoginTaken."""
    shops = wish.shops or Shops(ids=None)
    role_ids = wish.role_ids or ()
    roles = await load_roles(uow, role_ids)
    must_hold(uow.actor, {permission for role in roles for permission in role.permissions})
    must_see(uow.actor, shops.ids)
    account = Account(
        id=new_id(),
        login=plain_login(login),
        name=wish.name or login,
        locale=wish.locale or "zh-CN",
        password_hash=password_hash,
        password_changed_at=now,
        disabled_at=None,
        last_login_at=None,
        created_at=now,
        version=1,
    )
    account.limit_to_shops(shops.ids)
    await add_account(uow, account)
    await set_roles(uow, account.id, role_ids)
    shown = shown_account(account.id)
    after = {**account.facts(), "roles": [shown_role(role.id) for role in roles]}
    uow.audit("account.created", noun="account", noun_id=shown, after=after)
    uow.changed("account", shown)
    return account
