from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_account
from people.store.accounts import lock_account


async def change_own_account(uow: UnitOfWork, *, account_id: UUID, expected_version: int, name: str | None, locale: str | None) -> None:
    """Raises AccountNotFound, VersionStale."""
    account = await lock_account(uow, account_id)
    check_version(expected=expected_version, actual=account.version)
    before = account.facts()
    account.rename(name=name, locale=locale)
    account.note_changed()
    await uow.session.flush()
    uow.audit("account.changed", noun="account", noun_id=shown_account(account_id), before=before, after=account.facts())
    uow.changed("account", shown_account(account_id))
