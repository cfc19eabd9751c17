"""The one inbox over all services (rule APR-3): what waits for somebody, what they decided, what they asked, and everything.

An id is a UUIDv7, so requests sort by it as they were filed: what waits comes oldest first, the rest newest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class View(StrEnum):
    MINE = "mine"
    DECIDED = "decided"
    ASKED = "asked"
    ALL = "all"


PLACES = """
    SELECT CAST(:me AS uuid) AS account_id, CAST(NULL AS text[]) AS kinds
    UNION ALL SELECT from_account_id, kinds FROM approval_delegation d JOIN account g ON g.id = d.from_account_id AND g.disabled_at IS NULL
    WHERE to_account_id = :me AND ended_at IS NULL AND :today BETWEEN from_on AND until_on
"""
# A person who agreed already takes no second seat of a joint step; nobody sees their own request here.
TO_DECIDE_OF = """
    SELECT DISTINCT c.approval_id FROM approval_candidate c JOIN {requests} a ON a.id = c.approval_id
    WHERE c.account_id = p.account_id AND c.open AND (p.kinds IS NULL OR a.kind = ANY(p.kinds)) AND a.requester_id <> :me
      AND NOT EXISTS (SELECT FROM approval_seat s WHERE s.approval_id = a.id AND s.step = a.step AND s.decided_by = :me)
"""
TO_DECIDE, LATE_TO_DECIDE = (TO_DECIDE_OF.format(requests=requests) for requests in ("approval", "late"))
WANTED = "(CAST(:kind AS text) IS NULL OR a.kind = :kind) AND (CAST(:state AS text) IS NULL OR a.state = :state)"
AFTER, BEFORE = ("(CAST(:after AS uuid) IS NULL OR {id} > :after)", "(CAST(:after AS uuid) IS NULL OR {id} < :after)")
IDS = {
    View.MINE: f"""
        SELECT DISTINCT found.approval_id AS id FROM ({PLACES}) p CROSS JOIN LATERAL (
            {TO_DECIDE} AND {WANTED} AND {AFTER.format(id="c.approval_id")} ORDER BY c.approval_id LIMIT :limit
        ) found ORDER BY 1 LIMIT :limit
    """,
    View.DECIDED: f"""
        SELECT DISTINCT s.approval_id AS id FROM approval_seat s JOIN approval a ON a.id = s.approval_id
        WHERE s.decided_by = :me AND {WANTED} AND {BEFORE.format(id="s.approval_id")} ORDER BY 1 DESC LIMIT :limit
    """,
    View.ASKED: f"""
        SELECT a.id FROM approval a WHERE a.requester_id = :me AND {WANTED} AND {BEFORE.format(id="a.id")} ORDER BY a.id DESC LIMIT :limit
    """,
    View.ALL: f"""
        SELECT a.id FROM approval a
        WHERE {WANTED} AND {BEFORE.format(id="a.id")} AND (CAST(:shops AS text[]) IS NULL OR a.shop_id IS NULL OR a.shop_id = ANY(:shops))
        ORDER BY a.id DESC LIMIT :limit
    """,
}
COLUMNS = """
    SELECT a.id, a.number, a.kind, r.name_zh AS kind_zh, r.name_en AS kind_en, a.reference, a.requester_id, q.name AS requester_name, a.title_zh,
           a.title_en, a.evidence, a.content_digest, a.amount, a.currency, a.shop_id, a.effective_at, a.link, a.route_number, a.step,
           jsonb_array_length(a.steps) AS step_count, a.state, a.filed_at, a.due_at, a.reminded_at, a.escalated_at, a.decided_at,
           a.takes_effect_at, a.comment, a.replaces_id, a.version
"""
FROM = "JOIN account q ON q.id = a.requester_id JOIN approval_route r ON r.id = a.route_id"
LISTS = {
    view: text(
        f"{COLUMNS} FROM ({ids}) found JOIN approval a ON a.id = found.id {FROM} ORDER BY a.id {'ASC' if view == View.MINE else 'DESC'}"
    )
    for view, ids in IDS.items()
}
MOST_COUNTED = 100
# What is late is few, and found by its time; what waits for somebody may be thousands, and is not read for it.
COUNT = text(f"""
    WITH late AS MATERIALIZED (SELECT id, kind, requester_id, step FROM approval WHERE state = 'waiting' AND due_at < :now)
    SELECT (SELECT count(*) FROM (
                SELECT DISTINCT found.approval_id FROM ({PLACES}) p CROSS JOIN LATERAL ({TO_DECIDE} LIMIT :most) found LIMIT :most) counted),
           (SELECT count(*) FROM (
                SELECT DISTINCT found.approval_id FROM ({PLACES}) p
                CROSS JOIN LATERAL ({LATE_TO_DECIDE} LIMIT :most) found LIMIT :most) counted),
           (SELECT count(*) FROM (SELECT FROM approval WHERE requester_id = :me AND state = 'waiting' LIMIT :most) counted)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRow:
    id: UUID
    number: str
    kind: str
    kind_zh: str
    kind_en: str
    reference: str
    requester_id: UUID
    requester_name: str
    title_zh: str
    title_en: str
    evidence: list[dict[str, Any]]
    content_digest: str
    amount: Decimal | None
    currency: str | None
    shop_id: str | None
    effective_at: datetime | None
    link: str
    route_number: int
    step: int
    step_count: int
    state: str
    filed_at: datetime
    due_at: datetime | None
    reminded_at: datetime | None
    escalated_at: datetime | None
    decided_at: datetime | None
    takes_effect_at: datetime | None
    comment: str
    replaces_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """At most MOST_COUNTED each."""

    to_decide: int
    overdue: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    view: View
    kind: str | None
    state: str | None
    shops: Sequence[str] | None


async def list_approval_rows(
    reader: AsyncSession, *, me: UUID, today: date, wanted: Wanted, after: UUID | None, limit: int
) -> list[ApprovalRow]:
    asked: dict[str, object] = {"kind": wanted.kind, "state": wanted.state, "after": after, "limit": limit}
    if wanted.view != View.ALL:
        asked["me"] = me
    if wanted.view == View.MINE:
        asked["today"] = today
    if wanted.view == View.ALL:
        asked["shops"] = None if wanted.shops is None else list(wanted.shops)
    return [ApprovalRow(**row) for row in (await reader.execute(LISTS[wanted.view], asked)).mappings()]


async def count_inbox(reader: AsyncSession, *, me: UUID, today: date, now: datetime) -> InboxCounts:
    row = (await reader.execute(COUNT, {"me": me, "today": today, "now": now, "most": MOST_COUNTED})).one()
    return InboxCounts(to_decide=row[0], overdue=row[1], asked=row[2])
