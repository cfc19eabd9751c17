"""The kinds of leave in all their versions: those of every house, and what the company has published."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.leave_kind import FIRST_KINDS, LeaveKind, LeaveUnit, kinds_on

VERSIONS = text("""
    SELECT code, version, effective_from, name_zh, name_en, paid, balance, unit, evidence, calendar_days, active
    FROM leave_kind_version ORDER BY code, version
""")


async def list_leave_kinds(reader: AsyncSession) -> list[LeaveKind]:
    found = list(FIRST_KINDS)
    for row in (await reader.execute(VERSIONS)).mappings():
        fields: dict[str, Any] = {**row, "unit": LeaveUnit(row["unit"])}
        found.append(LeaveKind(**fields))
    return found


async def leave_kinds_on(reader: AsyncSession, *, day: date) -> Mapping[str, LeaveKind]:
    """By code, those in force that day, also those that are no longer given."""
    return kinds_on(await list_leave_kinds(reader), day)
