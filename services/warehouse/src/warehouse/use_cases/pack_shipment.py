"""The parcel is closed."""

from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentsAdvanced, ShipmentStep
from warehouse.domain.shipment import Shipment
from warehouse.permissions import Permission
from warehouse.store.policies import weighing_policy_at
from warehouse.store.shipments import lock_shipment
from warehouse.store.skus import goods_weight


async def pack_shipment(uow: UnitOfWork, *, number: str, weight_g: int | None, without_scan: str | None) -> Shipment:
    """`without_scan` is the reason why it could not be scanned, and needs a permission of its own. A parcel whose weight is off is packed,
    and does not leave (see weigh_shipment.py).

    Raises ShipmentNotFound, NotAllScanned, ShipmentElsewhere, ShipmentIsWithdrawn, Forbidden.
    """
    shipment = await lock_shipment(uow, number=number)
    if without_scan is None:
        shipment.pack(by=uow.actor.name, weight_g=weight_g, now=uow.now)
    else:
        uow.actor.must(Permission.PACK_WITHOUT_SCAN)
        shipment.pack_without_scan(by=uow.actor.name, weight_g=weight_g, now=uow.now)
    if weight_g is not None:
        policy = await weighing_policy_at(uow, moment=uow.now)
        shipment.weigh(weight_g=weight_g, goods_g=await goods_weight(uow, needs=shipment.needs), policy=policy)
    step = ShipmentStep(reference=shipment.reference, shipment_number=number, state=shipment.state, happened_at=uow.now, by=uow.actor.name)
    uow.publish(ShipmentsAdvanced(steps=[step]))
    after: dict[str, object] = {"weight_g": weight_g, "without_scan": without_scan is not None, "weight_off": shipment.weight_off}
    uow.audit("shipment.packed", noun="shipment", noun_id=number, after=after, reason=without_scan)
    uow.changed("shipment", number)
    return shipment
