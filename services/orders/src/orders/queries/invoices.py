"""The list of invoice requests, one of them, and those of an order. Names of persons are masked (rule ORD-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.invoice import INVOICE
from orders.domain.invoice_refusals import InvoiceNotFound
from orders.domain.order import OrderNotFound
from orders.domain.shop import shops_seen_by

InvoiceId = Annotated[UUID, *prefixed(INVOICE)]
OrderId = Annotated[UUID, *prefixed("ord")]
COLUMNS = """
    i.*, s.name AS shop_name, o.platform_order_no, f.kind AS file_kind
    FROM invoice_request i JOIN sales_order o ON o.id = i.order_id LEFT JOIN shop s ON s.id = i.shop_id
    LEFT JOIN invoice_file f ON f.invoice_id = i.id
"""
SEEN = "(CAST(:shops AS text[]) IS NULL OR i.shop_id = ANY (CAST(:shops AS text[])))"
ONE = text(f"SELECT {COLUMNS} WHERE i.id = :id AND {SEEN}")
OF_ORDER = text(f"SELECT {COLUMNS} WHERE i.order_id = :id AND {SEEN} ORDER BY i.requested_at DESC, i.id DESC")
ORDER_SEEN = text("SELECT 1 FROM sales_order WHERE id = :id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))")
BY_PLATFORM_NUMBER = text("""
    SELECT id FROM sales_order WHERE platform_order_no = :number AND shop_id = :shop AND kind = 'order'
        AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
""")
COUNT = text(f"""
    SELECT i.state, count(*) AS requests FROM (
        SELECT state FROM invoice_request i WHERE i.state IN ('requested', 'red_due') AND {SEEN} LIMIT 10000
    ) i GROUP BY 1
""")


@dataclass(frozen=True, kw_only=True)
class InvoiceFilter:
    """`q` is a request's, an order's, a shop's or an invoice's number, whole."""

    state: str | None
    kind: str | None
    shop_id: str | None
    q: str | None
    shops: list[str] | None
    after: tuple[datetime, UUID] | None
    limit: int


class InvoiceOut(BaseModel):
    id: InvoiceId
    number: str
    order_id: OrderId
    order_number: str
    platform_order_no: str
    shop_id: str
    shop_name: str | None
    kind: str
    title_kind: str
    title_shown: str
    email_shown: str
    amount: Money
    state: str
    note: str
    requested_at: datetime
    requested_by: str
    issued_number: str | None
    issued_on: date | None
    issued_by: str
    red_number: str | None
    red_on: date | None
    ended_reason: str
    file_kind: str | None
    version: int


class InvoiceCount(BaseModel):
    state: str
    requests: int


async def find_invoices(reader: AsyncSession, wanted: InvoiceFilter) -> list[InvoiceOut]:
    """Newest first, up to `limit` + 1."""
    conditions, values = _conditions(wanted)
    query = text(f"SELECT {COLUMNS} WHERE {' AND '.join(conditions)} ORDER BY i.requested_at DESC, i.id DESC LIMIT :limit")
    rows = (await reader.execute(query, values | {"limit": wanted.limit + 1})).mappings()
    return [_shown(row) for row in rows]


def _conditions(wanted: InvoiceFilter) -> tuple[list[str], dict[str, Any]]:
    conditions, values = ["true"], dict[str, Any]()
    for name in ("state", "kind", "shop_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(f"i.{name} = :{name}")
            values[name] = value
    if wanted.shops is not None:
        conditions.append("i.shop_id = ANY (CAST(:shops AS text[]))")
        values["shops"] = wanted.shops
    if wanted.after is not None:
        conditions.append("(i.requested_at, i.id) < (:after_at, :after_id)")
        values["after_at"], values["after_id"] = wanted.after
    if wanted.q:
        # Each with an index behind it.
        conditions.append(
            "i.id IN (SELECT id FROM invoice_request WHERE number = :q UNION ALL SELECT id FROM invoice_request WHERE issued_number = :q "
            "UNION ALL SELECT r.id FROM sales_order b JOIN invoice_request r ON r.order_id = b.id WHERE b.number = :q "
            "UNION ALL SELECT r.id FROM sales_order b JOIN invoice_request r ON r.order_id = b.id WHERE b.platform_order_no = :q)"
        )
        values["q"] = wanted.q.strip()
    return conditions, values


async def find_invoice(reader: AsyncSession, *, invoice_id: UUID, actor: Actor) -> InvoiceOut:
    """Raises InvoiceNotFound."""
    row = (await reader.execute(ONE, {"id": invoice_id, "shops": shops_seen_by(actor)})).mappings().first()
    if row is None:
        raise InvoiceNotFound
    return _shown(row)


async def find_invoices_of_order(reader: AsyncSession, *, order_id: UUID, actor: Actor) -> Sequence[InvoiceOut]:
    """Newest first. Raises OrderNotFound."""
    asked = {"id": order_id, "shops": shops_seen_by(actor)}
    if (await reader.execute(ORDER_SEEN, asked)).first() is None:
        raise OrderNotFound
    return [_shown(row) for row in (await reader.execute(OF_ORDER, asked)).mappings()]


async def find_order_by_platform_number(reader: AsyncSession, *, shop_id: str, number: str, actor: Actor) -> UUID:
    """Raises OrderNotFound."""
    asked = {"number": number, "shop": shop_id, "shops": shops_seen_by(actor)}
    order_id: UUID | None = (await reader.execute(BY_PLATFORM_NUMBER, asked)).scalar_one_or_none()
    if order_id is None:
        raise OrderNotFound
    return order_id


async def count_invoices(reader: AsyncSession, *, actor: Actor) -> list[InvoiceCount]:
    """What waits for finance."""
    rows = (await reader.execute(COUNT, {"shops": shops_seen_by(actor)})).mappings()
    return [InvoiceCount.model_validate(dict(row)) for row in rows]


def _shown(row: Any) -> InvoiceOut:
    return InvoiceOut.model_validate({**row, "amount": Money(amount=row["amount"], currency=row["currency"])})
