"""Loads and saves accounts. Lock order of the whole service: administrators (an advisory lock), sign-in guards,
accounts, second factors, grants, roles, sessions; several of one kind by id."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import IntegrityError

from chassis.database import constraint_of
from chassis.uow import UnitOfWork
from contracts.people import AccountDisabled
from people.domain.account import Account, AccountNotFound, AccountRole, LastAdministrator, LoginTaken
from people.domain.ids import shown_account
from people.domain.role import ADMINISTRATOR, Role, RoleUnknown

LOCK_ADMINISTRATORS = text("SELECT pg_advisory_xact_lock(hashtext('administrators ' || current_schema()))")
# By whatever gives them the role that day. Who is about to leave is nobody to rely on.
LAST_ADMINISTRATOR = text("""
    SELECT coalesce(bool_or(a.id = :account_id), false)
           AND NOT coalesce(bool_or(a.id <> :account_id AND NOT EXISTS (
               SELECT FROM employee e JOIN leaving l ON l.employee_id = e.id WHERE e.account_id = a.id AND l.state = 'planned')), false)
    FROM role_sources_on(:on) s JOIN role r ON r.id = s.role_id JOIN account a ON a.id = s.account_id
    WHERE r.code = :code AND a.disabled_at IS NULL
""")


async def add_account(uow: UnitOfWork, account: Account) -> None:
    """Raises LoginTaken."""
    uow.session.add(account)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        if constraint_of(error) == "uq_account_login":
            raise LoginTaken(login=account.login) from error
        raise


async def lock_account(uow: UnitOfWork, account_id: UUID) -> Account:
    """Raises AccountNotFound."""
    account = await uow.session.scalar(select(Account).where(Account.id == account_id).with_for_update())
    if account is None:
        raise AccountNotFound
    return account


def tell_disabled(uow: UnitOfWork, account: Account) -> None:
    """What others hold for this person they give to somebody else."""
    uow.publish(AccountDisabled(account_id=shown_account(account.id), disabled_at=uow.now))


async def find_account(uow: UnitOfWork, account_id: UUID) -> Account:
    """Raises AccountNotFound."""
    account = await uow.session.get(Account, account_id)
    if account is None:
        raise AccountNotFound
    return account


async def names_of_accounts(uow: UnitOfWork, account_ids: Sequence[UUID]) -> list[str]:
    """In their order; accounts are never deleted."""
    if not account_ids:
        return []
    rows = (await uow.session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))).all()
    names = {row.id: row.name for row in rows}
    return [names[account_id] for account_id in account_ids]


async def lock_administrators(uow: UnitOfWork) -> None:
    """Two requests that each take away one of the last two administrators must not both succeed."""
    await uow.session.execute(LOCK_ADMINISTRATORS)


async def is_last_administrator(uow: UnitOfWork, account_id: UUID, *, on: date) -> bool:
    """Whether this account administers on that day, by its own role, a position or a grant, and nobody else would who stays.

    Ask while holding `lock_administrators`.
    """
    return bool(await uow.session.scalar(LAST_ADMINISTRATOR, {"code": ADMINISTRATOR, "account_id": account_id, "on": on}))


@asynccontextmanager
async def keep_an_administrator(uow: UnitOfWork, account_id: UUID, *, on: date) -> AsyncGenerator[None]:
    """What is done to the account within may not take the last administrator away. Raises LastAdministrator."""
    await lock_administrators(uow)
    last = await is_last_administrator(uow, account_id, on=on)
    yield
    if last:
        await uow.session.flush()
        if not await is_last_administrator(uow, account_id, on=on):
            raise LastAdministrator


async def any_account(uow: UnitOfWork) -> bool:
    return await uow.session.scalar(select(Account.id).limit(1)) is not None


async def roles_of(uow: UnitOfWork, account_id: UUID) -> list[Role]:
    """Its own roles, not those of positions and grants (store/rights.py). Locked against change until the commit."""
    found = select(Role).join(AccountRole, AccountRole.role_id == Role.id).where(AccountRole.account_id == account_id).order_by(Role.id)
    fresh = found.with_for_update(read=True, of=Role).execution_options(populate_existing=True)
    return list((await uow.session.scalars(fresh)).all())


async def load_roles(uow: UnitOfWork, role_ids: Iterable[UUID]) -> list[Role]:
    """Locked against change until the commit, so that what is granted is what was checked. Raises RoleUnknown."""
    wanted = set(role_ids)
    found = list((await uow.session.scalars(select(Role).where(Role.id.in_(wanted)).order_by(Role.id).with_for_update(read=True))).all())
    missing = wanted - {role.id for role in found}
    if missing:
        raise RoleUnknown(roles=", ".join(sorted(str(role_id) for role_id in missing)))
    return found


async def set_roles(uow: UnitOfWork, account_id: UUID, role_ids: Iterable[UUID]) -> None:
    await uow.session.execute(delete(AccountRole).where(AccountRole.account_id == account_id))
    rows = [{"account_id": account_id, "role_id": role_id} for role_id in sorted(set(role_ids))]
    if rows:
        await uow.session.execute(insert(AccountRole), rows)
