"""Writes what buyers told of products, and keeps the tally of problems equal to it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.care.quality import UNKNOWN_SKU, Told, month_of

FORGET = text("""
    DELETE FROM quality_entry e USING unnest(CAST(:kinds AS text[]), CAST(:subjects AS uuid[])) AS t(kind, subject_id)
    WHERE e.kind = t.kind AND e.subject_id = t.subject_id RETURNING e.month, e.class_code, e.sku, e.shop_id, e.kind
""")
WRITE = text("""
    INSERT INTO quality_entry (kind, subject_id, sku, number, at, month, shop_id, order_id, customer_id, class_code, facts)
    SELECT kind, subject_id, sku, number, at, month, shop_id, order_id, customer_id, class_code, facts
    FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS r(kind text, subject_id uuid, sku text, number text, at timestamptz, month date,
        shop_id text, order_id uuid, customer_id uuid, class_code text, facts jsonb)
""")
# In the order of the key, so that two who count at the same moment wait for each other in one direction only.
COUNT = text("""
    INSERT INTO problem_tally (month, class_code, sku, shop_id, kind, problems)
    SELECT month, class_code, sku, shop_id, kind, problems
    FROM jsonb_to_recordset(CAST(:changes AS jsonb)) AS r(month date, class_code text, sku text, shop_id text, kind text, problems integer)
    ORDER BY month, class_code, sku, shop_id, kind
    ON CONFLICT (month, class_code, sku, shop_id, kind) DO UPDATE SET problems = problem_tally.problems + excluded.problems
""")
FIELDS = ("month", "class_code", "sku", "shop_id", "kind")


async def put_quality(uow: UnitOfWork, told: Sequence[Told]) -> None:
    """In place of what stood there of the same things. No thing stands in `told` twice."""
    if not told:
        return
    keys = {"kinds": [str(one.kind) for one in told], "subjects": [one.subject_id for one in told]}
    changes: Counter[tuple[Any, ...]] = Counter()
    for row in await uow.session.execute(FORGET, keys):
        changes[tuple(row)] -= 1
    entries = [entry for one in told for entry in _entries(uow, one)]
    for entry in entries:
        changes[tuple(entry[name] for name in FIELDS)] += 1
    await uow.session.execute(WRITE, {"entries": orjson.dumps(entries, default=str).decode()})
    counted = [
        dict(zip((*FIELDS, "problems"), (*key, count), strict=True)) for key, count in changes.items() if key[1] is not None and count
    ]
    if counted:
        await uow.session.execute(COUNT, {"changes": orjson.dumps(counted).decode()})


def _entries(uow: UnitOfWork, told: Told) -> list[dict[str, Any]]:
    return [
        {
            "kind": str(told.kind),
            "subject_id": told.subject_id,
            "sku": sku,
            "number": told.number,
            "at": told.at,
            "month": month_of(told.at, uow.frame.zone),
            "shop_id": told.shop_id,
            "order_id": told.order_id,
            "customer_id": told.customer_id,
            "class_code": told.class_code,
            "facts": told.facts,
        }
        for sku in dict.fromkeys(told.skus or (UNKNOWN_SKU,))
    ]
