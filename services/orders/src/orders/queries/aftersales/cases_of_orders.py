"""Cases of given orders, for whoever shows a customer or a group of orders."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.queries.aftersales.case_list import COLUMNS, CaseRow, money_of

OF_ORDERS = text(f"""
    SELECT {COLUMNS} FROM aftersales_case c WHERE c.order_id = ANY (CAST(:ids AS uuid[])) ORDER BY c.opened_at DESC, c.id DESC LIMIT :limit
""")


async def find_cases_of_orders(reader: AsyncSession, *, order_ids: Collection[UUID], limit: int) -> list[CaseRow]:
    """Newest first. The caller has seen to it that these orders may be seen."""
    rows = (await reader.execute(OF_ORDERS, {"ids": list(order_ids), "limit": limit})).mappings()
    return [CaseRow.model_validate({**row, "goods": row["goods"] or "", "amount": money_of(row, "amount")}) for row in rows]
