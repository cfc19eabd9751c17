"""Cases of fake orders with their appeals."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.integrity.suspicion import CaseNotFound
from orders.domain.shop import shops_seen_by

CaseId = Annotated[UUID, *prefixed("foc")]
RingId = Annotated[UUID, *prefixed("ring")]
VISIBLE = "(CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))"
CASES = text(f"""
    SELECT * FROM integrity_case
    WHERE {VISIBLE} AND (CAST(:after_at AS timestamptz) IS NULL OR (confirmed_at, id) < (:after_at, :after_id))
    ORDER BY confirmed_at DESC, id DESC LIMIT :limit
""")
CASE = text(f"SELECT * FROM integrity_case WHERE id = :id AND {VISIBLE}")


class AppealOut(BaseModel):
    """`state` is lodged, upheld or refused."""

    state: str
    text: str
    evidence: list[str]
    lodged_at: datetime
    lodged_by: str
    decided_at: datetime | None
    decided_by: str
    comment: str


class FakeOrderCaseOut(BaseModel):
    """Confirmed fake orders of one shop that hang together. `appeal` null: nobody has appealed; they may until `appeal_until`."""

    id: CaseId
    ring_id: RingId
    shop_id: str
    orders: int
    amount: Money
    reason: str
    confirmed_at: datetime
    confirmed_by: str
    appeal_until: datetime
    appeal: AppealOut | None
    version: int


async def find_cases(reader: AsyncSession, *, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[FakeOrderCaseOut]:
    """Newest first."""
    at, case_id = after or (None, None)
    values = {"shops": shops_seen_by(actor), "after_at": at, "after_id": case_id, "limit": limit + 1}
    return [_case(row) for row in (await reader.execute(CASES, values)).mappings()]


async def find_case(reader: AsyncSession, *, case_id: UUID, actor: Actor) -> FakeOrderCaseOut:
    """Raises CaseNotFound."""
    row = (await reader.execute(CASE, {"id": case_id, "shops": shops_seen_by(actor)})).mappings().first()
    if row is None:
        raise CaseNotFound
    return _case(row)


def _case(row: Any) -> FakeOrderCaseOut:
    appeal: dict[str, Any] | None = None
    if row["appeal_state"] is not None:
        appeal = {
            "state": row["appeal_state"],
            "text": row["appeal_text"],
            "evidence": row["appeal_evidence"],
            "lodged_at": row["appealed_at"],
            "lodged_by": row["appealed_by"],
            "decided_at": row["appeal_decided_at"],
            "decided_by": row["appeal_decided_by"],
            "comment": row["appeal_comment"],
        }
    amount = Money(amount=row["amount"], currency=row["currency"])
    return FakeOrderCaseOut.model_validate({**row, "amount": amount, "appeal": appeal})
