"""Waybill numbers from the carrier's file: shipment number to tracking number."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from chassis.refusals import Refusal
from chassis.rows import RowError
from chassis.uow import UnitOfWork
from warehouse.domain.file_rows import FileRow, RowChecks
from warehouse.domain.shipment import Shipment, ShipmentNotFound, WaybillTaken
from warehouse.store.carriers import find_carriers
from warehouse.store.shipments import find_waybill_holders, lock_shipments

Wanted = tuple[FileRow, str, str, str]
"""Row, shipment number, carrier code, tracking number."""


async def import_waybills(uow: UnitOfWork, *, rows: Sequence[FileRow], check_only: bool) -> list[RowError]:
    """All or nothing. With `check_only` nothing is written and the mistakes are returned; else they are raised as RowsRefused."""
    checks = RowChecks()
    wanted = await _read(uow, rows, checks)
    shipments = {one.number: one for one in await lock_shipments(uow, numbers=(number for _, number, _, _ in wanted))}
    holders = await find_waybill_holders(uow, tracking_numbers=(tracking for _, _, _, tracking in wanted))
    for row, number, carrier, tracking in wanted:
        try:
            _set(shipments.get(number), number=number, carrier=carrier, tracking=tracking, holder=holders.get((carrier, tracking), number))
        except Refusal as refusal:
            checks.note(row, "shipment", refusal.code, zh=refusal.sentence("zh-CN"), en=refusal.sentence("en-US"))
    if check_only:
        # What was tried on the objects is not to be written.
        uow.session.expunge_all()
        return checks.errors
    checks.refuse()
    try:
        await uow.session.flush()
    except IntegrityError as error:
        # Another shipment got one of them a moment ago; which, is not known here.
        raise WaybillTaken(tracking_number="?", number="?") from error
    for _, number, carrier, tracking in wanted:
        after: dict[str, object] = {"carrier": carrier, "tracking_number": tracking}
        uow.audit("shipment.waybill_set", noun="shipment", noun_id=number, after=after)
        uow.changed("shipment", number)
    return []


async def _read(uow: UnitOfWork, rows: Sequence[FileRow], checks: RowChecks) -> list[Wanted]:
    carriers = await find_carriers(uow)
    wanted: list[Wanted] = []
    seen: dict[str, int] = {}
    for row in rows:
        before = len(checks.errors)
        number = checks.text(row, "shipment", longest=40).upper()
        code = checks.text(row, "carrier", longest=40)
        tracking = checks.text(row, "tracking_number", longest=60)
        carrier = carriers.get(code.upper()) or next((one for one in carriers.values() if code in (one.name_zh, one.name_en)), None)
        if code and carrier is None:
            checks.note(row, "carrier", "carrier_unknown", zh=f"没有承运商 {code}", en=f"there is no carrier {code}")
        if carrier is not None and tracking:
            try:
                tracking = carrier.check_number(tracking)
            except Refusal as refusal:
                checks.note(row, "tracking_number", refusal.code, zh=refusal.sentence("zh-CN"), en=refusal.sentence("en-US"))
        for value in {number, f"{carrier and carrier.code} {tracking}"}:
            if value in seen and tracking and number:
                checks.note(row, None, "double", zh=f"与第 {seen[value]} 行重复", en=f"the same as row {seen[value]}")
            seen.setdefault(value, row.number)
        if carrier is not None and len(checks.errors) == before:
            wanted.append((row, number, carrier.code, tracking))
    return wanted


def _set(shipment: Shipment | None, *, number: str, carrier: str, tracking: str, holder: str) -> None:
    if shipment is None:
        raise ShipmentNotFound(number=number)
    if holder != number:
        raise WaybillTaken(tracking_number=tracking, number=holder)
    shipment.set_waybill(carrier_code=carrier, tracking_number=tracking)
