"""The complaint desk: open complaints by what is due next, or all, newest first (rule CARE-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from orders.domain.care.complaint import IS_OPEN, ComplaintState
from orders.domain.care.policy import ComplaintKind
from orders.queries.care.of_shops import page_query, shops_asked
from orders.queries.desk_priority import DeskService, Priorities, level_of

ComplaintId = Annotated[UUID, *prefixed("cpl")]
OrderId = Annotated[UUID, *prefixed("ord")]
CustomerId = Annotated[UUID, *prefixed("cus")]
MOST_COUNTED = 1000
ESCALATED = f"c.{IS_OPEN} AND (c.answer_escalated_at IS NOT NULL OR c.solve_escalated_at IS NOT NULL)"
COLUMNS = """
    c.id, c.number, c.shop_id, c.kind, c.state, c.source, c.text, c.order_id, c.customer_id, c.assignee_id, c.assignee_name, c.opened_at,
    c.due_at, c.answered_at, c.closed_at, c.reopened, c.version,
    c.answer_escalated_at IS NOT NULL OR c.solve_escalated_at IS NOT NULL AS escalated,
    (SELECT o.number FROM sales_order o WHERE o.id = c.order_id) AS order_number
"""
LEVEL = level_of(order_id="c.order_id", customer_id="c.customer_id")
BY_NUMBER = """
    c.id IN (SELECT id FROM care_complaint WHERE number = :q UNION ALL SELECT k.id FROM care_complaint k WHERE k.order_id IN
        (SELECT id FROM sales_order WHERE number = :q UNION ALL SELECT id FROM sales_order WHERE platform_order_no = :q))
"""
COUNT = text(f"""
    SELECT count(*) AS open, count(*) FILTER (WHERE assignee_id = :me) AS mine, count(*) FILTER (WHERE late) AS escalated FROM (
        SELECT c.assignee_id, c.answer_escalated_at IS NOT NULL OR c.solve_escalated_at IS NOT NULL AS late FROM care_complaint c
        WHERE c.{IS_OPEN} AND (CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))
        ORDER BY c.due_at LIMIT {MOST_COUNTED}
    ) o
""")


class ComplaintView(StrEnum):
    """`open`: by what is due next; `mine` and `escalated` of the open ones; `all`: newest first."""

    OPEN = "open"
    MINE = "mine"
    ESCALATED = "escalated"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class ComplaintFilter:
    view: ComplaintView
    state: ComplaintState | None
    kind: ComplaintKind | None
    shop_id: str | None
    order_id: UUID | None
    q: str | None
    priority: bool
    me: str
    shops: list[str] | None
    after: tuple[datetime, UUID] | None
    limit: int


class ComplaintRow(BaseModel):
    """`due_at` is when the first answer, and after it the solution, is due; `escalated`: a deadline has passed."""

    id: ComplaintId
    number: str
    shop_id: str
    kind: str
    state: str
    source: str
    text: str
    order_id: OrderId | None
    order_number: str | None
    customer_id: CustomerId | None
    assignee_id: str | None
    assignee_name: str
    opened_at: datetime
    due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    escalated: bool
    reopened: int
    version: int


class ComplaintDeskRow(ComplaintRow):
    """`service` None: whose complaint it is is not known yet."""

    service: DeskService | None


class ComplaintCounts(BaseModel):
    """Open complaints, up to 1,000: all, mine, and those whose deadline has passed."""

    open: int
    mine: int
    escalated: int


async def find_complaints(reader: AsyncSession, wanted: ComplaintFilter, *, priorities: Priorities) -> Sequence[ComplaintDeskRow]:
    """Up to `limit` + 1. Raises PriorityOfWaitingOnly."""
    if wanted.view != ComplaintView.ALL and wanted.state == ComplaintState.CLOSED:
        # What is closed is not open; the database would look at every open complaint to find that out.
        return []
    conditions, values = _conditions(wanted)
    shops = shops_asked(seen=wanted.shops, shop_id=wanted.shop_id)
    by_deadline = wanted.view != ComplaintView.ALL
    if wanted.priority:
        priorities.limit(conditions, values, level=LEVEL, waits=by_deadline)
    query = page_query(
        table="care_complaint", columns=f"{COLUMNS}, {LEVEL} AS level", conditions=conditions, order="due_at ASC" if by_deadline else "opened_at DESC", shops=shops,
        after=wanted.after is not None,
    )  # fmt: skip
    values["limit"] = wanted.limit + 1
    if shops is not None:
        values["shops"] = shops
    if wanted.after is not None:
        values["after_at"], values["after_id"] = wanted.after
    rows = (await reader.execute(query, values)).mappings()
    return [ComplaintDeskRow.model_validate({**row, "service": priorities.service(row["level"])}) for row in rows]


def _conditions(wanted: ComplaintFilter) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if wanted.view == ComplaintView.ESCALATED:
        conditions.append(ESCALATED)
    elif wanted.view != ComplaintView.ALL:
        conditions.append(f"c.{IS_OPEN}")
    if wanted.view == ComplaintView.MINE:
        conditions.append("c.assignee_id = :me")
        values["me"] = wanted.me
    for name in ("state", "kind", "order_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(f"c.{name} = :{name}")
            values[name] = value
    if wanted.q:
        # By numbers only, each with an index behind it.
        conditions.append(BY_NUMBER)
        values["q"] = wanted.q.strip()
    return conditions, values


async def count_complaints(reader: AsyncSession, *, me: str, shops: list[str] | None) -> ComplaintCounts:
    row = (await reader.execute(COUNT, {"me": me, "shops": shops})).mappings().one()
    return ComplaintCounts.model_validate(dict(row))
