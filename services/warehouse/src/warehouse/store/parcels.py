"""Parcels and what carriers said of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, text, tuple_

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.warehouse import ParcelTracked
from warehouse.domain.parcel import Parcel, ParcelEvent, ParcelState, Sighting
from warehouse.domain.shipment import Shipment
from warehouse.store.recordset import recordset

ParcelKey = tuple[str, str]
"""Carrier code and tracking number."""

OPEN_PARCELS = text("""
    INSERT INTO parcel (id, carrier_code, tracking_number, state, last_text, last_moved_at, created_at, version)
    SELECT id, carrier_code, tracking_number, 'created', '', :now, :now, 0
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, carrier_code text, tracking_number text)
    ORDER BY carrier_code, tracking_number
    ON CONFLICT DO NOTHING
""")
# A line is kept once, with the state it had first. When the whole parcel has another state by now, that is a further event.
KEEP_EVENTS = text("""
    WITH said AS (
        SELECT carrier_code, tracking_number, at, text, decode(text_hash, 'hex') AS text_hash, decode(changed_hash, 'hex') AS changed_hash, state
        FROM jsonb_to_recordset(CAST(:rows AS jsonb))
            AS r(carrier_code text, tracking_number text, at timestamptz, text text, text_hash text, changed_hash text, state text)
    ), event AS (
        SELECT carrier_code, tracking_number, at, text, text_hash, state FROM said
        UNION ALL
        SELECT s.carrier_code, s.tracking_number, s.at, s.text, s.changed_hash, s.state
        FROM said s JOIN parcel_event e USING (carrier_code, tracking_number, at, text_hash)
        WHERE s.changed_hash IS NOT NULL AND e.state <> s.state
    )
    INSERT INTO parcel_event (carrier_code, tracking_number, at, text, text_hash, state, source, received_at)
    SELECT carrier_code, tracking_number, at, text, text_hash, state, :source, :now FROM event
    ORDER BY carrier_code, tracking_number, at
    ON CONFLICT DO NOTHING
    RETURNING carrier_code, tracking_number
""")
OWN = text("SELECT carrier_code, tracking_number FROM parcel WHERE tracking_number = ANY(:numbers) AND owner = ANY(:owners)")
KEEP_PUSH = text("""
    INSERT INTO carrier_push (id, source, digest, raw_sealed, received_at, error)
    VALUES (:id, :source, :digest, :raw_sealed, :now, :error) ON CONFLICT DO NOTHING RETURNING id
""")


async def hold_parcels(uow: UnitOfWork, *, keys: Iterable[ParcelKey]) -> dict[ParcelKey, Parcel]:
    """Made where they are not there yet, and locked, in the order of their keys."""
    wanted = sorted(set(keys))
    rows = [{"id": new_id(), "carrier_code": carrier, "tracking_number": number} for carrier, number in wanted]
    await uow.session.execute(OPEN_PARCELS, {"rows": recordset(rows), "now": uow.now})
    column = tuple_(Parcel.carrier_code, Parcel.tracking_number)
    held: dict[ParcelKey, Parcel] = {}
    for start in range(0, len(wanted), 1000):
        query = select(Parcel).where(column.in_(wanted[start : start + 1000])).order_by(Parcel.carrier_code, Parcel.tracking_number)
        for parcel in await uow.session.scalars(query.with_for_update()):
            held[parcel.carrier_code, parcel.tracking_number] = parcel
    return held


async def note_sightings(uow: UnitOfWork, *, source: str, sightings: Mapping[ParcelKey, Sequence[Sighting]]) -> int:
    """Keeps what is new, moves the parcels on, and tells of those whose state changed or that are no longer stuck. Returns how many sightings were new."""
    held = await hold_parcels(uow, keys=sightings)
    rows: list[dict[str, Any]] = [
        {
            "carrier_code": carrier,
            "tracking_number": number,
            "at": one.at,
            "text": one.text,
            "text_hash": one.text_hash.hex(),
            "changed_hash": one.text_and_state_hash.hex() if one.overall else None,
            "state": one.state,
        }
        for (carrier, number), said in sightings.items()
        for one in said
    ]
    values = {"rows": recordset(rows), "source": source, "now": uow.now}
    kept = (await uow.session.execute(KEEP_EVENTS, values)).all()
    everything = await _everything_said(uow, {(row.carrier_code, row.tracking_number) for row in kept})
    for key, said in everything.items():
        parcel = held[key]
        if parcel.note_sightings(said, now=uow.now):
            tell_parcel(uow, parcel)
        uow.changed("parcel", parcel.tracking_number)
    return len(kept)


async def _everything_said(uow: UnitOfWork, keys: set[ParcelKey]) -> dict[ParcelKey, list[Sighting]]:
    column = tuple_(ParcelEvent.carrier_code, ParcelEvent.tracking_number)
    wanted, said = sorted(keys), defaultdict[ParcelKey, list[Sighting]](list)
    columns = (ParcelEvent.carrier_code, ParcelEvent.tracking_number, ParcelEvent.at, ParcelEvent.text, ParcelEvent.state)
    for start in range(0, len(wanted), 1000):
        for row in await uow.session.execute(select(*columns).where(column.in_(wanted[start : start + 1000]))):
            sighting = Sighting(at=row.at, text=row.text, state=ParcelState(row.state))
            said[row.carrier_code, row.tracking_number].append(sighting)
    return said


def tell_parcel(uow: UnitOfWork, parcel: Parcel) -> None:
    """Numbers that are not ours (yet) are nobody's to be told."""
    if parcel.reference is None:
        return
    uow.publish(
        ParcelTracked(
            reference=parcel.reference,
            carrier_code=parcel.carrier_code,
            tracking_number=parcel.tracking_number,
            state=parcel.state,
            text=parcel.last_text,
            happened_at=parcel.last_event_at or uow.now,
        )
    )


async def find_own_parcels(uow: UnitOfWork, *, keys: Iterable[ParcelKey], owners: list[str]) -> set[ParcelKey]:
    """All with these numbers that are the goods of one of `owners`."""
    rows = await uow.session.execute(OWN, {"numbers": sorted({number for _, number in keys}), "owners": owners})
    return {(row.carrier_code, row.tracking_number) for row in rows}


async def keep_push(uow: UnitOfWork, *, source: str, digest: str, raw_sealed: str, error: str | None) -> bool:
    """False when the same bytes were kept before."""
    values = {"id": new_id(), "source": source, "digest": digest, "raw_sealed": raw_sealed, "error": error, "now": uow.now}
    return (await uow.session.execute(KEEP_PUSH, values)).scalar_one_or_none() is not None


async def lock_resting_parcels(uow: UnitOfWork, *, moved_before: datetime, count: int) -> list[Parcel]:
    """Ours, not at their end, without an alert, that have not moved since; those that are being moved right now are passed over."""
    query = (
        select(Parcel)
        .where(
            Parcel.shipment_id.is_not(None),
            Parcel.stuck_raised_at.is_(None),
            Parcel.state.not_in(["delivered", "returned", "lost"]),
            Parcel.last_moved_at <= moved_before,
        )
        .order_by(Parcel.last_moved_at)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    return list(await uow.session.scalars(query))


async def link_parcels(uow: UnitOfWork, *, shipped: Mapping[ParcelKey, Shipment]) -> None:
    """Parcels that left just now. What the carrier said before is told now."""
    held = await hold_parcels(uow, keys=shipped)
    for key, shipment in shipped.items():
        parcel = held[key]
        parcel.note_shipped(shipment_id=shipment.id, reference=shipment.reference, owner=shipment.owner, now=uow.now)
        if parcel.state != ParcelState.CREATED:
            tell_parcel(uow, parcel)
        uow.changed("parcel", parcel.tracking_number)
