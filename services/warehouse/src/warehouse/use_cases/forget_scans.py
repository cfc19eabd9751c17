"""The packer starts the check over."""

from chassis.uow import UnitOfWork
from warehouse.domain.shipment import Shipment
from warehouse.store.shipments import lock_shipment


async def forget_scans(uow: UnitOfWork, *, number: str) -> Shipment:
    """Raises ShipmentNotFound, ShipmentElsewhere, ShipmentIsWithdrawn."""
    shipment = await lock_shipment(uow, number=number)
    shipment.forget_scans()
    uow.audit("shipment.scans_forgotten", noun="shipment", noun_id=number)
    uow.changed("shipment", number)
    return shipment
