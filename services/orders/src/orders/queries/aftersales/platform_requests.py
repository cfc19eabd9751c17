"""Requests at platforms that became no case, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.money import Money
from orders.queries.aftersales.case_list import OrderId

FIND = """
    SELECT r.shop_id, s.name AS shop_name, r.platform_refund_no, r.platform_order_no, r.told, r.problem, r.given_up, r.first_at, r.tried_at,
        (SELECT o.id FROM sales_order o WHERE o.platform_order_no = r.platform_order_no AND o.shop_id = r.shop_id AND o.kind = 'order') AS order_id
    FROM platform_request r LEFT JOIN shop s ON s.id = r.shop_id
    WHERE r.case_id IS NULL AND (CAST(:shops AS text[]) IS NULL OR r.shop_id = ANY (CAST(:shops AS text[]))){more}
    ORDER BY r.first_at, r.shop_id, r.platform_refund_no LIMIT :limit
"""


@dataclass(frozen=True, kw_only=True)
class RequestFilter:
    """`all`: also those that are not tried any more."""

    all: bool
    shop_id: str | None
    shops: list[str] | None
    after: tuple[datetime, str, str] | None
    limit: int


class PlatformRequestRow(BaseModel):
    """`problem` is the code of what refused the case; `given_up`: it is not tried again by itself. `amount` as the buyer asks, if told."""

    shop_id: str
    shop_name: str | None
    platform_refund_no: str
    platform_order_no: str
    order_id: OrderId | None
    kind: str
    state: str
    platform_status: str
    reason: str
    amount: Money | None
    problem: str | None
    given_up: bool
    first_at: datetime
    tried_at: datetime


async def find_platform_requests(reader: AsyncSession, wanted: RequestFilter) -> Sequence[PlatformRequestRow]:
    """Up to `limit` + 1."""
    values: dict[str, Any] = {"shops": wanted.shops, "limit": wanted.limit + 1}
    more = "" if wanted.all else " AND NOT r.given_up"
    if wanted.shop_id is not None:
        more += " AND r.shop_id = :shop_id"
        values["shop_id"] = wanted.shop_id
    if wanted.after is not None:
        more += " AND (r.first_at, r.shop_id, r.platform_refund_no) > (:after_at, :after_shop, :after_no)"
        values["after_at"], values["after_shop"], values["after_no"] = wanted.after
    rows = (await reader.execute(text(FIND.format(more=more)), values)).mappings()
    return [_row(row) for row in rows]


def _row(row: Any) -> PlatformRequestRow:
    told = row["told"]
    amount = None if told["amount"] is None else Money(amount=told["amount"], currency=told["currency"])
    said = {name: told[name] for name in ("kind", "state", "platform_status", "reason")}
    return PlatformRequestRow.model_validate({**row, **said, "amount": amount})
