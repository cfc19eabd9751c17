"""Price cards with their versions."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.freight.price_card import PriceCardParameters

CARDS = text("""
    SELECT p.carrier_code, c.name_zh AS carrier_zh, c.name_en AS carrier_en, p.service, p.version, p.effective_from, p.parameters, p.note,
           p.published_at, p.published_by
    FROM price_card p JOIN carrier c ON c.code = p.carrier_code
    WHERE (CAST(:carrier AS text) IS NULL OR p.carrier_code = :carrier)
      AND (CAST(:after_carrier AS text) IS NULL OR (p.carrier_code, p.service, -p.version) > (:after_carrier, :after_service, -CAST(:after_version AS int)))
    ORDER BY p.carrier_code, p.service, p.version DESC LIMIT :limit
""")


class PriceCardOut(BaseModel):
    carrier_code: str
    carrier_zh: str
    carrier_en: str
    service: str
    version: int
    effective_from: datetime
    parameters: PriceCardParameters
    note: str
    published_at: datetime
    published_by: str


async def list_price_cards_of(
    session: AsyncSession, *, carrier: str | None, after: tuple[str, str, int] | None, limit: int
) -> list[PriceCardOut]:
    """By carrier and service, newest version first."""
    carrier_code, service, version = after or (None, None, None)
    values = {"carrier": carrier, "after_carrier": carrier_code, "after_service": service, "after_version": version, "limit": limit + 1}
    return [PriceCardOut.model_validate(dict(row)) for row in (await session.execute(CARDS, values)).mappings()]
