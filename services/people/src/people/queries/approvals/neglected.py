"""Requests that somebody has to look after: reminders and deadlines that have come, and seats that nobody can take today."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.approvals.kinds import kinds

WAITED_FOR = text("""
    SELECT DISTINCT e.id, c.account_id FROM approval_candidate c JOIN employee e ON e.account_id = c.account_id WHERE c.open
""")
DELEGATING = text("""
    SELECT DISTINCT from_account_id FROM approval_delegation WHERE ended_at IS NULL AND :on BETWEEN from_on AND until_on AND kinds IS NULL
""")
NEGLECTED = text("""
    SELECT id FROM approval WHERE state = 'waiting' AND remind_at <= :now
    UNION SELECT id FROM approval WHERE state = 'waiting' AND due_at <= :now
    UNION SELECT s.approval_id FROM approval_seat s WHERE s.state = 'waiting' AND NOT EXISTS (
        SELECT FROM approval_candidate c JOIN account a ON a.id = c.account_id LEFT JOIN employee e ON e.account_id = a.id
        WHERE c.approval_id = s.approval_id AND c.step = s.step AND c.seat = s.seat AND a.disabled_at IS NULL
          AND (e.id IS NULL OR e.left_on IS NULL OR e.left_on >= :on) AND a.id <> ALL(:away))
    ORDER BY id
""")


async def neglected_approvals(reader: AsyncSession, *, now: datetime, today: date) -> list[UUID]:
    accounts = {row.id: row.account_id for row in await reader.execute(WAITED_FOR)}
    absent = await kinds.absent(reader, list(accounts), today) if accounts else set[UUID]()
    delegating = set((await reader.scalars(DELEGATING, {"on": today})).all()) if absent else set[UUID]()
    away = [accounts[one] for one in absent if one in accounts and accounts[one] not in delegating]
    return list((await reader.scalars(NEGLECTED, {"now": now, "on": today, "away": away})).all())
