from datetime import datetime

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.account import Account, plain_login
from people.domain.ids import shown_account
from people.domain.password import PasswordHashes, check_quality
from people.domain.role import ADMINISTRATOR
from people.store.accounts import add_account, any_account, lock_administrators, set_roles
from people.store.roles import find_standard_role


async def ensure_administrator(uow: UnitOfWork, *, login: str, password: str, passwords: PasswordHashes, now: datetime) -> None:
    """The first account of a new house. Does nothing once there is any. Raises PasswordTooWeak."""
    await lock_administrators(uow)
    if await any_account(uow):
        return
    check_quality(password, login=login)
    role = await find_standard_role(uow, ADMINISTRATOR)
    account = Account(
        id=new_id(),
        login=plain_login(login),
        name="管理员 Administrator",
        locale="zh-CN",
        password_hash=await passwords.hash(password),
        password_changed_at=now,
        shop_ids=None,
        disabled_at=None,
        last_login_at=None,
        created_at=now,
        version=1,
    )
    await add_account(uow, account)
    await set_roles(uow, account.id, [role.id])
    uow.audit("account.created", noun="account", noun_id=shown_account(account.id), after=account.facts(), reason="first start")
