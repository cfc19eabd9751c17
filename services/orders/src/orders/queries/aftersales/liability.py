"""What is known of a parcel that left or came back, for who answers for its damage."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.aftersales.liability import ParcelFacts

# The order itself, and what was sent in its place: each by its index. Our warehouse lets nothing leave that was not packed by scan; its
# news of packing may come after that of leaving, and is not noted then.
FACTS = text("""
    WITH sent AS (
        SELECT CAST(:order_id AS uuid) AS id
        UNION SELECT l.order_id FROM order_line l WHERE l.origin_order_id = :order_id
    )
    SELECT
        EXISTS (SELECT FROM timeline_entry t JOIN sent s ON s.id = t.order_id WHERE t.what IN ('packed', 'shipped')) AS packed,
        EXISTS (SELECT FROM sales_order o JOIN sent s ON s.id = o.id WHERE o.tracking_state = 'lost') AS lost,
        m.parcel_g, m.goods_g, (SELECT carrier_code FROM sales_order WHERE id = :order_id) AS carrier_code,
        (SELECT coalesce(sum(damaged), 0) FROM aftersales_line WHERE case_id = :case_id) AS damaged,
        (SELECT coalesce(sum(wrong), 0) FROM aftersales_line WHERE case_id = :case_id) AS wrong,
        (SELECT coalesce(sum(missing), 0) FROM aftersales_line WHERE case_id = :case_id) AS missing
    FROM (SELECT) one LEFT JOIN integrity_mark m ON m.order_id = :order_id
""")


async def parcel_facts(reader: AsyncSession, *, order_id: UUID, case_id: UUID) -> ParcelFacts:
    row = (await reader.execute(FACTS, {"order_id": order_id, "case_id": case_id})).mappings().one()
    return ParcelFacts(**row)
