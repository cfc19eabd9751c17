"""What is needed to check a password before anything is locked."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

ONE = text("SELECT id, password_hash FROM account WHERE login = :login")
MINE = text("SELECT id, password_hash FROM account WHERE id = :id")


@dataclass(frozen=True, kw_only=True)
class SignInCandidate:
    """`account_id` and `password_hash` are None when there is no such login."""

    account_id: UUID | None
    password_hash: str | None


async def find_sign_in_candidate(reader: AsyncSession, login: str) -> SignInCandidate:
    row = (await reader.execute(ONE, {"login": login})).one_or_none()
    return SignInCandidate(account_id=row.id if row else None, password_hash=row.password_hash if row else None)


async def find_own_candidate(reader: AsyncSession, account_id: UUID) -> SignInCandidate:
    row = (await reader.execute(MINE, {"id": account_id})).one_or_none()
    return SignInCandidate(account_id=row.id if row else None, password_hash=row.password_hash if row else None)
