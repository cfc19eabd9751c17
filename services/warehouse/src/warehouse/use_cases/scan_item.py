"""The pack check: each piece is scanned (rule WMS-12)."""

from chassis.uow import UnitOfWork
from warehouse.domain.shipment import Shipment
from warehouse.store.shipments import lock_shipment
from warehouse.store.skus import sku_of_barcode


async def scan_item(uow: UnitOfWork, *, number: str, barcode: str, quantity: int) -> Shipment:
    """Raises ShipmentNotFound, WrongItem, TooMany, ShipmentElsewhere, ShipmentIsWithdrawn."""
    shipment = await lock_shipment(uow, number=number)
    sku = await sku_of_barcode(uow, barcode=barcode, among=shipment.needs)
    line = shipment.scan(sku=sku, barcode=barcode, quantity=quantity)
    after: dict[str, object] = {"sku": line.sku, "scanned": line.scanned_quantity}
    uow.audit("shipment.scanned", noun="shipment", noun_id=number, after=after)
    uow.changed("shipment", number)
    return shipment
