"""The audit trail of intake (rule SYS-2): one entry for each caller in a set, naming its orders. The order's own timeline has the rest.

A set may hold orders of several callers, so the unit of work, which knows one actor, cannot write it.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import text

from chassis.actor import Actor
from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.placement import Delivery, Outcome, Placement

WRITE = text("""
    INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, noun, noun_id, before, after, reason, request_id)
    SELECT id, :now, actor_kind, actor_id, actor_name, 'orders.placed', 'intake', CAST(id AS text), NULL, after, NULL, request_id
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(id uuid, actor_kind text, actor_id text, actor_name text, after jsonb, request_id text)
""")
TOLD = frozenset({Outcome.MADE, Outcome.UPDATED})


async def audit_placements(uow: UnitOfWork, *, deliveries: Sequence[Delivery], placements: Sequence[Placement]) -> None:
    rows: dict[str, dict[str, Any]] = {}
    for delivery, placement in zip(deliveries, placements, strict=True):
        if placement.outcome not in TOLD or placement.order_id is None:
            continue
        row = rows.get(delivery.actor.id)
        if row is None:
            row = rows[delivery.actor.id] = _row(delivery.actor, delivery)
        row["after"].setdefault(placement.outcome.value, []).append(show_id("ord", placement.order_id))
    if rows:
        await uow.session.execute(WRITE, {"rows": orjson.dumps(list(rows.values())).decode(), "now": uow.now})


def _row(actor: Actor, delivery: Delivery) -> dict[str, Any]:
    return {
        "id": new_id(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "after": {"source": delivery.source},
        "request_id": delivery.request_id,
    }
