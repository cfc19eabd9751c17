"""A carrier's tracking service told us something."""

from datetime import tzinfo
from hashlib import sha256

from chassis.uow import UnitOfWork
from warehouse.domain.carrier import plain_number
from warehouse.domain.carrier_report import Report, ReportUnreadable, read_aftership, read_kuaidi100
from warehouse.store.carriers import carrier_code_of
from warehouse.store.parcels import keep_push, note_sightings

KUAIDI100 = "kuaidi100"
AFTERSHIP = "aftership"


async def take_carrier_push(uow: UnitOfWork, *, source: str, raw: bytes, zone: tzinfo) -> None:
    """`raw` is kept as it came, sealed, and only once. One that we do not understand is kept with the reason: sent again it would be no clearer."""
    report, error = _read(source, raw, zone)
    digest = sha256(source.encode() + b"\n" + raw).hexdigest()
    sealed = uow.sealer.seal(raw.decode(errors="replace"))
    fresh = await keep_push(uow, source=source, digest=digest, raw_sealed=sealed, error=error)
    if not fresh or report is None or not report.sightings:
        return
    carrier = await carrier_code_of(uow, source=source, theirs=report.carrier)
    key = (carrier, plain_number(report.tracking_number))
    new = await note_sightings(uow, source=source, sightings={key: report.sightings})
    if new:
        uow.audit("parcel.tracked", noun="parcel", noun_id=key[1], after={"carrier": carrier, "new": new})


def _read(source: str, raw: bytes, zone: tzinfo) -> tuple[Report | None, str | None]:
    try:
        return (read_kuaidi100(raw, zone=zone) if source == KUAIDI100 else read_aftership(raw, zone=zone)), None
    except ReportUnreadable as error:
        return None, str(error)
