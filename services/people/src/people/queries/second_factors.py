"""The second factor as its owner sees it; the secret is never shown again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

ONE = text("""
    SELECT f.confirmed_at, (SELECT count(*) FROM recovery_code c WHERE c.account_id = f.account_id AND c.used_at IS NULL) AS recovery_codes_left
    FROM second_factor f WHERE f.account_id = :account_id AND f.confirmed_at IS NOT NULL
""")


@dataclass(frozen=True, kw_only=True)
class SecondFactorRow:
    confirmed_at: datetime
    recovery_codes_left: int


async def find_second_factor_row(reader: AsyncSession, account_id: UUID) -> SecondFactorRow | None:
    row = (await reader.execute(ONE, {"account_id": account_id})).mappings().one_or_none()
    return None if row is None else SecondFactorRow(**row)
