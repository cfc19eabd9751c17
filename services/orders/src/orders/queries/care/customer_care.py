"""What customer care knows of a customer, for their file (rules CARE-3, CARE-4, CARE-5)."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from orders.domain.customers.file import CustomerNotFound
from orders.domain.shop import shops_seen_by
from orders.queries.care.callbacks import CallbackRow, find_callbacks_of_customer
from orders.queries.care.complaint_detail import find_complaints_of_customer
from orders.queries.care.complaint_list import ComplaintRow

VISIBLE = text("""
    SELECT 1 FROM customer c JOIN customer b ON b.file_id = c.file_id JOIN customer_order o ON o.customer_id = b.id
    WHERE c.id = :id AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[]))) LIMIT 1
""")
FORBIDDEN = text("""
    SELECT d.at, d.by_name, d.reason FROM customer c JOIN customer b ON b.file_id = c.file_id JOIN care_do_not_call d ON d.customer_id = b.id
    WHERE c.id = :id ORDER BY d.at LIMIT 1
""")


class DoNotCallOut(BaseModel):
    at: datetime
    by_name: str
    reason: str


class CustomerCare(BaseModel):
    """`do_not_call` null: may be called."""

    do_not_call: DoNotCallOut | None
    complaints: list[ComplaintRow]
    callbacks: list[CallbackRow]


async def find_customer_care(reader: AsyncSession, *, customer_id: UUID, actor: Actor) -> CustomerCare:
    """Raises CustomerNotFound."""
    if (await reader.execute(VISIBLE, {"id": customer_id, "shops": shops_seen_by(actor)})).first() is None:
        raise CustomerNotFound
    forbidden = (await reader.execute(FORBIDDEN, {"id": customer_id})).mappings().first()
    return CustomerCare(
        do_not_call=None if forbidden is None else DoNotCallOut.model_validate(dict(forbidden)),
        complaints=await find_complaints_of_customer(reader, customer_id=customer_id, actor=actor),
        callbacks=await find_callbacks_of_customer(reader, customer_id=customer_id, actor=actor),
    )
