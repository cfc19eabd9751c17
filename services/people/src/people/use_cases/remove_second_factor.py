from datetime import datetime
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from people.domain.ids import shown_account
from people.domain.second_factor import CodeWrong, SecondFactorOff, SecondFactorRequired, plain_code
from people.domain.sign_in import MOST_FAILURES_PER_LOGIN, locked
from people.store.accounts import lock_account
from people.store.rights import rights_of
from people.store.second_factors import lock_second_factor, take_second_factor_away
from people.store.sign_in_guards import lock_guards


async def remove_second_factor(uow: UnitOfWork, *, account_id: UUID, code: str, now: datetime) -> Refusal | None:
    """By its owner, with a code of the device. A wrong one is returned, because its count is to be committed.

    Raises AccountNotFound, SecondFactorOff, SecondFactorRequired.
    """
    subject = f"account:{uow.sealer.digest(account_id.hex)}"
    guard = (await lock_guards(uow, [subject], now=now))[subject]
    remaining = guard.locked_for(now)
    if remaining is not None:
        return locked(remaining)
    account = await lock_account(uow, account_id)
    factor = await lock_second_factor(uow, account_id)
    if factor is None or not factor.on:
        raise SecondFactorOff
    if (await rights_of(uow, account_id)).second_factor_required:
        raise SecondFactorRequired
    shown = shown_account(account_id)
    if not factor.take(plain_code(code), secret=uow.sealer.open(factor.secret_sealed)["secret"], now=now):
        guard.note_failure(most=MOST_FAILURES_PER_LOGIN, now=now)
        uow.audit("second_factor.refused", noun="account", noun_id=shown, after={"reason": "wrong_code"})
        return CodeWrong()
    guard.note_success(now)
    await take_second_factor_away(uow, account_id)
    account.note_changed()
    uow.audit("second_factor.off", noun="account", noun_id=shown)
    uow.changed("account", shown)
    return None
