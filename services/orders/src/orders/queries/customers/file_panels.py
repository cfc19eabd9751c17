"""What other areas know of a customer, shown in the file: cases of after-sales and credit (rules CARE-4, ORD-6)."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from orders.domain.shop import shops_seen_by
from orders.queries.aftersales.case_list import CaseRow
from orders.queries.aftersales.cases_of_orders import find_cases_of_orders
from orders.queries.customers.customer_file import VISIBLE, find_file
from orders.queries.integrity.credit import CreditOut
from orders.queries.integrity.credit_of_buyers import find_credit_of_buyers

MOST_ORDERS = 1_000
"""The newest; who bought more often has older cases found at the desk, by order."""
MOST_SHOWN = 100
ORDERS = text(f"""
    SELECT found.order_id AS id FROM customer b CROSS JOIN LATERAL (
        SELECT o.order_id, o.placed_at FROM customer_order o WHERE o.customer_id = b.id AND {VISIBLE}
        ORDER BY o.placed_at DESC, o.order_id DESC LIMIT :most
    ) found WHERE b.file_id = :file ORDER BY found.placed_at DESC, found.order_id DESC LIMIT :most
""")
BUYERS = text("SELECT DISTINCT shop_id, buyer_id FROM sales_order WHERE id = ANY (CAST(:ids AS uuid[])) AND buyer_id <> ''")


class CustomerCasesOut(BaseModel):
    """Newest first, at most 100."""

    data: list[CaseRow]


class CustomerCreditOut(BaseModel):
    """Worst first; a buyer without an entry has the points that everybody starts with."""

    data: list[CreditOut]


async def find_cases_of_customer(reader: AsyncSession, *, customer_id: UUID, actor: Actor) -> CustomerCasesOut:
    """Of the orders the actor may see. Raises CustomerNotFound."""
    ids = await _orders(reader, customer_id=customer_id, actor=actor)
    return CustomerCasesOut(data=await find_cases_of_orders(reader, order_ids=ids, limit=MOST_SHOWN))


async def find_credit_of_customer(reader: AsyncSession, *, customer_id: UUID, actor: Actor) -> CustomerCreditOut:
    """As a buyer of the shops the actor may see. Raises CustomerNotFound."""
    ids = await _orders(reader, customer_id=customer_id, actor=actor)
    buyers = [(row.shop_id, row.buyer_id) for row in (await reader.execute(BUYERS, {"ids": ids})).all()]
    return CustomerCreditOut(data=await find_credit_of_buyers(reader, buyers=buyers, limit=MOST_SHOWN))


async def _orders(reader: AsyncSession, *, customer_id: UUID, actor: Actor) -> list[UUID]:
    shops = shops_seen_by(actor)
    file = await find_file(reader, customer_id=customer_id, shops=shops)
    return list((await reader.scalars(ORDERS, {"file": file, "shops": shops, "most": MOST_ORDERS})).all())
