from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from people.domain.ids import shown_account
from people.domain.password import PasswordWrong
from people.domain.second_factor import SecondFactor, SecondFactorOn, address_of, new_totp_secret, picture_of
from people.domain.sign_in import MOST_FAILURES_PER_LOGIN, locked
from people.store.accounts import lock_account
from people.store.second_factors import lock_second_factor, put_second_factor
from people.store.sign_in_guards import lock_guards


@dataclass(frozen=True, kw_only=True)
class Started:
    """Shown once: the secret to type, the address behind the picture, and the picture (SVG as a data: URI)."""

    secret: str
    address: str
    picture: str


async def start_second_factor(
    uow: UnitOfWork, *, account_id: UUID, matches: bool, checked_hash: str | None, now: datetime
) -> Started | Refusal:
    """Needs the present password. Counts for nothing until it is confirmed. A wrong password is returned, because its count is to be committed.

    Raises AccountNotFound, SecondFactorOn.
    """
    subject = f"account:{uow.sealer.digest(account_id.hex)}"
    guard = (await lock_guards(uow, [subject], now=now))[subject]
    remaining = guard.locked_for(now)
    if remaining is not None:
        return locked(remaining)
    account = await lock_account(uow, account_id)
    if not matches or account.password_hash != checked_hash:
        guard.note_failure(most=MOST_FAILURES_PER_LOGIN, now=now)
        uow.audit("second_factor.refused", noun="account", noun_id=shown_account(account_id), after={"reason": "wrong_password"})
        return PasswordWrong()
    before = await lock_second_factor(uow, account_id)
    if before is not None and before.on:
        raise SecondFactorOn
    guard.note_success(now)
    secret = new_totp_secret()
    sealed = uow.sealer.seal({"secret": secret})
    await put_second_factor(uow, SecondFactor(account_id=account_id, secret_sealed=sealed, started_at=now, confirmed_at=None, last_step=0))
    uow.audit("second_factor.started", noun="account", noun_id=shown_account(account_id))
    address = address_of(secret, login=account.login)
    return Started(secret=secret, address=address, picture=picture_of(address))
