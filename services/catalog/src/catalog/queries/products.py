"""Products as the screens show them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from catalog.domain.product import ProductNotFound
from catalog.queries.search import like_prefix

COLUMNS = """
    SELECT p.id, p.number, p.name_zh, p.name_en, p.brand, p.category, p.active, p.version, (SELECT count(*) FROM sku s WHERE s.product_id = p.id) AS sku_count
    FROM product p
"""
LIST = text(f"""{COLUMNS}
    WHERE (CAST(:q AS text) IS NULL OR p.number ILIKE :prefix OR p.name_zh ILIKE :q OR p.name_en ILIKE :q)
      AND (CAST(:active AS boolean) IS NULL OR p.active = :active)
      AND (CAST(:after AS text) IS NULL OR p.number > :after)
    ORDER BY p.number LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE p.id = :id")


@dataclass(frozen=True, kw_only=True)
class ProductRow:
    id: UUID
    number: str
    name_zh: str
    name_en: str
    brand: str
    category: str
    active: bool
    version: int
    sku_count: int


async def list_product_rows(reader: AsyncSession, *, q: str | None, active: bool | None, after: str | None, limit: int) -> list[ProductRow]:
    rows = await reader.execute(LIST, {**like_prefix(q), "active": active, "after": after, "limit": limit})
    return [ProductRow(**row) for row in rows.mappings()]


async def find_product_row(reader: AsyncSession, product_id: UUID) -> ProductRow:
    """Raises ProductNotFound."""
    row = (await reader.execute(ONE, {"id": product_id})).mappings().one_or_none()
    if row is None:
        raise ProductNotFound
    return ProductRow(**row)
