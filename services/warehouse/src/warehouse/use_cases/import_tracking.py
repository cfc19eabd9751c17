"""Tracking from a carrier's file, where nobody pushes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, tzinfo

from chassis.rows import RowError
from chassis.uow import UnitOfWork
from warehouse.domain.carrier import plain_number
from warehouse.domain.carrier_report import LONGEST_TEXT, kept_text, state_in_words
from warehouse.domain.file_rows import FileRow, RowChecks
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.parcel import ParcelNotFound, ParcelState, Sighting
from warehouse.store.carriers import find_carriers
from warehouse.store.parcels import ParcelKey, find_own_parcels, note_sightings


async def import_tracking(uow: UnitOfWork, *, rows: Sequence[FileRow], zone: tzinfo, check_only: bool) -> list[RowError]:
    """All or nothing. An empty state is read out of the text. With `check_only` the mistakes are returned, else raised as RowsRefused."""
    checks = RowChecks()
    codes = {
        name.casefold(): carrier.code
        for carrier in (await find_carriers(uow)).values()
        for name in (carrier.code, carrier.name_zh, carrier.name_en)
    }
    said: defaultdict[ParcelKey, list[Sighting]] = defaultdict(list)
    named: list[tuple[FileRow, ParcelKey]] = []
    for row in rows:
        before = len(checks.errors)
        carrier = checks.text(row, "carrier", longest=40)
        number = plain_number(checks.text(row, "tracking_number", longest=60))
        text = checks.text(row, "text", longest=LONGEST_TEXT)
        at = checks.moment(row, "time", zone=zone)
        state = row.cells.get("state", "").lower()
        if carrier and carrier.casefold() not in codes:
            checks.note(row, "carrier", "carrier_unknown", zh=f"没有承运商 {carrier}", en=f"there is no carrier {carrier}")
        if state and state not in set(ParcelState):
            known = ", ".join(ParcelState)
            checks.note(row, "state", "state_unknown", zh=f"状态应为 {known} 之一", en=f"must be one of {known}")
        if at is not None and len(checks.errors) == before:
            meant = ParcelState(state) if state else state_in_words(text)
            key = (codes[carrier.casefold()], number)
            named.append((row, key))
            said[key].append(Sighting(at=at.astimezone(UTC), text=kept_text(text), state=meant))
    await _note_out_of_sight(uow, named, checks)
    if check_only:
        return checks.errors
    checks.refuse()
    new = await note_sightings(uow, source="file", sightings=said)
    uow.audit("parcel.tracking_imported", noun="parcel", noun_id="file", after={"rows": len(rows), "new": new})
    return []


async def _note_out_of_sight(uow: UnitOfWork, named: Sequence[tuple[FileRow, ParcelKey]], checks: RowChecks) -> None:
    """Who is limited to shops tells of their parcels only, and of no number that is nobody's yet."""
    owners = owners_seen_by(uow.actor)
    if owners is None:
        return
    own = await find_own_parcels(uow, keys=(key for _, key in named), owners=owners)
    for row, key in named:
        if key not in own:
            checks.note(row, "tracking_number", ParcelNotFound.code, zh=f"没有运单 {key[1]}", en=f"there is no parcel {key[1]}")
