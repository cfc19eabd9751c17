"""What has left is rated: nobody at the packing table waits for it."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentShipped
from warehouse.use_cases.freight.rate_parcels import rate_parcels

consumers = Consumers()


@consumers.on(ShipmentShipped, name="warehouse.rate-parcels", gather_seconds=0.5)
async def on_shipment_shipped(uow: UnitOfWork, message: ShipmentShipped) -> None:
    await rate_parcels(uow, numbers=[message.shipment_number])
