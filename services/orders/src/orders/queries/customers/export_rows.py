"""What stands in the file of an export: the rows that were asked for, as they are now (rule ORD-5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.sealing import SealBroken
from chassis.sheets import Cell
from orders.domain.customers.data_export import DataExport, ExportKind
from orders.domain.receiver import Receiver
from orders.queries.customers.customer_list import CustomerRow, rows_of
from orders.queries.order_list import OrderRow, find_orders_by_id

OPENED_PARTS = ("province", "city", "district", "town", "street")
SEALED_OF_ORDERS = text("SELECT id, receiver_sealed AS sealed FROM sales_order WHERE id = ANY (CAST(:ids AS uuid[]))")
# Of each customer that of the newest order in the asker's shops.
SEALED_OF_CUSTOMERS = text("""
    SELECT DISTINCT ON (b.file_id) b.file_id AS id, s.receiver_sealed AS sealed
    FROM customer b JOIN customer_order o ON o.customer_id = b.id JOIN sales_order s ON s.id = o.order_id
    WHERE b.file_id = ANY (CAST(:ids AS uuid[])) AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))
    ORDER BY b.file_id, o.placed_at DESC, o.order_id DESC
""")
FILES = text("""
    SELECT DISTINCT ON (first) c.file_id, min(asked.place) OVER (PARTITION BY c.file_id) AS first
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS asked(id, place) JOIN customer c ON c.id = asked.id ORDER BY first
""")


@dataclass(frozen=True, kw_only=True)
class ExportRows:
    """`sealed` are receivers by row, only of an export in full. `cells` opens them: seconds of work for many."""

    rows: Sequence[OrderRow | CustomerRow]
    sealed: dict[UUID, str]

    def cells(self, columns: Sequence[str], *, open_sealed: Callable[[str], Receiver]) -> list[list[Cell]]:
        return [self._cells(row, columns, open_sealed) for row in self.rows]

    def _cells(self, row: OrderRow | CustomerRow, columns: Sequence[str], open_sealed: Callable[[str], Receiver]) -> list[Cell]:
        found = _of_order(row) if isinstance(row, OrderRow) else _of_customer(row)
        if row.id in self.sealed:
            try:
                receiver = open_sealed(self.sealed[row.id])
            except SealBroken:
                # Sealed with another data key: what may be shown masked is all there is.
                receiver = {}
            address = "".join(receiver.get(part, "") for part in OPENED_PARTS)
            found |= {name: receiver[name] for name in ("name", "phone") if receiver.get(name)} | {"address": address}
        return [found.get(code) for code in columns]


async def read_export_rows(reader: AsyncSession, export: DataExport) -> ExportRows:
    """What was erased, or is no longer in the asker's shops, is left out."""
    if export.kind == ExportKind.ORDERS:
        rows: Sequence[OrderRow | CustomerRow] = await find_orders_by_id(reader, ids=export.ids, shops=export.shops)
        statement = SEALED_OF_ORDERS
    else:
        files = [row.file_id for row in (await reader.execute(FILES, {"ids": export.ids})).all()]
        rows = await rows_of(reader, files, shops=export.shops)
        statement = SEALED_OF_CUSTOMERS
    values = {"ids": [row.id for row in rows], "shops": export.shops}
    sealed = (await reader.execute(statement, values)).all() if export.full_contacts else []
    return ExportRows(rows=rows, sealed={row.id: row.sealed for row in sealed})


def _of_order(row: OrderRow) -> dict[str, Cell]:
    return {
        "number": row.number,
        "shop": row.shop_id,
        "platform_order_no": row.platform_order_no,
        "status": row.status,
        "hold_reasons": ", ".join(row.hold_reasons),
        "attention_reasons": ", ".join(row.attention_reasons),
        "reservation": row.reservation,
        "warehouse": row.warehouse_code,
        "pieces": row.piece_count,
        "paid": row.paid.amount,
        "currency": row.paid.currency,
        "placed_at": row.placed_at,
        "name": row.receiver_name,
        "phone": row.receiver_phone,
        "province": row.receiver_province,
        "city": row.receiver_city,
        "buyer_remark": row.buyer_remark,
        "seller_remark": row.seller_remark,
        "source": row.source,
        "carrier": row.carrier_code,
        "tracking_number": row.tracking_number,
        "shipped_at": row.shipped_at,
        "ship_by": row.ship_by,
    }


def _of_customer(row: CustomerRow) -> dict[str, Cell]:
    return {
        "name": row.name,
        "phone": row.phone,
        "region": row.region,
        "level": row.level,
        "orders": row.orders,
        "paid": " + ".join(f"{one.paid.amount} {one.paid.currency}" for one in row.sums),
        "refunded": " + ".join(f"{one.refunded.amount} {one.refunded.currency}" for one in row.sums),
        "first_order_at": row.first_order_at,
        "last_order_at": row.last_order_at,
        "shops": ", ".join(row.shops),
        "tags": ", ".join([*row.tags, *row.rule_tags]),
    }
