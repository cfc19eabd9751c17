"""The credit of shops and buyers, with what moved it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import show_id
from orders.domain.integrity.credit import Party
from orders.domain.shop import shops_seen_by

VISIBLE = "(CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))"
# Worst first, along the index of points.
CREDITS = text(f"""
    SELECT party, shop_id, buyer_id, points, standing, cases, changed_at FROM integrity_credit
    WHERE party = :party AND {VISIBLE}
        AND (CAST(:after_points AS integer) IS NULL OR (points, shop_id, buyer_id) > (:after_points, :after_shop, :after_buyer))
    ORDER BY points, shop_id, buyer_id LIMIT :limit
""")
ENTRIES = text(f"""
    SELECT id, at, what, points_before, points_after, standing, subject_id, facts, by_name, reason FROM integrity_credit_entry
    WHERE party = :party AND shop_id = :shop_id AND buyer_id = :buyer_id AND {VISIBLE} AND id < :before
    ORDER BY id DESC LIMIT :limit
""")


class CreditOut(BaseModel):
    """`standing` is good, warned, fined or restricted. `buyer_id` is "" for a shop; a buyer is one of that shop."""

    party: str
    shop_id: str
    buyer_id: str
    points: int
    standing: str
    cases: int
    changed_at: datetime


class CreditEntryOut(BaseModel):
    """`what` is case, appeal_upheld (of the case `subject_id`) or malicious_refund (of the order `subject_id`)."""

    id: int
    at: datetime
    what: str
    points_before: int
    points_after: int
    standing: str
    subject_id: str
    facts: dict[str, Any]
    by_name: str
    reason: str


async def find_credits(
    reader: AsyncSession, *, actor: Actor, party: str, after: tuple[int, str, str] | None, limit: int
) -> list[CreditOut]:
    """Of those who ever had an entry: all others have the points everybody starts with. Worst first."""
    points, shop, buyer = after or (None, "", "")
    values = {
        "shops": shops_seen_by(actor),
        "party": party,
        "after_points": points,
        "after_shop": shop,
        "after_buyer": buyer,
        "limit": limit + 1,
    }
    return [CreditOut.model_validate(dict(row)) for row in (await reader.execute(CREDITS, values)).mappings()]


async def find_credit_entries(
    reader: AsyncSession, *, actor: Actor, party: str, shop_id: str, buyer_id: str, before: int | None, limit: int
) -> list[CreditEntryOut]:
    """Newest first."""
    values = {
        "shops": shops_seen_by(actor),
        "party": party,
        "shop_id": shop_id,
        "buyer_id": buyer_id,
        "before": 2**63 - 1 if before is None else before,
        "limit": limit + 1,
    }
    rows = (await reader.execute(ENTRIES, values)).mappings()
    return [
        CreditEntryOut.model_validate({**row, "subject_id": show_id("ord" if party == Party.BUYER else "foc", row["subject_id"])})
        for row in rows
    ]
