"""How each shop is doing: what waits, for how long, what failed, and when it was last heard and told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from channels.queries.shops import as_list

# Each part reads a small partial index, or the newest entry of one: the page is refreshed every few seconds.
HEALTH = text("""
    SELECT s.id AS shop_id, s.name, s.platform, s.active,
           i.waiting AS inbound_waiting, i.oldest AS inbound_oldest_at, d.dead AS inbound_dead, li.last AS last_inbound_at,
           w.waiting AS write_back_waiting, w.failed AS write_back_failed, w.oldest AS write_back_oldest_at,
           x.dead AS write_back_dead, x.refunds AS refund_dead, lt.last AS last_told_at,
           (SELECT last_code FROM write_back f WHERE f.shop_id = s.id AND f.state IN ('failed', 'dead')
            ORDER BY f.updated_at DESC LIMIT 1) AS last_failure
    FROM shop s
    LEFT JOIN LATERAL (SELECT count(*) AS waiting, min(received_at) AS oldest FROM inbound_message m
                       WHERE m.shop_id = s.id AND m.state = 'waiting') i ON true
    LEFT JOIN LATERAL (SELECT count(*) AS dead FROM inbound_message m WHERE m.shop_id = s.id AND m.state = 'dead') d ON true
    LEFT JOIN LATERAL (SELECT received_at AS last FROM inbound_message m WHERE m.shop_id = s.id
                       ORDER BY received_at DESC, id DESC LIMIT 1) li ON true
    LEFT JOIN LATERAL (SELECT count(*) AS waiting, count(*) FILTER (WHERE state = 'failed') AS failed, min(created_at) AS oldest
                       FROM write_back b WHERE b.shop_id = s.id AND b.state IN ('pending', 'failed', 'telling')) w ON true
    LEFT JOIN LATERAL (SELECT count(*) AS dead, count(*) FILTER (WHERE kind = 'refund') AS refunds FROM write_back b WHERE b.shop_id = s.id AND b.state = 'dead') x ON true
    LEFT JOIN LATERAL (SELECT told_at AS last FROM write_back b WHERE b.shop_id = s.id AND b.told_at IS NOT NULL
                       ORDER BY told_at DESC LIMIT 1) lt ON true
    WHERE (CAST(:seen AS text[]) IS NULL OR s.id = ANY(:seen))
    ORDER BY s.name, s.id LIMIT 500
""")


@dataclass(frozen=True, kw_only=True)
class ShopHealthRow:
    """`…_oldest_at` is since when the longest waiting one waits. `refund_dead`: of the dead ones, refunds that a person settles by hand."""

    shop_id: str
    name: str
    platform: str
    active: bool
    inbound_waiting: int
    inbound_oldest_at: datetime | None
    inbound_dead: int
    last_inbound_at: datetime | None
    write_back_waiting: int
    write_back_failed: int
    write_back_oldest_at: datetime | None
    write_back_dead: int
    refund_dead: int
    last_told_at: datetime | None
    last_failure: str | None


async def list_shop_health(reader: AsyncSession, *, seen: frozenset[str] | None) -> list[ShopHealthRow]:
    rows = await reader.execute(HEALTH, {"seen": as_list(seen)})
    return [ShopHealthRow(**row) for row in rows.mappings()]
