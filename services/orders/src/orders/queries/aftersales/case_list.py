"""The case desk: what is open by deadline, or everything newest first."""

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
from contracts.money import Money
from orders.domain.aftersales.case import IS_OPEN
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.states import ENDS, CaseState
from orders.queries.desk_priority import DeskService, Priorities, level_of

CaseId = Annotated[UUID, *prefixed("asc")]
OrderId = Annotated[UUID, *prefixed("ord")]
MOST_COUNTED = 1000
COLUMNS = """
    c.id, c.number, c.shop_id, c.order_id, c.order_number, c.platform_order_no, c.kind, c.state, c.source, c.reason_code, c.currency,
    c.amount, c.late, c.attention, c.opened_at, c.opened_by, c.due_at, c.overdue_at, c.version,
    (SELECT string_agg(l.title || ' × ' || l.quantity, '；' ORDER BY l.line_no) FROM aftersales_line l WHERE l.case_id = c.id) AS goods
"""
LEVEL = level_of(order_id="c.order_id")
COUNT = text(f"""
    SELECT state, count(*) AS cases FROM (
        SELECT state FROM aftersales_case c WHERE {IS_OPEN}
            AND (CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))
        ORDER BY due_at LIMIT {MOST_COUNTED * 10}
    ) o GROUP BY state
""")


class CaseView(StrEnum):
    """`open`: by deadline; `overdue` and `attention` of the open ones; `all`: newest first."""

    OPEN = "open"
    OVERDUE = "overdue"
    ATTENTION = "attention"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    view: CaseView
    state: CaseState | None
    kind: CaseKind | None
    shop_id: str | None
    reason: str | None
    sku: str | None
    q: str | None
    priority: bool
    shops: list[str] | None
    after: tuple[datetime, UUID] | None
    limit: int


class CaseRow(BaseModel):
    id: CaseId
    number: str
    shop_id: str
    order_id: OrderId
    order_number: str
    platform_order_no: str
    kind: str
    state: str
    source: str
    reason_code: str
    amount: Money
    late: bool
    attention: str | None
    goods: str
    opened_at: datetime
    opened_by: str
    due_at: datetime
    overdue_at: datetime | None
    version: int


class CaseDeskRow(CaseRow):
    """`service` None: the order is not counted to a customer yet."""

    service: DeskService | None


class StateCount(BaseModel):
    state: str
    cases: int


async def find_cases(reader: AsyncSession, wanted: CaseFilter, *, priorities: Priorities) -> Sequence[CaseDeskRow]:
    """Up to `limit` + 1. Raises PriorityOfWaitingOnly."""
    if wanted.view != CaseView.ALL and wanted.state in ENDS:
        # What has ended is not open; the database would look at every open case to find that out.
        return []
    conditions, values = _conditions(wanted)
    by_deadline = wanted.view != CaseView.ALL
    if wanted.priority:
        priorities.limit(conditions, values, level=LEVEL, waits=by_deadline)
    column, way, sign = ("due_at", "ASC", ">") if by_deadline else ("opened_at", "DESC", "<")
    if wanted.after is not None:
        conditions.append(f"(c.{column}, c.id) {sign} (:after_at, :after_id)")
        values["after_at"], values["after_id"] = wanted.after
    where = " AND ".join(conditions) or "true"
    query = text(
        f"SELECT {COLUMNS}, {LEVEL} AS level FROM aftersales_case c WHERE {where} ORDER BY c.{column} {way}, c.id {way} LIMIT :limit"
    )
    rows = (await reader.execute(query, values | {"limit": wanted.limit + 1})).mappings()
    return [
        CaseDeskRow.model_validate(
            {**row, "goods": row["goods"] or "", "amount": money_of(row, "amount"), "service": priorities.service(row["level"])}
        )
        for row in rows
    ]


def _conditions(wanted: CaseFilter) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if wanted.view != CaseView.ALL:
        conditions.append(f"c.{IS_OPEN}")
    if wanted.view == CaseView.OVERDUE:
        conditions.append("c.overdue_at IS NOT NULL")
    if wanted.view == CaseView.ATTENTION:
        conditions.append("c.attention IS NOT NULL")
    for name in ("state", "kind", "shop_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(f"c.{name} = :{name}")
            values[name] = str(value)
    if wanted.reason is not None:
        conditions.append("c.reason_code = :reason")
        values["reason"] = wanted.reason
    if wanted.sku is not None:
        conditions.append("c.id IN (SELECT case_id FROM aftersales_line WHERE sku = :sku)")
        values["sku"] = wanted.sku
    if wanted.shops is not None:
        conditions.append("c.shop_id = ANY (CAST(:shops AS text[]))")
        values["shops"] = wanted.shops
    if wanted.q:
        # By numbers only, each with an index behind it.
        conditions.append(
            "c.id IN (SELECT id FROM aftersales_case WHERE number = :q UNION ALL SELECT a.id FROM aftersales_case a JOIN sales_order o "
            "ON o.id = a.order_id WHERE o.number = :q UNION ALL SELECT a.id FROM aftersales_case a JOIN sales_order o ON o.id = a.order_id "
            "WHERE o.platform_order_no = :q)"
        )
        values["q"] = wanted.q.strip()
    return conditions, values


def money_of(row: Any, name: str) -> Money:
    return Money(amount=row[name], currency=row["currency"])


async def count_cases(reader: AsyncSession, *, shops: list[str] | None) -> list[StateCount]:
    rows = (await reader.execute(COUNT, {"shops": shops})).mappings()
    return [StateCount(state=row["state"], cases=min(row["cases"], MOST_COUNTED)) for row in rows]
