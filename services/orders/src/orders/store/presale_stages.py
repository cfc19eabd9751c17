"""What intake and regrouping leave for the look at pre-orders: what shops told of the steps of payment, and whom to look at again."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork

NOTE_STAGES = text("""
    INSERT INTO presale_told (order_id, stage) SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:stages AS text[])) ORDER BY 1
    ON CONFLICT (order_id) DO UPDATE SET stage = excluded.stage
""")
# Locked by order, as where they are judged (store/presales.py).
LOOK_AGAIN = text("""
    UPDATE presale_order SET next_look_at = :now WHERE order_id IN (
        SELECT order_id FROM presale_order WHERE order_id = ANY (CAST(:ids AS uuid[])) ORDER BY order_id FOR UPDATE
    )
""")


async def note_stages(uow: UnitOfWork, stages: Sequence[tuple[UUID, str]]) -> None:
    """Few shops tell any."""
    if stages:
        await uow.session.execute(NOTE_STAGES, {"ids": [one[0] for one in stages], "stages": [one[1] for one in stages]})


async def look_at_presales_again(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    """Those of them that are pre-orders."""
    if order_ids:
        await uow.session.execute(LOOK_AGAIN, {"ids": list(order_ids), "now": uow.now})
