from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from people.domain.ids import shown_account
from people.domain.password import PasswordWrong, check_quality
from people.domain.sign_in import MOST_FAILURES_PER_LOGIN, locked
from people.store.accounts import lock_account
from people.store.sessions import end_sessions_of
from people.store.sign_in_guards import lock_guards


@dataclass(frozen=True, kw_only=True)
class NewPassword:
    """`checked_hash` is what the present password was checked against, `new_hash` the hash of `plain`."""

    matches: bool
    checked_hash: str | None
    plain: str
    new_hash: str


async def change_password(
    uow: UnitOfWork, *, account_id: UUID, session_id: UUID | None, password: NewPassword, now: datetime
) -> list[str] | Refusal:
    """Ends all other sessions and returns them. A wrong present password is returned as a refusal, because its count is to be committed.

    Raises PasswordTooWeak.
    """
    subject = f"account:{uow.sealer.digest(account_id.hex)}"
    guard = (await lock_guards(uow, [subject], now=now))[subject]
    remaining = guard.locked_for(now)
    if remaining is not None:
        return locked(remaining)
    account = await lock_account(uow, account_id)
    shown = shown_account(account_id)
    if not password.matches or account.password_hash != password.checked_hash:
        guard.note_failure(most=MOST_FAILURES_PER_LOGIN, now=now)
        uow.audit("account.password_change_refused", noun="account", noun_id=shown)
        return PasswordWrong()
    check_quality(password.plain, login=account.login)
    guard.note_success(now)
    account.set_password(password.new_hash, now=now)
    account.note_changed()
    ended = await end_sessions_of(uow, [account_id], reason="password_changed", now=now, spare=session_id)
    uow.audit("account.password_changed", noun="account", noun_id=shown, after={"sessions_ended": ended})
    return ended
