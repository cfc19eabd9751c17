from datetime import datetime
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from people.domain.ids import shown_account
from people.domain.second_factor import CodeWrong, SecondFactorOff, new_recovery_codes, plain_code
from people.domain.sign_in import MOST_FAILURES_PER_LOGIN, locked
from people.store.second_factors import lock_second_factor, put_recovery_codes
from people.store.sign_in_guards import lock_guards


async def renew_recovery_codes(uow: UnitOfWork, *, account_id: UUID, code: str, now: datetime) -> list[str] | Refusal:
    """Those before stop working. Needs a code of the device; a wrong one is returned, because its count is to be committed.

    Raises SecondFactorOff.
    """
    subject = f"account:{uow.sealer.digest(account_id.hex)}"
    guard = (await lock_guards(uow, [subject], now=now))[subject]
    remaining = guard.locked_for(now)
    if remaining is not None:
        return locked(remaining)
    factor = await lock_second_factor(uow, account_id)
    if factor is None or not factor.on:
        raise SecondFactorOff
    shown = shown_account(account_id)
    if not factor.take(plain_code(code), secret=uow.sealer.open(factor.secret_sealed)["secret"], now=now):
        guard.note_failure(most=MOST_FAILURES_PER_LOGIN, now=now)
        uow.audit("second_factor.refused", noun="account", noun_id=shown, after={"reason": "wrong_code"})
        return CodeWrong()
    guard.note_success(now)
    codes = new_recovery_codes()
    await put_recovery_codes(uow, account_id, [uow.sealer.digest(f"{account_id.hex} {one}") for one in codes])
    uow.audit("second_factor.recovery_codes_renewed", noun="account", noun_id=shown)
    return codes
