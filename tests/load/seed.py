"""Years of orders: a million takes a quarter of a minute.

Rows look like those of intake (same columns, same width, a sealed receiver of the usual length), spread over shops, statuses and two years.
What is open has a deadline some days around now, every 40th a source that is not usual, and what has passed its deadline has been told.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.sealing import Sealer
from dianzhang.house import House
from orders.domain.search_keys import phone_key, tail_key
from tests.load.tables import fill_tables

SHOPS = 12
DAYS = 730
KNOWN_PHONES = 200
"""Phones that are searched for: each has a few orders, whatever the size."""
KNOWN_EVERY = 40
"""Of the first 10,000 orders every 40th belongs to a known phone, so that a search finds something at each size."""
TABLES = ("overdue_order", "timeline_entry", "order_line", "sales_order")

WRITE_ORDERS = """
INSERT INTO orders.sales_order (
    id, number, shop_id, platform_order_no, platform_status, state, status, hold_reasons, released_reasons, attention_reasons,
    reservation, attempt, short_skus, refund, currency, goods_amount, discount_amount, freight_amount, paid_amount, line_count,
    piece_count, placed_at, received_at, paid_at, modified_at, content_digest, version, buyer_id, receiver_sealed,
    receiver_name, receiver_phone, receiver_country, receiver_province, receiver_city, receiver_district, phone_digest,
    phone_tail_digest, buyer_remark, seller_remark, source, policy_version, shipment_number, carrier_code, tracking_number,
    stuck_since, shipped_at, ended_at, updated_at, ship_by)
SELECT
    ('0190' || lpad(to_hex(i), 8, '0') || '7000' || substr(md5(i::text), 1, 16))::uuid,
    'SO-' || to_char(day, 'YYYYMMDD') || '-' || lpad(serial::text, 6, '0'),
    'seed-shop-' || (i * 7919 %% %(shops)s), 'SEED' || lpad((i * 6364136223 %% 100000000000)::text, 12, '0') || i, 'TRADE', 'ready', status,
    CASE WHEN status <> 'placed' THEN '{}' WHEN i %% 500 = 0 THEN '{manual}' WHEN i %% 50 = 5 THEN '{buyer_remark,unusual_amount}'
         WHEN i %% 25 = 10 THEN '{unusual_amount}' WHEN i %% 50 = 15 THEN '{incomplete_address}' ELSE '{buyer_remark}' END::text[], '{}', '{}',
    CASE WHEN status = 'reviewed' AND i %% 50 = 1 THEN 'short' WHEN status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed') THEN 'reserved' ELSE 'released' END, 1, '{}',
    'none', 'CNY', 128.50, 0, 0, 128.50, 3, 4, at, at + interval '1 minute', at, at, md5(i::text), 5, 'buyer-' || i %% 900000,
    repeat(md5(i::text), 9), '王**', '138****' || lpad((i * 31 %% 10000)::text, 4, '0'), 'CN', '浙江省', '杭州市', '余杭区',
    CASE WHEN known > 0 THEN (%(digests)s::bigint[])[known] ELSE hashint8extended(i, 1) END,
    CASE WHEN known > 0 THEN (%(tails)s::bigint[])[known] ELSE hashint8extended(i * 31 %% 10000, 2) END,
    '', '', CASE WHEN i %% 40 = 7 THEN 'hand' ELSE 'api' END, 0,
    CASE WHEN status IN ('shipped', 'completed') THEN 'SH-' || i END, CASE WHEN status IN ('shipped', 'completed') THEN 'SF' END,
    CASE WHEN status IN ('shipped', 'completed') THEN 'SF' || lpad(i::text, 13, '0') END,
    CASE WHEN status = 'shipped' AND i %% 50 = 0 THEN at + interval '4 days' END,
    CASE WHEN status IN ('shipped', 'completed') THEN at + interval '1 day' END,
    CASE WHEN status IN ('completed', 'cancelled') THEN at + interval '9 days' END, at + interval '2 days',
    CASE WHEN status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed') THEN now() + interval '1 hour' * (i * 7919 %% 96 - 24)
         ELSE at + interval '48 hours' END
FROM (
    SELECT i, current_date - %(days)s + ((i - 1) / %(a_day)s)::int AS day, 1 + (i - 1) %% %(a_day)s AS serial,
        date_trunc('day', now()) - interval '1 day' * (%(days)s - (i - 1) / %(a_day)s::float8) AS at,
        -- What is open is recent; the rest is done, and a few were cancelled.
        CASE WHEN i > %(total)s - %(open)s THEN (ARRAY['placed', 'reviewed', 'allocated', 'picked', 'packed'])[1 + i %% 5]
             WHEN i > %(total)s - 5 * %(open)s THEN 'shipped'
             WHEN i %% 20 = 0 THEN 'cancelled' ELSE 'completed' END AS status,
        CASE WHEN i <= %(known_until)s AND i %% %(known_every)s = 0 THEN 1 + (i / %(known_every)s) %% %(known)s ELSE 0 END AS known
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
) AS spread
"""
WRITE_LINES = """
INSERT INTO orders.order_line (order_id, line_no, platform_line_no, merchant_code, sku, platform_sku, title, quantity, unit, unit_price, paid_amount, refund)
SELECT ('0190' || lpad(to_hex(i), 8, '0') || '7000' || substr(md5(i::text), 1, 16))::uuid, line, line::text,
    'B' || lpad(((i + line) %% 500)::text, 5, '0'), 'B' || lpad(((i + line) %% 500)::text, 5, '0'), '', '商品 春秋款', 1, NULL, 42.83, 42.83, 'none'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i, generate_series(1, 3) AS line
"""
# Otherwise the house would tell of them meanwhile.
WRITE_OVERDUE = """
INSERT INTO orders.overdue_order (order_id, ship_by, noted_at)
SELECT ('0190' || lpad(to_hex(i), 8, '0') || '7000' || substr(md5(i::text), 1, 16))::uuid, now() + interval '1 hour' * (i * 7919 %% 96 - 24), now()
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i WHERE i > %(total)s - %(open)s AND i * 7919 %% 96 <= 24
"""


@dataclass(frozen=True)
class Seeded:
    """What is there now, and what can be searched for."""

    orders: int
    phones: Sequence[str]

    def platform_order_no(self, place: int) -> str:
        """The shop's number of the order at this place."""
        return f"SEED{place * 6364136223 % 100000000000:012d}{place}"


def id_of(place: int) -> str:
    return str(UUID(f"0190{place:08x}7000{hashlib.md5(str(place).encode()).hexdigest()[:16]}"))


def known_phones() -> list[str]:
    return [f"139{place * 7 % 10000:04d}{place * 9973 % 10000:04d}" for place in range(KNOWN_PHONES)]


def fill(house: House, orders: int) -> Seeded:
    """So many orders and no others."""
    sealer = Sealer(house.service_environment("orders")["DIANZHANG_DATA_KEY"])
    phones = known_phones()
    facts = {
        "total": orders,
        "days": DAYS,
        "a_day": -(-orders // DAYS),
        "open": min(orders // 20, 20_000),
        "shops": SHOPS,
        "known": KNOWN_PHONES,
        "known_every": KNOWN_EVERY,
        "known_until": 10_000,
        "digests": [phone_key(sealer.digest, phone) for phone in phones],
        "tails": [tail_key(sealer.digest, phone[-4:]) for phone in phones],
    }
    fill_tables(house, TABLES, (WRITE_ORDERS, WRITE_LINES, WRITE_OVERDUE), facts, rows=orders)
    return Seeded(orders=orders, phones=phones)
