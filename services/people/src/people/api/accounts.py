from datetime import datetime
from typing import Annotated

from fastapi import BackgroundTasks, Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import Body, Here, Reader, Uow, transactional_router
from people.api.fields import Locale, Name, ShopIds
from people.api.parts import Passwords, RealNow, Today, within_reach
from people.domain.account import LOGIN_PATTERN
from people.domain.grants import Shops
from people.domain.ids import AccountId, RoleId
from people.domain.password import new_password
from people.permissions import Permission
from people.queries.accounts import AccountFilter, AccountRow, find_account_row, list_account_rows
from people.queries.organisation.reach import sight_of
from people.use_cases.change_account import AccountWish, change_account
from people.use_cases.create_account import create_account
from people.use_cases.end_all_sessions import end_all_sessions
from people.use_cases.reset_password import reset_password

router = transactional_router("/v1/accounts", tag="accounts")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_ACCOUNTS))]
MayManage = Annotated[Actor, Depends(requires(Permission.MANAGE_ACCOUNTS))]
RoleIds = Annotated[list[RoleId], Field(max_length=50)]


class NewAccount(Body):
    """`shop_ids` null means all shops."""

    login: Annotated[str, Field(pattern=LOGIN_PATTERN, max_length=64, examples=["wang.fang"])]
    name: Name
    locale: Locale
    role_ids: RoleIds
    shop_ids: ShopIds | None


class AccountChange(Body):
    """What is left out stays as it is; `shop_ids` null means all shops, null elsewhere means left out."""

    name: Name | None = None
    locale: Locale | None = None
    role_ids: RoleIds | None = None
    shop_ids: ShopIds | None = None
    disabled: bool | None = None


class AccountOut(BaseModel):
    """`role_ids` are its own roles; `permissions` is all that these, its positions and its grants give today. `version` is also the ETag."""

    id: AccountId
    login: str
    name: str
    locale: str
    role_ids: list[RoleId]
    permissions: list[str]
    shop_ids: list[str] | None
    second_factor: str
    disabled: bool
    last_login_at: datetime | None
    created_at: datetime
    version: int


class NewAccountOut(BaseModel):
    """`initial_password` is shown this once and kept nowhere."""

    account: AccountOut
    initial_password: str


class ResetPasswordOut(BaseModel):
    """Shown this once and kept nowhere."""

    password: str


def account_out(row: AccountRow) -> AccountOut:
    return AccountOut.model_validate(row, from_attributes=True)


@router.get("")
async def list_accounts(
    *,
    reader: Reader,
    paging: Paging,
    actor: MayRead,
    today: Today,
    q: Annotated[str | None, Query(max_length=80, description="Part of the login or the name")] = None,
    disabled: bool | None = None,
    role_id: Annotated[RoleId | None, Query()] = None,
) -> Page[AccountOut]:
    """Sorted by login; those that the caller's roles reach."""
    (after,) = paging.after(str) or (None,)
    sight = await sight_of(reader, actor=actor, permission=Permission.READ_ACCOUNTS, on=today)
    chosen = AccountFilter(q=q, disabled=disabled, role_id=role_id, sight=sight)
    rows = await list_account_rows(reader, chosen=chosen, after=after, limit=paging.limit + 1, on=today)
    last = make_cursor(rows[paging.limit - 1].login) if len(rows) > paging.limit else None
    return page_of([account_out(row) for row in rows], limit=paging.limit, next_cursor=last)


# No Idempotency-Key here and in the next but one: the answer holds a password, and kept answers would keep it in the clear. Sent twice, the
# login is taken.
@router.post("", status_code=201)
async def create_new_account(
    body: NewAccount, uow: Uow, _: MayManage, passwords: Passwords, today: Today, now: RealNow, response: Response
) -> NewAccountOut:
    """Makes an account with a password of its own, shown once. Nobody grants more than they hold (rule ORG-7)."""
    password = new_password()
    password_hash = await passwords.hash(password)
    account = await create_account(
        uow,
        login=body.login,
        name=body.name,
        locale=body.locale,
        role_ids=body.role_ids,
        shop_ids=body.shop_ids,
        password_hash=password_hash,
        now=now,
    )
    row = await find_account_row(uow.session, account.id, on=today)
    show_version(response, row.version)
    return NewAccountOut(account=account_out(row), initial_password=password)


@router.get("/{account_id}", dependencies=[Depends(within_reach(Permission.READ_ACCOUNTS))])
async def get_account(account_id: AccountId, reader: Reader, _: MayRead, today: Today, response: Response) -> AccountOut:
    row = await find_account_row(reader, account_id, on=today)
    show_version(response, row.version)
    return account_out(row)


@router.patch("/{account_id}", dependencies=[Depends(within_reach(Permission.MANAGE_ACCOUNTS))])
async def change_one_account(
    account_id: AccountId, body: AccountChange, uow: Uow, _: MayManage, version: ExpectedVersion, now: RealNow, here: Here,
    after: BackgroundTasks, response: Response,
) -> AccountOut:  # fmt: skip
    """Who is disabled, or loses a permission or a shop, is signed out everywhere within a second (rules ORG-6, ORG-7)."""
    wish = AccountWish(
        name=body.name,
        locale=body.locale,
        role_ids=body.role_ids,
        shops=Shops(ids=body.shop_ids) if "shop_ids" in body.model_fields_set else None,
        disabled=body.disabled,
    )
    ended = await change_account(uow, account_id=account_id, expected_version=version, wish=wish, now=now)
    after.add_task(here.tokens.end, ended)
    row = await find_account_row(uow.session, account_id, on=here.clock.today())
    show_version(response, row.version)
    return account_out(row)


@router.post("/{account_id}/reset-password", dependencies=[Depends(within_reach(Permission.MANAGE_ACCOUNTS))])
async def reset_account_password(
    account_id: AccountId, uow: Uow, _: MayManage, passwords: Passwords, now: RealNow, here: Here, after: BackgroundTasks
) -> ResetPasswordOut:
    """A new password, shown once; all sessions of the account end."""
    password = new_password()
    new_hash = await passwords.hash(password)
    ended = await reset_password(uow, account_id=account_id, password_hash=new_hash, now=now)
    after.add_task(here.tokens.end, ended)
    return ResetPasswordOut(password=password)


@router.post("/{account_id}/end-sessions", status_code=204, dependencies=[Depends(within_reach(Permission.MANAGE_ACCOUNTS))])
async def end_account_sessions(account_id: AccountId, uow: Uow, _: MayManage, now: RealNow, here: Here, after: BackgroundTasks) -> None:
    """Signs the person out everywhere."""
    ended = await end_all_sessions(uow, account_id=account_id, reason="ended_by_administrator", now=now)
    after.add_task(here.tokens.end, ended)
