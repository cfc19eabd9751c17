"""What waits for the warehouse to stop orders, and what it last offered of those that were short."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.domain.plan import Plan, StockOffer, Verb

WRITE_OFFERS = text("""
    INSERT INTO stock_offer (order_id, attempt, offers, told_at)
    SELECT order_id, attempt, offers, :now FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(order_id uuid, attempt integer, offers jsonb)
    ORDER BY order_id
    ON CONFLICT (order_id) DO UPDATE SET attempt = excluded.attempt, offers = excluded.offers, told_at = excluded.told_at
""")


def add_plan(uow: UnitOfWork, *, verb: Verb, order_ids: Sequence[UUID], content: Mapping[str, Any], reason: str) -> None:
    uow.session.add(
        Plan(
            id=new_id(), verb=verb, order_ids=list(order_ids), content=dict(content), reason=reason, asked_at=uow.now, asked_by=uow.actor.name
        )
    )  # fmt: skip


async def find_plan_ids(uow: UnitOfWork, *, order_ids: Collection[UUID] | None) -> Sequence[UUID]:
    """Those of these orders, oldest first; None: all."""
    query = select(Plan.id).order_by(Plan.asked_at, Plan.id)
    if order_ids is not None:
        query = query.where(Plan.order_ids.overlap(list(order_ids)))
    return (await uow.session.scalars(query)).all()


async def waiting_with(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> set[UUID]:
    """These, and those that a plan lets wait with them."""
    plans = await uow.session.scalars(select(Plan.order_ids).where(Plan.order_ids.overlap(list(order_ids))))
    return {*order_ids, *(order_id for waiting in plans for order_id in waiting)}


async def read_plan(uow: UnitOfWork, plan_id: UUID) -> Plan | None:
    """As it is now, without a lock: its orders are locked before it (see take_plan)."""
    return await uow.session.scalar(select(Plan).where(Plan.id == plan_id))


async def take_plan(uow: UnitOfWork, plan_id: UUID) -> Plan | None:
    """Locked, after its orders; None when somebody else has carried it out meanwhile."""
    return await uow.session.scalar(select(Plan).where(Plan.id == plan_id).with_for_update())


async def offers_of(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> dict[UUID, tuple[int, list[dict[str, int]]]]:
    """By order: the attempt it was told for, and the pieces by SKU of each warehouse."""
    rows = await uow.session.scalars(select(StockOffer).where(StockOffer.order_id.in_(order_ids)))
    return {row.order_id: (row.attempt, [pieces_of(offer) for offer in row.offers]) for row in rows}


def pieces_of(offer: Mapping[str, Any]) -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in offer["lines"]}


async def write_offers(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    """`rows`: order_id, attempt, offers."""
    await uow.session.execute(WRITE_OFFERS, {"rows": orjson.dumps(list(rows), default=str).decode(), "now": uow.now})
