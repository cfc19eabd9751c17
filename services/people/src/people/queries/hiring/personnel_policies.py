"""The company's personnel policy: the version in force, and all of them, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LIST = text("""
    SELECT version, talk_after_days, hand_over, effective_from, reason, created_at, created_by FROM personnel_policy
    WHERE CAST(:after AS int) IS NULL OR version < :after ORDER BY version DESC LIMIT :limit
""")
TALKS = text("""
    SELECT version, talk_after_days FROM personnel_policy WHERE effective_from <= :now ORDER BY effective_from DESC, version DESC LIMIT 1
""")


@dataclass(frozen=True, kw_only=True)
class PersonnelPolicyRow:
    version: int
    talk_after_days: int
    hand_over: list[dict[str, Any]]
    effective_from: datetime
    reason: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRhythm:
    version: int
    talk_after_days: int


async def list_personnel_policy_rows(reader: AsyncSession, *, after: int | None, limit: int) -> list[PersonnelPolicyRow]:
    rows = await reader.execute(LIST, {"after": after, "limit": limit})
    return [PersonnelPolicyRow(**row) for row in rows.mappings()]


async def talk_rhythm_at(reader: AsyncSession, *, now: datetime) -> TalkRhythm:
    """How often people are talked with, and the version that says so."""
    return TalkRhythm(**(await reader.execute(TALKS, {"now": now})).mappings().one())
