"""The gate to the stock: who decides about stock comes through it one after the other, so the order of arrival is one order for all.

It makes "first come, first served" exact whatever runs beside it (envelopes of several workers, receipts, releases), lets a transaction
hold further stock rows while it serves the waiting line without any danger of a deadlock, and costs little: decisions are set-based, so
one transaction carries hundreds of orders. Who takes goods away that were promised before (shipping) changes nothing that is free, and
passes beside others of its kind.

Lock order of the whole service: gate, returns desk, pick list, shipments by number, reservations by reference, stock rows by SKU and warehouse, parcels by
carrier and number.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('stock gate of ' || current_schema(), 0))")
TOGETHER = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('stock gate of ' || current_schema(), 0))")


INSIDE = "inside the stock gate"


async def enter_alone(session: AsyncSession) -> None:
    """For whoever decides who gets stock, or changes what is free."""
    # A consumer handles many messages in one transaction: who is inside alone need not ask again.
    if session.info.get(INSIDE) == "alone":
        return
    await session.execute(ALONE)
    session.info[INSIDE] = "alone"


async def enter_together(session: AsyncSession) -> None:
    """For whoever locks stock rows and leaves what is free as it is."""
    if INSIDE in session.info:
        return
    await session.execute(TOGETHER)
    session.info[INSIDE] = "together"
