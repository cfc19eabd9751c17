"""Shipments: made as a set, locked by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentRequest
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.shipment import Shipment, ShipmentNotFound, ShipmentState
from warehouse.store.numbers import take_shipment_numbers
from warehouse.store.recordset import recordset

UNDER_WAY = text("""
    SELECT reference FROM shipment WHERE reference = ANY(:references) AND state NOT IN ('withdrawn', 'shipped')
""")
LIVE = text("SELECT reference FROM shipment WHERE reference = ANY(:references) AND state <> 'withdrawn'")
ADD = text("""
    WITH r AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            id uuid, number text, reference text, owner text, shown_number text, reservation_id uuid, warehouse_id uuid, shop_name text,
            receiver_sealed text, receiver_region text, note text, needs jsonb)
    ), added AS (
        INSERT INTO shipment (id, number, reference, owner, shown_number, reservation_id, warehouse_id, state, shop_name, receiver_sealed,
                              receiver_region, note, packed_without_scan, created_at, version)
        SELECT id, number, reference, owner, shown_number, reservation_id, warehouse_id, 'waiting', shop_name, receiver_sealed,
               receiver_region, note, false, :now, 1
        FROM r
    )
    INSERT INTO shipment_line (shipment_id, sku, quantity, picked_quantity, scanned_quantity)
    SELECT r.id, need.key, need.value::bigint, 0, 0 FROM r, jsonb_each_text(r.needs) need
""")
OFFER = text("""
    SELECT number FROM shipment
    WHERE warehouse_id = :warehouse_id AND state = 'waiting' AND problem IS NULL
      AND (CAST(:owners AS text[]) IS NULL OR owner = ANY(:owners))
    ORDER BY created_at, id LIMIT :count FOR UPDATE SKIP LOCKED
""")
WITHDRAWN_FROM_LIST = text("SELECT number FROM shipment WHERE pick_list_id = :pick_list_id AND state = 'withdrawn'")
WAYBILL_HOLDERS = text("""
    SELECT carrier_code, tracking_number, number FROM shipment
    WHERE tracking_number = ANY(:tracking_numbers) AND state <> 'withdrawn'
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShipment:
    request: ShipmentRequest
    reservation_id: UUID
    warehouse_id: UUID
    needs: dict[str, int]


async def references_being_shipped(uow: UnitOfWork, *, references: Iterable[str]) -> set[str]:
    """Those with a shipment that is neither shipped nor withdrawn."""
    return set((await uow.session.execute(UNDER_WAY, {"references": list(references)})).scalars())


async def references_with_shipment(uow: UnitOfWork, *, references: Iterable[str]) -> set[str]:
    """Those with a shipment that is not withdrawn."""
    return set((await uow.session.execute(LIVE, {"references": list(references)})).scalars())


async def add_shipments(uow: UnitOfWork, *, new: Sequence[NewShipment]) -> list[str]:
    """Returns their numbers, in order."""
    numbers = await take_shipment_numbers(uow, count=len(new))
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "number": number,
            "reference": one.request.reference,
            "owner": one.request.owner,
            "shown_number": one.request.number,
            "reservation_id": one.reservation_id,
            "warehouse_id": one.warehouse_id,
            "shop_name": one.request.shop_name,
            "receiver_sealed": one.request.receiver_sealed,
            "receiver_region": one.request.receiver_region,
            "note": one.request.note,
            "needs": one.needs,
        }
        for number, one in zip(numbers, new, strict=True)
    ]
    await uow.session.execute(ADD, {"rows": recordset(rows), "now": uow.now})
    return list(numbers)


async def lock_shipment(uow: UnitOfWork, *, number: str) -> Shipment:
    """With its lines. Raises ShipmentNotFound."""
    found = await lock_shipments(uow, numbers=[number])
    if not found:
        raise ShipmentNotFound(number=number)
    return found[0]


async def lock_shipments(uow: UnitOfWork, *, numbers: Iterable[str]) -> list[Shipment]:
    """Those that exist for the caller, with their lines, in the order of their numbers."""
    owners = owners_seen_by(uow.actor)
    scope = [] if owners is None else [Shipment.owner.in_(owners)]
    return await _lock(uow, Shipment.number.in_(sorted(set(numbers))), *scope)


async def lock_shipments_of_references(uow: UnitOfWork, *, references: Iterable[str]) -> list[Shipment]:
    """Those that are not withdrawn, with their lines, in the order of their numbers."""
    return await _lock(uow, Shipment.reference.in_(sorted(set(references))), Shipment.state != ShipmentState.WITHDRAWN)


async def lock_shipments_on_list(uow: UnitOfWork, *, pick_list_id: UUID) -> list[Shipment]:
    """Those that are still being picked, with their lines, in the order of their numbers."""
    return await _lock(uow, Shipment.pick_list_id == pick_list_id, Shipment.state == ShipmentState.PICKING)


async def numbers_withdrawn_from_list(uow: UnitOfWork, *, pick_list_id: UUID) -> set[str]:
    """Those that were stopped while somebody walked."""
    return set((await uow.session.execute(WITHDRAWN_FROM_LIST, {"pick_list_id": pick_list_id})).scalars())


async def _lock(uow: UnitOfWork, *conditions: Any) -> list[Shipment]:
    query = select(Shipment).where(*conditions).order_by(Shipment.number).with_for_update(of=Shipment)
    found = await uow.session.scalars(query.options(selectinload(Shipment.lines)).execution_options(populate_existing=True))
    return list(found)


async def offer_waiting(uow: UnitOfWork, *, warehouse_id: UUID, count: int) -> list[str]:
    """Numbers of the caller's shipments that have waited longest. Those that another list is taking right now are passed over."""
    values = {"warehouse_id": warehouse_id, "count": count, "owners": owners_seen_by(uow.actor)}
    return list((await uow.session.execute(OFFER, values)).scalars())


async def find_waybill_holders(uow: UnitOfWork, *, tracking_numbers: Iterable[str]) -> dict[tuple[str, str], str]:
    """(carrier, tracking number) to the shipment that has it."""
    rows = await uow.session.execute(WAYBILL_HOLDERS, {"tracking_numbers": sorted(set(tracking_numbers))})
    return {(row.carrier_code, row.tracking_number): row.number for row in rows}
