"""The credit of given buyers of shops (rule ORD-6)."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.queries.integrity.credit import CreditOut

OF_BUYERS = text("""
    SELECT party, shop_id, buyer_id, points, standing, cases, changed_at FROM integrity_credit
    WHERE party = 'buyer' AND (shop_id, buyer_id) IN (SELECT * FROM unnest(CAST(:shops AS text[]), CAST(:buyers AS text[])))
    ORDER BY points, shop_id, buyer_id LIMIT :limit
""")


async def find_credit_of_buyers(reader: AsyncSession, *, buyers: Collection[tuple[str, str]], limit: int) -> list[CreditOut]:
    """`buyers` are (shop, buyer's id). Worst first, and only who ever had an entry: others have the points everybody starts with."""
    values = {"shops": [shop for shop, _ in buyers], "buyers": [buyer for _, buyer in buyers], "limit": limit}
    return [CreditOut.model_validate(dict(row)) for row in (await reader.execute(OF_BUYERS, values)).mappings()]
