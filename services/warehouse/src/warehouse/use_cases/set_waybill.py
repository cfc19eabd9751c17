"""The waybill number of a parcel."""

from sqlalchemy.exc import IntegrityError

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from warehouse.domain.shipment import Shipment, WaybillTaken
from warehouse.store.carriers import find_carrier
from warehouse.store.shipments import find_waybill_holders, lock_shipment


async def set_waybill(uow: UnitOfWork, *, number: str, carrier_code: str, tracking_number: str, expected_version: int) -> Shipment:
    """Raises ShipmentNotFound, VersionStale, CarrierUnknown, TrackingNumberMalformed, WaybillTaken, ShipmentElsewhere."""
    carrier = await find_carrier(uow, code=carrier_code)
    kept = carrier.check_number(tracking_number)
    shipment = await lock_shipment(uow, number=number)
    check_version(expected=expected_version, actual=shipment.version)
    holder = (await find_waybill_holders(uow, tracking_numbers=[kept])).get((carrier_code, kept), number)
    if holder != number:
        raise WaybillTaken(tracking_number=kept, number=holder)
    before: dict[str, object] = {"carrier": shipment.carrier_code, "tracking_number": shipment.tracking_number}
    shipment.set_waybill(carrier_code=carrier_code, tracking_number=kept)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        # Another shipment got it a moment ago; its number is not known here.
        raise WaybillTaken(tracking_number=kept, number="?") from error
    after: dict[str, object] = {"carrier": carrier_code, "tracking_number": kept}
    uow.audit("shipment.waybill_set", noun="shipment", noun_id=number, before=before, after=after)
    uow.changed("shipment", number)
    return shipment
