"""One request with everything about it: who may decide, what happened, and what was different before it was filed anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.approvals.approval import ApprovalNotFound
from people.queries.approvals.inbox import COLUMNS, FROM, PLACES, ApprovalRow

ONE = text(f"{COLUMNS} FROM approval a {FROM} WHERE a.id = :id")
# Who asked, who may or could decide, in person or as a delegate; and who may see all, within their shops.
MAY_SEE = text(f"""
    SELECT EXISTS (SELECT FROM approval WHERE id = :id AND requester_id = :me)
        OR EXISTS (SELECT FROM ({PLACES}) p JOIN approval_candidate c ON c.account_id = p.account_id JOIN approval a ON a.id = c.approval_id
                   WHERE c.approval_id = :id AND (p.kinds IS NULL OR a.kind = ANY(p.kinds)))
        OR EXISTS (SELECT FROM approval_seat WHERE approval_id = :id AND decided_by = :me)
        OR (:all AND EXISTS (SELECT FROM approval WHERE id = :id
                             AND (CAST(:shops AS text[]) IS NULL OR shop_id IS NULL OR shop_id = ANY(:shops))))
""")
MAY_DECIDE = text(f"""
    SELECT EXISTS (
        SELECT FROM ({PLACES}) p JOIN approval_candidate c ON c.account_id = p.account_id JOIN approval a ON a.id = c.approval_id
        WHERE c.approval_id = :id AND c.open AND (p.kinds IS NULL OR a.kind = ANY(p.kinds)) AND a.requester_id <> :me
          AND NOT EXISTS (SELECT FROM approval_seat s WHERE s.approval_id = a.id AND s.step = a.step AND s.decided_by = :me))
""")
SEATS = text("""
    SELECT s.step, s.seat, s.state, s.opened_at, s.decided_at, s.comment, d.name AS decided_by, f.name AS decided_for,
           (SELECT jsonb_agg(jsonb_build_object('name', a.name, 'why', c.why) ORDER BY c.since, a.name)
            FROM approval_candidate c JOIN account a ON a.id = c.account_id
            WHERE c.approval_id = s.approval_id AND c.step = s.step AND c.seat = s.seat) AS candidates
    FROM approval_seat s LEFT JOIN account d ON d.id = s.decided_by LEFT JOIN account f ON f.id = s.decided_for
    WHERE s.approval_id = :id ORDER BY s.step, s.seat
""")
LOG = text("""
    SELECT l.at, l.happened, l.step, w.name AS who, f.name AS for_whom, l.comment,
           ARRAY(SELECT a.name FROM jsonb_array_elements(l.facts -> 'candidates') one JOIN account a ON a.id = CAST(one ->> 0 AS uuid)
                 ORDER BY a.name) AS named
    FROM approval_log_entry l LEFT JOIN account w ON w.id = l.account_id LEFT JOIN account f ON f.id = l.for_account_id
    WHERE l.approval_id = :id ORDER BY l.id
""")
EVIDENCE = text("SELECT evidence FROM approval WHERE id = :id")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    step: int
    seat: int
    state: str
    opened_at: datetime
    decided_at: datetime | None
    comment: str
    decided_by: str | None
    decided_for: str | None
    candidates: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    at: datetime
    happened: str
    step: int
    who: str | None
    for_whom: str | None
    comment: str
    named: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    row: ApprovalRow
    may_decide: bool
    seats: Sequence[SeatRow]
    log: Sequence[LogRow]
    evidence_before: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks, and whether they may see more than their own."""

    me: UUID
    sees_all: bool
    shops: Sequence[str] | None


async def find_request_page(reader: AsyncSession, approval_id: UUID, *, looking: Looking, today: date) -> RequestPage:
    """Raises ApprovalNotFound."""
    asked = {"id": approval_id, "me": looking.me, "today": today}
    shops = None if looking.shops is None else list(looking.shops)
    if not await reader.scalar(MAY_SEE, {**asked, "all": looking.sees_all, "shops": shops}):
        raise ApprovalNotFound
    found = (await reader.execute(ONE, {"id": approval_id})).mappings().one()
    row = ApprovalRow(**found)
    seats = [SeatRow(**seat) for seat in (await reader.execute(SEATS, {"id": approval_id})).mappings()]
    log = [LogRow(**entry) for entry in (await reader.execute(LOG, {"id": approval_id})).mappings()]
    before = None if row.replaces_id is None else await reader.scalar(EVIDENCE, {"id": row.replaces_id})
    may_decide = bool(await reader.scalar(MAY_DECIDE, asked))
    return RequestPage(row=row, may_decide=may_decide, seats=seats, log=log, evidence_before=before)
