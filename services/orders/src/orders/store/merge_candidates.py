"""Open orders that may be merged: looked for after they came in, never on the hot path."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from chassis.uow import UnitOfWork

# By shop and status from the index of the desk; masked and full addresses are told apart by who opens them.
FIND = text("""
    SELECT o.id, o.shop_id, o.buyer_id, o.receiver_sealed FROM (
        SELECT o.id, o.shop_id, o.buyer_id, o.receiver_sealed, count(*) OVER (PARTITION BY o.shop_id, o.buyer_id, o.currency) AS together
        FROM shop s JOIN sales_order o ON o.shop_id = s.id
        WHERE o.status IN ('placed', 'reviewed', 'allocated', 'picked') AND o.kind IN ('order', 'merged') AND o.buyer_id <> ''
            AND o.pending IS NULL AND o.state NOT IN ('awaiting_payment', 'cancelled', 'shipped', 'finished')
    ) o WHERE o.together > 1 ORDER BY o.shop_id, o.buyer_id, o.id LIMIT :most
""")
KEEP = text("""
    WITH found AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(order_id uuid, shop_id text, key text)
    ), gone AS (
        DELETE FROM merge_candidate m WHERE NOT EXISTS (SELECT FROM found f WHERE f.order_id = m.order_id AND f.key = m.key)
        RETURNING m.order_id
    ), new AS (
        INSERT INTO merge_candidate (order_id, shop_id, key)
        SELECT order_id, shop_id, key FROM found f WHERE NOT EXISTS (SELECT FROM merge_candidate m WHERE m.order_id = f.order_id)
        RETURNING order_id
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM new)
""")
FORGET = text("DELETE FROM merge_candidate WHERE order_id = ANY(CAST(:ids AS uuid[]))")


async def find_same_buyers(uow: UnitOfWork, *, most: int) -> Sequence[Any]:
    """Open orders of buyers who have several; `receiver_sealed` tells whether they go to one address."""
    return (await uow.session.execute(FIND, {"most": most})).all()


async def keep_candidates(uow: UnitOfWork, rows: Sequence[dict[str, object]]) -> int:
    """Exactly these; how many came or went."""
    return (await uow.session.execute(KEEP, {"rows": orjson.dumps(rows, default=str).decode()})).scalar_one()


async def forget_candidates(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    await uow.session.execute(FORGET, {"ids": list(order_ids)})
