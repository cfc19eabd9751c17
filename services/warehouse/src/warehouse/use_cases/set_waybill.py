"""The waybill number of a parcel."""

from sqlalchemy.exc import IntegrityError

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from warehouse.domain.freight.offer import Offer, check_choice
from warehouse.domain.shipment import Shipment, WaybillTaken
from warehouse.store.carriers import find_carrier
from warehouse.store.freight.offers import find_offers, find_parcel
from warehouse.store.shipments import find_waybill_holders, lock_shipment


async def set_waybill(
    uow: UnitOfWork, *, number: str, carrier_code: str, tracking_number: str, expected_version: int, reason: str | None
) -> Shipment:
    """Another carrier than the first choice is taken with a `reason` (rule LOG-1).

    Raises CarrierNeedsReason, ShipmentNotFound, VersionStale, CarrierUnknown, TrackingNumberMalformed, WaybillTaken, ShipmentElsewhere."""
    carrier = await find_carrier(uow, code=carrier_code)
    kept = carrier.check_number(tracking_number)
    shipment = await lock_shipment(uow, number=number)
    check_version(expected=expected_version, actual=shipment.version)
    holder = (await find_waybill_holders(uow, tracking_numbers=[kept])).get((carrier_code, kept), number)
    if holder != number:
        raise WaybillTaken(tracking_number=kept, number=holder)
    before: dict[str, object] = {"carrier": shipment.carrier_code, "tracking_number": shipment.tracking_number}
    offers = await _choose(uow, shipment, carrier=carrier_code, reason=reason)
    shipment.set_waybill(carrier_code=carrier_code, tracking_number=kept)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        # Another shipment got it a moment ago; its number is not known here.
        raise WaybillTaken(tracking_number=kept, number="?") from error
    after: dict[str, object] = {"carrier": carrier_code, "tracking_number": kept}
    if offers:
        after |= {"first_choice": offers[0].carrier_code, "freight": str(offers[0].amount)}
    uow.audit("shipment.waybill_set", noun="shipment", noun_id=number, before=before, after=after, reason=reason)
    uow.changed("shipment", number)
    return shipment


async def _choose(uow: UnitOfWork, shipment: Shipment, *, carrier: str, reason: str | None) -> list[Offer]:
    """A new number of the carrier it has is no choice. Raises CarrierNeedsReason."""
    if shipment.carrier_code == carrier:
        return []
    parcel = await find_parcel(uow.session, number=shipment.number)
    offers = await find_offers(uow.session, parcel, now=uow.now, zone=uow.frame.zone)
    check_choice(offers, carrier=carrier, reason=reason)
    return offers
