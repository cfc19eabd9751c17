"""Saves preferences."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, text

from chassis.uow import UnitOfWork
from people.domain.preference import Preference

COUNT_OTHERS = text("SELECT count(*) FROM preference WHERE account_id = :account_id AND key <> :key")
PUT = text("""
    INSERT INTO preference (account_id, key, value, changed_at) VALUES (:account_id, :key, CAST(:value AS jsonb), :now)
    ON CONFLICT (account_id, key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
""")


async def count_other_preferences(uow: UnitOfWork, account_id: UUID, key: str) -> int:
    return await uow.session.scalar(COUNT_OTHERS, {"account_id": account_id, "key": key}) or 0


async def save_preference(uow: UnitOfWork, account_id: UUID, key: str, *, value: str, now: datetime) -> None:
    """`value` is JSON text."""
    await uow.session.execute(PUT, {"account_id": account_id, "key": key, "value": value, "now": now})


async def remove_preference(uow: UnitOfWork, account_id: UUID, key: str) -> bool:
    """Whether there was one."""
    removed = delete(Preference).where(Preference.account_id == account_id, Preference.key == key).returning(Preference.key)
    return await uow.session.scalar(removed) is not None
