"""Pre-sales with what they have promised, and the orders of them by how their money stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.order import OrderNotFound
from orders.domain.presale import FAR_AWAY, GOES_ON, PRESALE, PresaleNotFound
from orders.domain.shop import shops_seen_by

PresaleId = Annotated[UUID, *prefixed(PRESALE)]
OrderId = Annotated[UUID, *prefixed("ord")]
SEEN = "(CAST(:shops AS text[]) IS NULL OR p.shop_id = ANY (CAST(:shops AS text[])))"
# What is promised and not sent yet, and of it what is paid in full: so many pieces have to be there.
FIGURES = f"""
    SELECT p.*, s.name AS shop_name, k.name_zh AS sku_name_zh, k.name_en AS sku_name_en, f.orders, f.pieces, f.paid_pieces, f.overdue
    FROM presale p LEFT JOIN shop s ON s.id = p.shop_id LEFT JOIN sku k ON k.sku = p.sku CROSS JOIN LATERAL (
        SELECT count(DISTINCT l.order_id) AS orders, coalesce(sum(l.quantity), 0) AS pieces,
            coalesce(sum(l.quantity) FILTER (WHERE o.state = 'balance_paid'), 0) AS paid_pieces,
            count(DISTINCT l.order_id) FILTER (WHERE o.state = 'overdue') AS overdue
        FROM presale_line l JOIN presale_order o ON o.order_id = l.order_id WHERE l.presale_id = p.id AND o.{GOES_ON}
    ) f
"""
LIST = text(f"""
    {FIGURES} WHERE {SEEN} AND (CAST(:after_at AS timestamptz) IS NULL OR (p.created_at, p.id) < (:after_at, CAST(:after_id AS uuid)))
    ORDER BY p.created_at DESC, p.id DESC LIMIT :limit
""")
ONE = text(f"{FIGURES} WHERE p.id = :id AND {SEEN}")
ORDER_COLUMNS = """
    SELECT p.*, o.number AS order_number, o.platform_order_no, o.status AS order_status, o.placed_at, o.paid_amount,
        s.name AS shop_name, (SELECT sum(quantity) FROM presale_line l WHERE l.order_id = p.order_id) AS pieces
    FROM presale_order p JOIN sales_order o ON o.id = p.order_id LEFT JOIN shop s ON s.id = p.shop_id
"""
OF_ORDER = text(f"""
    {ORDER_COLUMNS} WHERE o.id = :id AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))
""")
EXISTS = text("SELECT 1 FROM sales_order WHERE id = :id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))")


class PresaleOut(BaseModel):
    """`orders` and `pieces` are promised and not sent yet; `paid_pieces` of them are paid in full; `overdue` orders wait for a decision."""

    id: PresaleId
    shop_id: str
    shop_name: str | None
    sku: str
    sku_name_zh: str | None
    sku_name_en: str | None
    name: str
    starts_at: datetime
    ends_at: datetime
    currency: str
    deposit_kind: str
    deposit: Decimal
    balance_from: datetime | None
    balance_until: datetime | None
    on_overdue: str
    ships_from: datetime | None
    ships_until: datetime | None
    note: str
    created_at: datetime
    created_by: str
    version: int
    orders: int
    pieces: int
    paid_pieces: int
    overdue: int


class PresaleOrderOut(BaseModel):
    """`balance_left` is what the buyer still has to pay."""

    order_id: OrderId
    order_number: str
    platform_order_no: str
    order_status: str
    shop_id: str
    shop_name: str | None
    placed_at: datetime
    pieces: int
    deposit: Money
    balance: Money
    balance_left: Money
    state: str
    balance_from: datetime | None
    balance_until: datetime | None
    not_before: datetime | None
    ships_until: datetime | None
    on_overdue: str
    noted_by: str
    noted_reference: str
    version: int


class PresaleOfOrder(BaseModel):
    """None: the order is no pre-order."""

    presale: PresaleOrderOut | None


@dataclass(frozen=True, kw_only=True)
class PresaleOrderFilter:
    state: str | None
    presale_id: UUID | None
    shops: list[str] | None
    after: tuple[datetime, UUID] | None
    limit: int


async def find_presales(reader: AsyncSession, *, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[PresaleOut]:
    """Newest first, up to `limit` + 1."""
    at, last = after or (None, None)
    rows = (await reader.execute(LIST, {"shops": shops_seen_by(actor), "after_at": at, "after_id": last, "limit": limit + 1})).mappings()
    return [PresaleOut.model_validate(dict(row)) for row in rows]


async def find_presale(reader: AsyncSession, *, presale_id: UUID, actor: Actor) -> PresaleOut:
    """Raises PresaleNotFound."""
    row = (await reader.execute(ONE, {"id": presale_id, "shops": shops_seen_by(actor)})).mappings().first()
    if row is None:
        raise PresaleNotFound
    return PresaleOut.model_validate(dict(row))


async def find_presale_orders(reader: AsyncSession, wanted: PresaleOrderFilter) -> Sequence[PresaleOrderOut]:
    """Not sent yet; those whose balance has to be paid first come first; up to `limit` + 1."""
    conditions, values = [f"p.{GOES_ON}"], dict[str, Any]()
    if wanted.state is not None:
        conditions.append("p.state = :state")
        values["state"] = wanted.state
    if wanted.shops is not None:
        conditions.append("p.shop_id = ANY (CAST(:shops AS text[]))")
        values["shops"] = wanted.shops
    if wanted.presale_id is not None:
        conditions.append("p.order_id IN (SELECT order_id FROM presale_line WHERE presale_id = :presale_id)")
        values["presale_id"] = wanted.presale_id
    if wanted.after is not None:
        conditions.append("(p.balance_until, p.order_id) > (:after_at, :after_id)")
        values["after_at"], values["after_id"] = wanted.after
    query = text(f"{ORDER_COLUMNS} WHERE {' AND '.join(conditions)} ORDER BY p.balance_until, p.order_id LIMIT :limit")
    rows = (await reader.execute(query, values | {"limit": wanted.limit + 1})).mappings()
    return [_shown(row) for row in rows]


def cursor_of(rows: Sequence[PresaleOrderOut], *, limit: int) -> tuple[datetime, UUID] | None:
    if not rows:
        return None
    last = rows[min(len(rows), limit) - 1]
    return last.balance_until or FAR_AWAY, last.order_id


async def find_presale_of_order(reader: AsyncSession, *, order_id: UUID, actor: Actor) -> PresaleOrderOut | None:
    """Raises OrderNotFound."""
    asked = {"id": order_id, "shops": shops_seen_by(actor)}
    if (await reader.execute(EXISTS, asked)).first() is None:
        raise OrderNotFound
    row = (await reader.execute(OF_ORDER, asked)).mappings().first()
    return None if row is None else _shown(row)


def _shown(row: Any) -> PresaleOrderOut:
    currency: str = row["currency"]
    left = max(row["deposit"] + row["balance"] - row["paid_amount"], Decimal(0))
    return PresaleOrderOut.model_validate(
        {
            **row,
            "pieces": row["pieces"] or 0,
            "deposit": Money(amount=row["deposit"], currency=currency),
            "balance": Money(amount=row["balance"], currency=currency),
            "balance_left": Money(amount=min(left, row["balance"]), currency=currency),
            "balance_until": None if row["balance_until"] >= FAR_AWAY else row["balance_until"],
        }
    )
