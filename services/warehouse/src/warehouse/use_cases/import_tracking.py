"""Tracking from a carrier's file, where nobody pushes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, tzinfo

from chassis.rows import RowError
from chassis.uow import UnitOfWork
from warehouse.domain.carrier import plain_number
from warehouse.domain.carrier_report import LONGEST_TEXT, kept_text, state_in_words
from warehouse.domain.file_rows import FileRow, RowChecks
from warehouse.domain.parcel import ParcelState, Sighting
from warehouse.store.carriers import find_carriers
from warehouse.store.parcels import ParcelKey, note_sightings


async def import_tracking(uow: UnitOfWork, *, rows: Sequence[FileRow], zone: tzinfo, check_only: bool) -> list[RowError]:
    """All or nothing. An empty state is read out of the text. With `check_only` the mistakes are returned, else raised as RowsRefused."""
    checks = RowChecks()
    codes = {
        name.casefold(): carrier.code
        for carrier in (await find_carriers(uow)).values()
        for name in (carrier.code, carrier.name_zh, carrier.name_en)
    }
    said: defaultdict[ParcelKey, list[Sighting]] = defaultdict(list)
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
            said[codes[carrier.casefold()], number].append(Sighting(at=at.astimezone(UTC), text=kept_text(text), state=meant))
    if check_only:
        return checks.errors
    checks.refuse()
    new = await note_sightings(uow, source="file", sightings=said)
    uow.audit("parcel.tracking_imported", noun="parcel", noun_id="file", after={"rows": len(rows), "new": new})
    return []
