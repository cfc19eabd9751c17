"""Lots of SKUs."""

from collections.abc import Iterable

from sqlalchemy import text

from chassis.uow import UnitOfWork
from warehouse.store.recordset import recordset

UNKNOWN = text("""
    SELECT r.sku, r.lot FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(sku text, lot text)
    WHERE NOT EXISTS (SELECT 1 FROM lot l WHERE l.sku = r.sku AND l.code = r.lot)
""")


async def find_unknown_lots(uow: UnitOfWork, *, lots: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """SKU and lot."""
    rows = [{"sku": sku, "lot": lot} for sku, lot in sorted(set(lots))]
    if not rows:
        return set()
    return {(row.sku, row.lot) for row in await uow.session.execute(UNKNOWN, {"rows": recordset(rows)})}
