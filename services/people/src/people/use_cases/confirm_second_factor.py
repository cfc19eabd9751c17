from datetime import datetime
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from people.domain.ids import shown_account
from people.domain.second_factor import CodeWrong, SecondFactorOff, SecondFactorOn, new_recovery_codes, plain_code
from people.domain.sign_in import MOST_FAILURES_PER_LOGIN, locked
from people.store.accounts import lock_account
from people.store.second_factors import lock_second_factor, put_recovery_codes
from people.store.sessions import end_sessions_of
from people.store.sign_in_guards import lock_guards


async def confirm_second_factor(
    uow: UnitOfWork, *, account_id: UUID, session_id: UUID, code: str, now: datetime
) -> tuple[list[str], list[str]] | Refusal:
    """Switches it on with the first code; returns the recovery codes, shown once, and the other sessions, which end.

    A wrong code is returned, because its count is to be committed. Raises AccountNotFound, SecondFactorOff, SecondFactorOn.
    """
    subject = f"account:{uow.sealer.digest(account_id.hex)}"
    guard = (await lock_guards(uow, [subject], now=now))[subject]
    remaining = guard.locked_for(now)
    if remaining is not None:
        return locked(remaining)
    account = await lock_account(uow, account_id)
    factor = await lock_second_factor(uow, account_id)
    if factor is None:
        raise SecondFactorOff
    if factor.on:
        raise SecondFactorOn
    if not factor.take(plain_code(code), secret=uow.sealer.open(factor.secret_sealed)["secret"], now=now):
        guard.note_failure(most=MOST_FAILURES_PER_LOGIN, now=now)
        uow.audit("second_factor.refused", noun="account", noun_id=shown_account(account_id), after={"reason": "wrong_code"})
        return CodeWrong()
    guard.note_success(now)
    factor.confirmed_at = now
    await uow.session.flush()
    codes = new_recovery_codes()
    await put_recovery_codes(uow, account_id, [uow.sealer.digest(f"{account_id.hex} {one}") for one in codes])
    account.note_changed()
    ended = await end_sessions_of(uow, [account_id], reason="second_factor_on", now=now, spare=session_id)
    uow.audit("second_factor.on", noun="account", noun_id=shown_account(account_id), after={"sessions_ended": ended})
    uow.changed("account", shown_account(account_id))
    return codes, ended
