"""Loads and saves second factors and their recovery codes. Locked after the account (store/accounts.py)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from chassis.uow import UnitOfWork
from people.domain.second_factor import RecoveryCode, SecondFactor


async def lock_second_factor(uow: UnitOfWork, account_id: UUID) -> SecondFactor | None:
    """Locked even for a look: of two sign-ins with one code the second has to see that it was taken."""
    found = select(SecondFactor).where(SecondFactor.account_id == account_id).with_for_update()
    return await uow.session.scalar(found.execution_options(populate_existing=True))


async def put_second_factor(uow: UnitOfWork, factor: SecondFactor) -> None:
    """In place of one that was started and never confirmed."""
    await take_second_factor_away(uow, factor.account_id)
    uow.session.add(factor)
    await uow.session.flush()


async def take_second_factor_away(uow: UnitOfWork, account_id: UUID) -> None:
    await uow.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    await uow.session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))


async def put_recovery_codes(uow: UnitOfWork, account_id: UUID, digests: Sequence[str]) -> None:
    """In place of all before."""
    await uow.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    await uow.session.execute(insert(RecoveryCode), [{"account_id": account_id, "digest": digest, "used_at": None} for digest in digests])


async def use_recovery_code(uow: UnitOfWork, account_id: UUID, digest: str, *, now: datetime) -> bool:
    """Whether there was one that nobody had used."""
    mine = (RecoveryCode.account_id == account_id, RecoveryCode.digest == digest, RecoveryCode.used_at.is_(None))
    used = await uow.session.execute(update(RecoveryCode).where(*mine).values(used_at=now).returning(RecoveryCode.digest))
    return used.one_or_none() is not None


async def recovery_codes_left(uow: UnitOfWork, account_id: UUID) -> int:
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return await uow.session.scalar(left) or 0
